"""What came of reading a budget out of Excel, and what confirming would store.

Between the two requests nothing is stored: the rows travel in the page, signed, and are judged again on the way back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Self

from django.core import signing

from proposals import budget
from proposals.imports.budget_block import MAX_ROWS, Block, BlockRefused, JudgedRow
from proposals.imports.budget_judgement import judge
from proposals.models import MAX_RUPIAH, CostItem, CostKind, Proposal
from proposals.money import format_number, format_quantity, format_rupiah, spell_rupiah

ADD, REPLACE = "tambah", "ganti"
SALT = "proposals.budget-import"
LONGEST_CORRECTION = 1_000
SHOWN_PROBLEMS = 50
LOST = "Baris yang tadi dibaca sudah tidak utuh. Unggah atau tempel sekali lagi."
COST_FIELDS = ("kind", "description", "quantity", "unit", "unit_price", "rate")


class Preview:
    """A judged block in front of a person who decides where its rows go."""

    def __init__(self, block: Block, proposal: Proposal, *, mode: str = ADD) -> None:
        self.block = block
        self.proposal = proposal
        self.mode = mode
        self.rows: list[JudgedRow] = judge(block)
        self.whole_errors: list[str] = []

    @classmethod
    def returned(cls, data: Mapping[str, str], proposal: Proposal) -> Self:
        """Read the rows that a page of ours sent back, with corrected cells; raises ``BlockRefused`` when it is not."""
        try:
            packed = signing.loads(data.get("baris", ""), salt=cls._salt(proposal))
        except signing.BadSignature:
            raise BlockRefused(LOST) from None
        block = Block.unpacked(packed)
        for index, row in enumerate(block.rows):
            for name in row.raw:
                corrected = data.get(f"isi-{index}-{name}")
                if corrected is not None:
                    row.raw[name] = corrected[:LONGEST_CORRECTION]
                    row.found.pop(name, None)
        return cls(block, proposal, mode=REPLACE if data.get("cara") == REPLACE else ADD)

    @staticmethod
    def _salt(proposal: Proposal) -> str:
        return f"{SALT}:{proposal.pk}"

    @property
    def signed(self) -> str:
        """The rows as the page carries them."""
        return signing.dumps(self.block.packed(), salt=self._salt(self.proposal), compress=True)

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def to_look_at(self) -> int:
        """How many rows have a problem or a remark."""
        return sum(row.needs_a_look for row in self.rows)

    @property
    def total(self) -> int:
        """Rupiah, of these rows alone."""
        return sum(row.amount for row in self.rows)

    @property
    def total_in_words(self) -> str:
        return spell_rupiah(self.total) if 0 < self.total <= MAX_RUPIAH else ""

    @property
    def is_clean(self) -> bool:
        return not self.whole_errors and not any(row.problems for row in self.rows)

    def error_lines(self) -> list[tuple[str, str]]:
        """Each problem with the id of its control; beyond fifty, how many more there are."""
        lines = [(sentence, "pilihan") for sentence in self.whole_errors]
        for index, row in enumerate(self.rows):
            lines += [(sentence, f"isi-{index}-{name}") for name, sentence in row.problems.items()]
        if len(lines) > SHOWN_PROBLEMS:
            rest = len(lines) - SHOWN_PROBLEMS
            return [*lines[:SHOWN_PROBLEMS], (f"Dan {rest} hal lain, ditandai pada tabel.", "baris")]
        return lines

    def wanted(self, existing: Iterable[CostItem]) -> list[dict[str, Any]]:
        """Give the budget as it would be; what is too much for it becomes an error of the whole."""
        if self.mode == REPLACE:
            rows = [row.values for row in self.rows]
        else:
            rows = [_values(item) for item in existing] + [row.values | {"uuid": None} for row in self.rows]
        self.whole_errors = []
        if len(rows) > MAX_ROWS:
            self.whole_errors.append(f"RAB akan berisi {len(rows)} baris. Batasnya {MAX_ROWS} baris.")
        elif sum(budget.amounts(rows)) > MAX_RUPIAH:
            self.whole_errors.append(f"Jumlah seluruhnya paling besar {format_rupiah(MAX_RUPIAH)}.")
        return rows

    def as_text(self) -> str:
        """The rows as a block that a spreadsheet takes, for when they can no longer be stored."""
        names = ("description", "quantity", "unit", "unit_price")
        return "\n".join("\t".join(row.source.raw[name] for name in names) for row in self.rows)

    def lines(self) -> list[PreviewLine]:
        return [PreviewLine(index, row) for index, row in enumerate(self.rows)]


class PreviewLine:
    """One row of the preview table: text where it is fine, a box where it is not."""

    def __init__(self, index: int, row: JudgedRow) -> None:
        self.index = index
        self.row = row
        self.kind = CostKind(row.source.raw["kind"])

    @property
    def number(self) -> int:
        return self.row.source.number

    @property
    def amount(self) -> str:
        return "" if self.kind is CostKind.GROUP else format_number(self.row.amount)

    @property
    def cells(self) -> list[dict[str, str]]:
        """The cells in the order of the table, empty where this kind of row has none."""
        return [self._cell(name, label) for name, label in self._columns()]

    def _columns(self) -> list[tuple[str, str]]:
        if self.kind is CostKind.TAX:
            return [("description", "Uraian"), ("rate", "Tarif pajak (%)"), ("", ""), ("", "")]
        if self.kind is CostKind.ROUNDING:
            return [("description", "Uraian"), ("", ""), ("", ""), ("unit_price", "Kelipatan (Rp)")]
        if self.kind is CostKind.GROUP:
            return [("description", "Uraian"), ("", ""), ("", ""), ("", "")]
        names = ("description", "quantity", "unit", "unit_price")
        return list(zip(names, ("Uraian", "Volume", "Satuan", "Harga satuan (Rp)"), strict=True))

    def _cell(self, name: str, label: str) -> dict[str, str]:
        raw = self.row.source.raw.get(name, "")
        problem = self.row.problems.get(name, "")
        value = None if problem or not name else self.row.values.get(name)
        text = _written(value) + ("%" if name == "rate" and not problem else "")
        return {"name": name, "label": label, "raw": raw, "problem": problem, "text": text}


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return format_quantity(value)
    return format_number(value) if isinstance(value, int) else value or ""


def _values(item: CostItem) -> dict[str, Any]:
    return {"uuid": item.uuid, **{field: getattr(item, field) for field in COST_FIELDS}}
