"""Kalimat baku: a sentence and the section it is offered in."""

from __future__ import annotations

from django import forms

from proposals.forms.fields import LongTextField, OptionField
from proposals.sections import Section

ALL_SECTIONS = "Semua bagian"
PHRASE_LENGTH = 500


class PhraseForm(forms.Form):
    """Where a phrase is offered, and its words."""

    section = OptionField(
        label="Bagian",
        required=False,
        choices=[("", ALL_SECTIONS), *((section.value, section.label) for section in Section)],
    )
    text = LongTextField(
        label="Kalimat",
        max_length=PHRASE_LENGTH,
        rows=3,
        help_text="Tulis apa yang kurang dan apa yang diminta, seperti yang akan dibaca OPD.",
    )
    optional_fields: frozenset[str] = frozenset()
