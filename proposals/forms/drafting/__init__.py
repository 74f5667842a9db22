"""The forms of a draft: one that begins it, one for each section that is filled in, one for a file."""

from proposals.forms.drafting.attachment import AttachmentForm
from proposals.forms.drafting.costs import BudgetForm
from proposals.forms.drafting.create import CreateForm
from proposals.forms.drafting.measures import IndicatorForm
from proposals.forms.drafting.places import LocationForm
from proposals.forms.drafting.readiness import ReadinessForm
from proposals.forms.drafting.section import SectionForm
from proposals.forms.drafting.texts import AlignmentForm, BackgroundForm, IdentityForm
from proposals.sections import Section

SECTION_FORMS: dict[Section, type[SectionForm]] = {
    form.section: form
    for form in (
        IdentityForm,
        BackgroundForm,
        AlignmentForm,
        LocationForm,
        BudgetForm,
        IndicatorForm,
        ReadinessForm,
    )
}

__all__ = ["SECTION_FORMS", "AttachmentForm", "CreateForm", "SectionForm"]
