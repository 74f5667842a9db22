"""RAB: rows of groups, items, taxes and a rounding; the amounts beside them are the server's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self
from uuid import UUID, uuid4

from django.http import QueryDict

from proposals import row_marks
from proposals.budget import amounts
from proposals.forms.drafting.rows import Row, RowList
from proposals.forms.drafting.section import SectionForm
from proposals.forms.fields import CleanCharField, MoneyField, QuantityField
from proposals.forms.fields.sentences import INVALID_CHOICE
from proposals.models import MAX_RUPIAH, CostKind, Proposal
from proposals.money import format_number, format_quantity, format_rupiah, spell_rupiah
from proposals.sections import Section

HIGHEST_RATE = 100
NEW_ROWS = {
    CostKind.GROUP: {},
    CostKind.ITEM: {},
    CostKind.TAX: {"description": "PPN"},
    CostKind.ROUNDING: {"description": "Dibulatkan", "unit_price": "1.000"},
}


class BudgetRows(RowList):
    title = "Rencana Anggaran Biaya (RAB)"
    fields = ("uuid", "kind", "description", "quantity", "unit", "unit_price", "rate")
    kept_fields = ("uuid", "kind")
    anchor = "id_budget"
    maximum = 500
    too_many = "RAB paling banyak berisi 500 baris."

    @classmethod
    def first_rows(cls) -> list[Row]:
        return [Row(0, {"kind": CostKind.ITEM.value, "uuid": str(uuid4())})]

    @classmethod
    def stored_rows(cls, proposal: Proposal) -> Iterator[dict[str, str]]:
        for item in proposal.cost_items.all():
            yield {
                "uuid": str(item.uuid),
                "kind": item.kind,
                "description": item.description,
                "quantity": "" if item.quantity is None else format_quantity(item.quantity),
                "unit": item.unit,
                "unit_price": "" if item.unit_price is None else format_number(item.unit_price),
                "rate": "" if item.rate is None else format_quantity(item.rate),
            }

    @classmethod
    def stored(cls, proposal: Proposal) -> Self:
        shown = super().stored(proposal)
        shown.seen = row_marks.of_items(proposal.cost_items.all())
        return shown

    @classmethod
    def posted(cls, data: QueryDict, proposal: Proposal) -> Self:
        typed = super().posted(data, proposal)
        if row_marks.FIELD in data:
            typed.seen = row_marks.read(str(data[row_marks.FIELD]))
        return typed

    @property
    def seen_marks(self) -> str:
        """The marks as the page carries them."""
        return row_marks.written(self.seen or {})

    def new_row(self, kind: str) -> dict[str, str]:
        known = CostKind(kind) if kind in CostKind.values else CostKind.ITEM
        return {"kind": known.value, "uuid": str(uuid4()), **NEW_ROWS[known]}

    def judge(self, row: Row) -> None:
        kind = row.raw.get("kind", "")
        if kind not in CostKind.values:
            row.errors["description"] = INVALID_CHOICE
            kind = CostKind.ITEM.value
        description = self.clean_cell(row, "description", CleanCharField(max_length=300), f"uraian baris {row.number}")
        empty = {"quantity": None, "unit": "", "unit_price": None, "rate": None}
        row.values = {"uuid": _uuid(row), "kind": kind, "description": description or "", **empty}
        row.values |= JUDGES[CostKind(kind)](self, row)

    def judge_group(self, row: Row) -> dict[str, Any]:
        return {}

    def judge_item(self, row: Row) -> dict[str, Any]:
        n, unit = row.number, CleanCharField(max_length=30, required=False)
        return {
            "quantity": self.clean_cell(row, "quantity", QuantityField(required=False), f"volume baris {n}"),
            "unit": self.clean_cell(row, "unit", unit, f"satuan baris {n}") or "",
            "unit_price": self.clean_cell(row, "unit_price", MoneyField(required=False), f"harga satuan baris {n}"),
        }

    def judge_tax(self, row: Row) -> dict[str, Any]:
        label = f"tarif pajak baris {row.number}"
        rate = self.clean_cell(row, "rate", QuantityField(max_value=HIGHEST_RATE), label)
        if rate is not None and rate != round(rate, 2):
            row.errors["rate"] = f"Tulis {label} dengan paling banyak dua angka di belakang koma."
        return {"rate": rate}

    def judge_rounding(self, row: Row) -> dict[str, Any]:
        step = self.clean_cell(row, "unit_price", MoneyField(min_value=1), f"kelipatan pembulatan baris {row.number}")
        return {"unit_price": step}

    def judge_list(self, *, complete: bool) -> None:
        """Compute what the rows come to; no row and no total beyond what the database holds."""
        self._price()
        self._forget_known_notes()
        for row in self.living:
            if row.amount > MAX_RUPIAH:
                limit = format_rupiah(MAX_RUPIAH)
                row.errors.setdefault("quantity", f"Jumlah baris {row.number} paling besar {limit}.")
        if self.total > MAX_RUPIAH and not any(row.errors for row in self.living):
            self.list_errors.append(f"Jumlah seluruhnya paling besar {format_rupiah(MAX_RUPIAH)}.")

    def price_quietly(self) -> None:
        """Compute the amounts of a page that is only shown; what cannot be read comes to nothing and is not judged."""
        for row in self.living:
            self.judge(row)
            row.errors.clear()
        self._price()
        self._forget_known_notes()

    def _forget_known_notes(self) -> None:
        """Say how an entry was read only to the person who has just typed it (one query when there is a note)."""
        noted = [row for row in self.living if row.notes]
        stored = {raw["uuid"]: raw for raw in self.stored_rows(self.proposal)} if noted and self.is_typed else {}
        for row in noted:
            known = stored.get(row.raw.get("uuid", ""), {}) if self.is_typed else row.raw
            row.notes = {name: note for name, note in row.notes.items() if known.get(name) != row.raw.get(name)}

    def _price(self) -> None:
        rows = self.living
        for row, amount in zip(rows, amounts([row.values for row in rows]), strict=True):
            row.amount = amount

    @property
    def total(self) -> int:
        """Rupiah, of the rows as last computed."""
        return sum(row.amount for row in self.living)

    @property
    def total_in_words(self) -> str:
        """The check that catches a missing zero; nothing for an empty budget or one beyond reason."""
        return spell_rupiah(self.total) if 0 < self.total <= MAX_RUPIAH else ""


JUDGES = {
    CostKind.GROUP: BudgetRows.judge_group,
    CostKind.ITEM: BudgetRows.judge_item,
    CostKind.TAX: BudgetRows.judge_tax,
    CostKind.ROUNDING: BudgetRows.judge_rounding,
}


def _uuid(row: Row) -> UUID | None:
    try:
        return UUID(row.raw.get("uuid", ""))
    except ValueError:
        return None


class BudgetForm(SectionForm):
    section = Section.BUDGET
    purpose = "Isi satu baris untuk setiap komponen biaya. Jumlah dihitung otomatis."
    row_list = BudgetRows

    def __init__(self, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(proposal, **kwargs)
        if not self.is_bound and isinstance(self.rows, BudgetRows):
            self.rows.price_quietly()

    @property
    def excess(self) -> int:
        """By how many rupiah the total is above the funding line's ceiling."""
        ceiling = self.proposal.funding_source.ceiling
        return max(0, self.rows.total - ceiling) if ceiling is not None and isinstance(self.rows, BudgetRows) else 0
