"""What every field shares: it knows its name in mid-sentence and speaks the sentences of ux 2.0.4."""

from __future__ import annotations

from typing import Any

from django import forms

from proposals.forms.fields import sentences


class SpokenField(forms.Field):
    """Replaces Django's default messages by our own, built from the label at the time of cleaning.

    `spoken_label` is for labels that begin with a proper name ("Asta Cita"), which is not lowered.
    Messages given by the form win.
    """

    def __init__(self, *args: Any, spoken_label: str = "", error_messages: Any = None, **kwargs: Any) -> None:
        """Remember what the form asked for; the rest is the field's own."""
        super().__init__(*args, error_messages=error_messages, **kwargs)
        self.spoken_label = spoken_label
        self.given_messages = dict(error_messages or {})

    @property
    def spoken(self) -> str:
        """Return the label as it stands in mid-sentence."""
        return self.spoken_label or sentences.in_sentence(str(self.label or "isian ini"))

    def messages(self) -> dict[str, str]:
        """Return the messages of this kind of field by error code."""
        return {"required": sentences.fill_in(self.spoken), "unique": sentences.taken(self.spoken)}

    def clean(self, value: Any, *initial: Any) -> Any:
        """Clean with the messages as they read for the present label; file fields are given their initial value too."""
        self.error_messages = {**self.error_messages, **self.messages(), **self.given_messages}
        return super().clean(value, *initial)


class ChosenField(SpokenField):
    """A field that is answered by choosing."""

    def messages(self) -> dict[str, str]:
        """Ask for a choice, and name the choices that exist."""
        return {
            **super().messages(),
            "required": sentences.choose(self.spoken),
            "invalid_choice": sentences.INVALID_CHOICE,
            "invalid_pk_value": sentences.INVALID_CHOICE,
            "invalid_list": sentences.INVALID_CHOICE,
        }
