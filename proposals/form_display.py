"""How a form's fields and errors come onto a page: which control, which anchor, which words.

Django links a control to its hint and errors by itself except for groups and file inputs; here it is one rule for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.forms import BaseForm, BaseFormSet, CheckboxInput, CheckboxSelectMultiple, MultiWidget, RadioSelect, Select
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

ErrorLine = tuple[str, str]


def error_lines(form: BaseForm | BaseFormSet[Any]) -> list[ErrorLine]:
    """List every error of a bound form or formset with the id it is about, in the order of the page."""
    if not form.is_bound:
        return []
    if isinstance(form, BaseFormSet):
        whole = [(str(message), "") for message in form.non_form_errors()]
        return whole + [line for row in form.forms for line in _lines(row)]
    return list(_lines(form))


def _lines(form: BaseForm) -> Iterator[ErrorLine]:
    visible = form.visible_fields()
    first = anchor(visible[0]) if visible else ""
    for message in form.non_field_errors():
        yield str(message), first
    for field in form:
        for message in field.errors:
            yield str(message), first if field.is_hidden else anchor(field)


def anchor(field: BoundField) -> str:
    """Give the id that a link to this field must lead to: in a group, its first choice."""
    if isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple | MultiWidget):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def is_optional(field: BoundField) -> bool:
    """Tell whether a label says "(opsional)".

    A section form saves unfinished work, so none of its fields is required; it names the truly optional ones in
    ``optional_fields``.
    """
    names = getattr(field.form, "optional_fields", None)
    return not field.field.required if names is None else field.name in names


def described_by(field: BoundField) -> str:
    """Give the ids of the hint and the errors of a field, where it has them."""
    if own := field.field.widget.attrs.get("aria-describedby"):
        return str(own)
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    return " ".join([*ids, *([f"{field.auto_id}_error"] if field.errors else [])])


def control(field: BoundField) -> SafeString:
    """Render the control of one field with Bootstrap's class and what describes it."""
    widget = field.field.widget
    classes = [widget.attrs.get("class", ""), _bootstrap_class(widget), "is-invalid" if field.errors else ""]
    attributes: dict[str, str | bool] = {"class": " ".join(part for part in classes if part)}
    if ids := described_by(field):
        attributes["aria-describedby"] = ids
    return field.as_widget(attrs=attributes)


def _bootstrap_class(widget: Any) -> str:
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"
