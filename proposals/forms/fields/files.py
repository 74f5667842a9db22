"""The file field: one file, judged by its structure before anything else happens to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from proposals.files.inspect import inspect
from proposals.files.kinds import EXTENSIONS
from proposals.files.refusal import FileRefused
from proposals.forms.fields import sentences
from proposals.forms.fields.spoken import SpokenField


class AttachmentField(SpokenField, forms.FileField):
    """A file of an allowed kind; the cleaned file carries what it is as `inspection`."""

    widget = forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in EXTENSIONS)})

    def __init__(self, **kwargs: Any) -> None:
        """Let empty files through to the inspection, whose sentence names them."""
        super().__init__(allow_empty_file=True, **kwargs)

    def messages(self) -> dict[str, str]:
        """Ask for a file."""
        ask = dict.fromkeys(("required", "missing", "invalid"), sentences.CHOOSE_FILE)
        return {**super().messages(), **ask}

    def to_python(self, data: Any) -> Any:
        """Return the uploaded file at its beginning, or raise the sentence of its refusal."""
        file: Any = super().to_python(data)
        if file is None:
            return None
        try:
            file.inspection = inspect(file.file, file.name, file.size, limit=settings.ATTACHMENT_MAX_BYTES)
        except FileRefused as refused:
            raise ValidationError(refused.sentence, code=refused.reason.name.lower()) from None
        return file
