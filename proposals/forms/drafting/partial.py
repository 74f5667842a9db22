"""What of a half-typed section can be stored now, and the names of what cannot (autosave)."""

from __future__ import annotations

from typing import Any

from proposals.forms.drafting.costs import BudgetRows
from proposals.forms.drafting.rows import NAME, Row, RowList
from proposals.forms.drafting.section import SectionForm
from proposals.forms.fields.refusals import EMPTY, NOT_RIGHT, in_brief
from proposals.models import IndicatorKind
from proposals.sections import Section

NO_STORED_CELL = {"kind": IndicatorKind.OUTPUT.value, "unit": "", "place_name": ""}


class PartialEntry:
    """The storable part of a form that was built by ``SectionForm.unfinished``.

    ``values`` and ``rows`` are as ``save_section`` takes them; a field that was not sent is not in them, and one that
    cannot be read keeps its stored value. ``left_out`` names those in the order of the page.
    """

    def __init__(self, form: SectionForm) -> None:
        self.form = form
        self.left_out: list[str] = []
        form.is_valid()
        self.values = self._fields()
        self.rows = self._rows()

    def _fields(self) -> dict[str, Any]:
        found = {}
        for name, field in self.form.fields.items():
            if name in self.form.errors:
                reason = in_brief(field, self.form.errors.as_data()[name][0])
                self.left_out.append(f"{field.label} ({reason})")
            elif name in self.form.base_fields and name in self.form.data:
                value = self.form.cleaned_data[name]
                if self.form.base_fields[name].required and value in ("", None):
                    self.left_out.append(f"{field.label} ({EMPTY})")
                else:
                    found[name] = value
        return found

    def _rows(self) -> list[dict[str, Any]] | None:
        if self.form.section is Section.READINESS:
            return self._answers()
        rows = self.form.rows
        if rows is None or not any(NAME.fullmatch(name) for name in self.form.data):
            return None
        if rows.is_too_long:
            self.left_out.append(rows.too_many)
            return None
        self._keep_stored_cells(rows)
        if isinstance(rows, BudgetRows) and not rows.is_bounded:
            self.left_out.append("jumlah seluruhnya (terlalu besar)")
            return None
        return rows.values()

    def _keep_stored_cells(self, rows: RowList) -> None:
        """Put the stored cell where the typed one cannot be read; a cell that is only empty is stored empty."""
        wrong = [row for row in rows.living if row.errors]
        stored = _stored_values(rows, {_identity(row) for row in wrong}) if wrong else {}
        for row in wrong:
            before = stored.get(_identity(row), {})
            for name in row.errors:
                label, reason = row.refused.get(name, (f"baris {row.number}", NOT_RIGHT))
                if reason == EMPTY:
                    continue
                self.left_out.append(f"{label[:1].upper()}{label[1:]} ({reason})")
                row.values[name] = before.get(name, NO_STORED_CELL.get(name, _blank(row, name)))

    def _answers(self) -> list[dict[str, Any]] | None:
        if not any(name.startswith("requirement-") for name in self.form.data):
            return None
        wrong = [name for name in self.form.errors if name.startswith("requirement-")]
        if wrong:
            proposal = self.form.proposal
            initial = self.form.stored(proposal, proposal.sections.get(code=self.form.section)).initial
            for name in wrong:
                self.form.cleaned_data[name] = initial.get(name) or (None if name.endswith("_on") else "")
        return self.form.row_values()


def _identity(row: Row) -> str:
    return row.raw.get("uuid") or str(row.key)


def _stored_values(rows: RowList, wanted: set[str]) -> dict[str, dict[str, Any]]:
    """The values of stored rows by identity, else by place."""
    stored = rows.stored_again()
    found = {_identity(row): row for row in stored.living if _identity(row) in wanted}
    for row in found.values():
        stored.judge(row)
    return {identity: row.values for identity, row in found.items()}


def _blank(row: Row, name: str) -> Any:
    return "" if isinstance(row.values.get(name), str) else None
