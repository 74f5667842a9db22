"""The reviewer's note: what it hangs on, its words, the stock phrases put into it, and in whose name it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q

from proposals.forms.fields import LongTextField, OptionField
from proposals.models import CheckingBody, NoteAudience, NoteKind, StockPhrase
from proposals.note_subjects import ROW_PREFIX
from proposals.sections import Section

NOTE_LENGTH = 4000
PLANNING = "Bappeda"  # whose note it is when no checking body is named (``product.md`` D21)
WHOLE_SECTION = "Seluruh bagian"
INSERT = "insert"


@dataclass(frozen=True, slots=True)
class NoteOffers:
    """What the form offers beside the section's pieces: checking bodies and stock phrases, read in two queries."""

    bodies: tuple[CheckingBody, ...]
    phrases: tuple[StockPhrase, ...]

    @classmethod
    def read(cls, *, keep: CheckingBody | None = None) -> NoteOffers:
        """Read what is in use; ``keep`` stays on offer although it may have been taken out of use."""
        bodies = CheckingBody.objects.filter(Q(is_active=True) | Q(pk=keep.pk if keep else None))
        return cls(tuple(bodies), tuple(StockPhrase.objects.filter(is_active=True)))

    def phrases_of(self, section: Section) -> list[StockPhrase]:
        """The phrases of a section and, after them, those of all."""
        own = [phrase for phrase in self.phrases if phrase.section == section.value]
        return own + [phrase for phrase in self.phrases if not phrase.section]


class NoteForm(forms.Form):
    """A note on a section, or on one of its fields or RAB rows."""

    about = OptionField(label="Mengenai", required=False, choices=[("", WHOLE_SECTION)])
    phrase = OptionField(label="Kalimat baku", required=False, choices=[("", "Pilih kalimat baku")])
    body = LongTextField(label="Catatan", max_length=NOTE_LENGTH, rows=4)
    kind = OptionField(label="Jenis", choices=NoteKind.choices, widget=forms.RadioSelect, initial=NoteKind.MANDATORY)
    audience = OptionField(
        label="Terlihat oleh", choices=NoteAudience.choices, widget=forms.RadioSelect, initial=NoteAudience.AGENCY
    )
    checking_body = OptionField(label="Dari", required=False, choices=[("", PLANNING)])
    body.widget.attrs["data-save-keys"] = ""

    def __init__(
        self, data: Any = None, *, offers: NoteOffers, section: Section, targets: Any = None, **kwargs: Any
    ) -> None:
        """Offer ``targets`` to hang the note on; None when it hangs somewhere already.

        A phrase that was chosen stands in the text when the form is read, so that it is neither lost nor put in twice.
        """
        phrases = {str(phrase.pk): phrase.text for phrase in offers.phrases_of(section)}
        super().__init__(_with_phrase(data, phrases), **kwargs)
        self.bodies = {body.code: body for body in offers.bodies}
        if targets is None:
            del self.fields["about"]
        else:
            self._offer("about", targets)
        if phrases:
            self._offer("phrase", phrases.items())
        else:
            del self.fields["phrase"]
        self._offer("checking_body", ((body.code, body.name) for body in offers.bodies))

    def _offer(self, name: str, options: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, OptionField):
            field.choices = [*field.choices, *options]  # type: ignore[misc]

    @property
    def only_inserts(self) -> bool:
        """Whether "Sisipkan" was pressed: the form comes back and nothing is saved."""
        return INSERT in self.data

    def note(self) -> dict[str, Any]:
        """Give the arguments for ``services.assistance``."""
        values = {name: self.cleaned_data[name] for name in ("body", "kind", "audience")}
        values["checking_body"] = self.bodies.get(self.cleaned_data["checking_body"])
        about = self.cleaned_data.get("about")
        if about is None:
            return values
        is_row = about.startswith(ROW_PREFIX)
        return values | ({"cost_item": UUID(about.removeprefix(ROW_PREFIX))} if is_row else {"field": about})


def _with_phrase(data: Any, phrases: dict[str, str]) -> Any:
    """Put a chosen phrase at the end of the text, and choose none."""
    if data is None or (text := phrases.get(data.get("phrase", ""))) is None:
        return data
    filled = data.copy()
    body = filled.get("body", "").rstrip()
    filled["body"] = f"{body}\n{text}" if body else text
    filled["phrase"] = ""
    return filled
