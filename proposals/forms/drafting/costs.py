"""RAB: rows of groups, items, taxes and a rounding; the amounts beside them are the server's."""

from __future__ import annotations

from typing import Any, Self
from uuid import uuid4

from django.http import QueryDict

from proposals.budget import amounts
from proposals.forms.drafting.budget_blocks import QUERY, WINDOW, Block, as_typed, sent_start
from proposals.forms.drafting.budget_window import OpenRows, identity_of
from proposals.forms.drafting.rows import Row
from proposals.forms.drafting.section import SectionForm
from proposals.forms.fields import CleanCharField, MoneyField, QuantityField
from proposals.forms.fields.sentences import INVALID_CHOICE
from proposals.imports.budget_block import MAX_ROWS, TOO_MANY
from proposals.models import MAX_RUPIAH, CostKind, Proposal, ProposalSection
from proposals.money import format_rupiah, spell_rupiah
from proposals.price_checks import row_checks, total_check
from proposals.sections import Section
from proposals.text import sent_number

HIGHEST_RATE = 100
NEW_ROWS = {
    CostKind.GROUP: {},
    CostKind.ITEM: {},
    CostKind.TAX: {"description": "PPN"},
    CostKind.ROUNDING: {"description": "Dibulatkan", "unit_price": "1.000"},
}


class BudgetRows(OpenRows):
    title = "Rencana Anggaran Biaya (RAB)"
    fields = ("uuid", "kind", "description", "quantity", "unit", "unit_price", "rate")
    kept_fields = ("uuid", "kind")
    anchor = "id_budget"
    maximum = MAX_ROWS
    too_many = TOO_MANY

    @classmethod
    def first_rows(cls) -> list[Row]:
        return [Row(0, {"kind": CostKind.ITEM.value, "uuid": str(uuid4())})]

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
        row.values = {"uuid": identity_of(row), "kind": kind, "description": description or "", **empty}
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
        self._check()
        self._forget_known_notes()
        for row in self.living:
            if row.amount > MAX_RUPIAH:
                limit = format_rupiah(MAX_RUPIAH)
                row.errors.setdefault("quantity", f"Jumlah baris {row.number} paling besar {limit}.")
        if self.total > MAX_RUPIAH and not any(row.errors for row in self.living):
            self.list_errors.append(f"Jumlah seluruhnya paling besar {format_rupiah(MAX_RUPIAH)}.")

    @property
    def is_bounded(self) -> bool:
        """Whether the database holds what the rows come to."""
        found = amounts([row.values for row in self.all_rows])
        return sum(found) <= MAX_RUPIAH and all(amount <= MAX_RUPIAH for amount in found)

    def price_quietly(self) -> None:
        """Compute the amounts of a page that is only shown; what cannot be read comes to nothing and is not judged."""
        for row in self.living:
            self.judge(row)
            row.errors.clear()
        self._price()
        self._check()
        self._forget_known_notes()

    def _forget_known_notes(self) -> None:
        """Say how an entry was read only to the person who has just typed it (one query when there is a note)."""
        noted = [row for row in self.living if row.notes]
        stored = {raw["uuid"]: raw for raw in map(as_typed, self.stored_items())} if noted and self.is_typed else {}
        for row in noted:
            known = stored.get(row.raw.get("uuid", ""), {}) if self.is_typed else row.raw
            row.notes = {name: note for name, note in row.notes.items() if known.get(name) != row.raw.get(name)}

    def _price(self) -> None:
        rows = self.all_rows
        for row, amount in zip(rows, amounts([row.values for row in rows]), strict=True):
            row.amount = amount

    def _check(self) -> None:
        """Point out what is odd without being wrong (one query when there is a price)."""
        rows = self.all_rows
        for row, found in zip(rows, row_checks([row.values for row in rows]), strict=True):
            row.checks = found

    @property
    def total_check(self) -> str:
        return total_check(self.total)

    def checks(self) -> dict[str, Any]:
        """What the page's script shows after an autosave: remarks by the key of their row, and that on the total."""
        return {"rows": {row.key: row.checks for row in self.living if row.checks}, "total": self.total_check}

    @property
    def total(self) -> int:
        """Rupiah, of the whole budget as last computed."""
        return sum(row.amount for row in self.all_rows)

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


class BudgetForm(SectionForm):
    section = Section.BUDGET
    purpose = "Isi satu baris untuk setiap komponen biaya. Jumlah dihitung otomatis."
    row_list = BudgetRows

    def __init__(self, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(proposal, **kwargs)
        if not self.is_bound and isinstance(self.rows, BudgetRows):
            self.rows.price_quietly()

    @classmethod
    def opened(cls, proposal: Proposal, row: ProposalSection, query: QueryDict, **kwargs: Any) -> Self:
        rows = BudgetRows.opened(proposal, sent_number(query.get(QUERY, "")))
        return cls.showing(proposal, row, rows, **kwargs)

    @classmethod
    def unfinished(cls, proposal: Proposal, data: QueryDict, **kwargs: Any) -> Self:
        """Count the rows as the page does that is being typed into: it is not made again."""
        form = super().unfinished(proposal, data, **kwargs)
        if isinstance(form.rows, BudgetRows) and (start := sent_start(data)) is not None:
            form.rows.number_from(start)
        return form

    @property
    def rows_start(self) -> int | None:
        return self.rows.start if isinstance(self.rows, BudgetRows) and self.rows.is_part else None

    @property
    def kept_under(self) -> str:
        """Each block apart; one that others have moved by some rows is still the same."""
        return self._kept_under(round((self.rows_start or 0) / WINDOW))

    def _kept_under(self, block: int) -> str:
        return f"{super().kept_under}-{block + 1}" if block else super().kept_under

    @property
    def kept_elsewhere(self) -> list[tuple[str, Block]]:
        """The blocks that stand as text, each with the name under which a browser keeps what was typed into it."""
        if not isinstance(self.rows, BudgetRows):
            return []
        around = [*self.rows.blocks_before, *self.rows.blocks_after]
        named = [(self._kept_under(block.rows[0].key // WINDOW), block) for block in around]
        return [(name, block) for name, block in named if name != self.kept_under]

    def notes(self) -> list[str]:
        """Say how doubtful entries were read, and in how many rows something is worth a second look."""
        odd = [row for row in self.rows.all_rows if row.checks] if isinstance(self.rows, BudgetRows) else []
        summary = [f"{len(odd)} baris RAB perlu dilihat lagi; catatannya ada di bawah baris itu."] if odd else []
        return summary + super().notes()

    @property
    def excess(self) -> int:
        """By how many rupiah the total is above the funding line's ceiling."""
        ceiling = self.proposal.funding_source.ceiling
        return max(0, self.rows.total - ceiling) if ceiling is not None and isinstance(self.rows, BudgetRows) else 0
