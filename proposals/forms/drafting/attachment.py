"""One file for one slot: judged by its structure, never by the sender's word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from proposals.files.inspect import inspect
from proposals.files.names import display_name
from proposals.files.refusal import FileRefused
from proposals.files.scanning import Scan
from proposals.forms.fields.sentences import CHOOSE_FILE, INVALID_CHOICE
from proposals.models import AttachmentSlot


class AttachmentForm(forms.Form):
    """``slot`` is the id of a slot, or empty for "Lampiran lain"."""

    slot = forms.CharField(required=False)
    file = forms.FileField(
        error_messages={"required": CHOOSE_FILE, "missing": CHOOSE_FILE, "invalid": CHOOSE_FILE}, allow_empty_file=True
    )

    def __init__(self, *args: Any, slots: list[AttachmentSlot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = {str(slot.pk): slot for slot in slots}
        self.content_type = ""
        self.scan = Scan.OFF

    def clean_slot(self) -> AttachmentSlot | None:
        chosen: str = self.cleaned_data["slot"]
        if chosen and chosen not in self.slots:
            raise ValidationError(INVALID_CHOICE, code="invalid_choice")
        return self.slots.get(chosen)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            found = inspect(upload.file, upload.name, upload.size)
        except FileRefused as refused:
            raise ValidationError(refused.sentence, code="refused") from None
        self.content_type, self.scan = found.content_type, found.scan
        return upload

    @property
    def filename(self) -> str:
        """The name as it is stored and shown."""
        return display_name(self.cleaned_data["file"].name)

    @property
    def message(self) -> str:
        """The first error's sentence."""
        return next((str(message) for messages in self.errors.values() for message in messages), "")
