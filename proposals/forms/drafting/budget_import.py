"""A budget out of Excel, as it was given: a workbook or a pasted block."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from proposals.forms.fields.sentences import CHOOSE_FILE
from proposals.imports.budget_block import Block, BlockRefused
from proposals.imports.budget_paste import read_paste
from proposals.imports.budget_xlsx import read_workbook


class SourceForm(forms.Form):
    """A workbook or a pasted block; ``block`` after cleaning. The button pressed says which.

    ``refusal`` is why what came back cannot be used: the person begins again here.
    """

    file = forms.FileField(label="Berkas Excel", required=False, allow_empty_file=True)
    # Not a text field: what a cell may not hold is refused at its row and column.
    text = forms.Field(
        label="Tempel baris dari Excel di sini",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, is_paste: bool = False, refusal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_paste = is_paste
        self.refusal = refusal
        self.block: Block | None = None

    def clean(self) -> dict[str, Any]:
        field = "text" if self.is_paste else "file"
        try:
            self.block = self._read()
        except BlockRefused as refused:
            self.add_error(field, ValidationError(list(refused.sentences)))
        return self.cleaned_data

    def _read(self) -> Block:
        if self.refusal:
            raise BlockRefused(self.refusal)
        if self.is_paste:
            return read_paste(str(self.cleaned_data.get("text") or ""))
        upload = self.cleaned_data.get("file")
        if not upload:
            raise BlockRefused(CHOOSE_FILE)
        return read_workbook(upload.file, upload.name, upload.size)
