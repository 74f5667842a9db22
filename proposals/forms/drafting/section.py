"""What every section form shares: it saves unfinished work, and asks for everything only when called finished."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django import forms
from django.http import QueryDict

from proposals.forms.drafting.rows import RowList
from proposals.forms.fields import OptionField
from proposals.models import Proposal, ProposalSection
from proposals.sections import DECLARED_DONE, Section

DONE = "yes"
IS_DONE_CHOICES = ((DONE, "Ya, sudah selesai"), ("no", "Belum, saya lanjutkan nanti"))
ErrorLine = tuple[str, str]


class SectionForm(forms.Form):
    """One section: fields by the names of the model, and for some a list of rows.

    Built by ``stored`` (the page), ``posted`` (a save), ``unfinished`` (an autosave) or ``retyped`` (the page again
    after a row button: what was typed stays as it was typed, and nothing is judged).
    """

    use_required_attribute = False  # the server asks; and the attribute would cost a query per select
    section: ClassVar[Section]
    purpose: ClassVar[str] = ""
    optional_fields: frozenset[str] = frozenset()
    row_list: ClassVar[type[RowList] | None] = None
    is_unfinished = False

    def __init__(
        self, proposal: Proposal, *, regency_name: str = "", rows: RowList | None = None, **kwargs: Any
    ) -> None:
        self.proposal = proposal
        self.rows = rows
        super().__init__(**kwargs)
        self.name_after(regency_name)
        if self.section in DECLARED_DONE:
            self.fields["is_done"] = OptionField(
                label="Apakah bagian ini sudah selesai?",
                spoken_label="apakah bagian ini sudah selesai",
                choices=IS_DONE_CHOICES,
                widget=forms.RadioSelect,
            )
        if self.called_done:
            for name, field in self.fields.items():
                field.required = name not in self.optional_fields

    def name_after(self, regency_name: str) -> None:
        """Put the regency's name into the labels that carry it."""

    @classmethod
    def stored(cls, proposal: Proposal, row: ProposalSection, **kwargs: Any) -> Self:
        """Show what is stored."""
        return cls.showing(proposal, row, cls.row_list.stored(proposal) if cls.row_list else None, **kwargs)

    @classmethod
    def showing(cls, proposal: Proposal, row: ProposalSection, rows: RowList | None, **kwargs: Any) -> Self:
        """Show the stored fields with these rows."""
        initial = cls.stored_values(proposal) | {"is_done": cls._stored_done(row)}
        return cls(proposal, initial=initial, rows=rows, **kwargs)

    @classmethod
    def opened(cls, proposal: Proposal, row: ProposalSection, query: QueryDict, **kwargs: Any) -> Self:
        """Show what is stored, as much of it as the page's address asks for."""
        return cls.stored(proposal, row, **kwargs)

    @classmethod
    def stored_values(cls, proposal: Proposal) -> dict[str, Any]:
        """Give the model's values of this form's fields; chosen rows by their id."""
        return {name: getattr(proposal, getattr(proposal.__class__, name).field.attname) for name in cls.base_fields}

    @staticmethod
    def _stored_done(row: ProposalSection) -> str:
        if row.is_done:
            return DONE
        return "no" if row.version else ""

    @classmethod
    def posted(cls, proposal: Proposal, data: QueryDict, **kwargs: Any) -> Self:
        """Judge what was sent."""
        rows = cls.row_list.posted(data, proposal) if cls.row_list else None
        return cls(proposal, data=data, rows=rows, **kwargs)

    @classmethod
    def unfinished(cls, proposal: Proposal, data: QueryDict, **kwargs: Any) -> Self:
        """Read what was sent while it is still being typed: nothing is asked for, and nothing called finished."""
        typed = data.copy()
        typed.pop("is_done", None)
        form = cls.posted(proposal, typed, **kwargs)
        form.is_unfinished = True
        form.fields.pop("is_done", None)
        for field in form.fields.values():
            field.required = False
        return form

    @classmethod
    def retyped(cls, proposal: Proposal, data: QueryDict, *, action: str, **kwargs: Any) -> Self:
        """Show what was typed, after a button of the row list."""
        rows = cls.row_list.posted(data, proposal) if cls.row_list else None
        if rows is not None:
            rows.act(action)
        return cls(proposal, initial=dict(data.items()), rows=rows, **kwargs)

    @property
    def called_done(self) -> bool:
        """Whether its author says that the section is finished."""
        return self.is_bound and self.data.get("is_done") == DONE

    @property
    def declared_done(self) -> bool | None:
        """What to store as finished; None where rules decide."""
        return self.called_done if self.section in DECLARED_DONE else None

    def is_valid(self) -> bool:
        """Judge fields and rows, so that all errors show at once."""
        rows_valid = self.rows is None or self.rows.is_valid(complete=self.called_done)
        return super().is_valid() and rows_valid

    def values(self) -> dict[str, Any]:
        """Give the cleaned values by the model's names."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.base_fields}

    def row_values(self) -> list[dict[str, Any]] | None:
        """Give the cleaned rows; None for a section without."""
        return None if self.rows is None else self.rows.values()

    @property
    def seen_rows(self) -> dict[str, str] | None:
        """Give the marks of the rows as the page showed them, where rows are merged one by one."""
        return None if self.rows is None else self.rows.seen

    @property
    def rows_start(self) -> int | None:
        """Give how many rows stood before those of the page, where it shows a part of them."""
        return None

    def notes(self) -> list[str]:
        """Say how doubtful entries were read."""
        return [] if self.rows is None else [note for row in self.rows.living for note in row.notes.values()]

    @property
    def kept_under(self) -> str:
        """The name under which a browser keeps what of this page could not be stored."""
        return f"{self.proposal.number}:{self.section.slug}"

    def row_errors(self) -> list[ErrorLine]:
        """List the errors of rows, each with the id of its control."""
        return [] if self.rows is None else self.rows.error_lines()

    def typed_texts(self) -> Iterable[tuple[str, str]]:
        """Everything that was typed, under its label, for copying when it can no longer be saved."""
        for field in self:
            if not field.is_hidden and field.name != "is_done" and (typed := self._typed(field)):
                yield str(field.label), typed
        if self.rows is not None and (lines := self.rows.as_text()):
            yield self.rows.title, lines

    def _typed(self, field: forms.BoundField) -> str:
        value = str(field.value() or "")
        if choices := getattr(field.field, "choices", None):
            return next((str(label) for key, label in choices if str(key) == value and value), "")
        return value
