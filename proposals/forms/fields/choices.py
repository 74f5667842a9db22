"""Fields answered by choosing: from fixed options, from rows, or yes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from proposals.forms.fields import sentences
from proposals.forms.fields.spoken import ChosenField


class OptionField(ChosenField, forms.ChoiceField):
    """One of fixed options."""


class OptionsField(ChosenField, forms.MultipleChoiceField):
    """Any of fixed options."""


class RowField(ChosenField):
    """A field over rows of a table."""

    def validate_no_null_characters(self, value: Any) -> None:
        """Treat a key with a NUL as any other key that no row has."""
        if "\0" in str(value):
            raise ValidationError(sentences.INVALID_CHOICE, code="invalid_choice")


class ObjectField(RowField, forms.ModelChoiceField):
    """One row of a table; the empty option asks for a choice instead of showing dashes."""

    def __init__(self, queryset: Any, *, empty_label: str | None = "", **kwargs: Any) -> None:
        """Word the empty option from the label unless the form gives one; None leaves it out."""
        super().__init__(queryset=queryset, empty_label=empty_label, **kwargs)
        if self.empty_label == "":
            self.empty_label = f"Pilih {self.spoken}"
