"""What synthetic proposals are put together from: titles, sentences, budgets and the regency's lists.

The sentences and prices are those of the demo's proposals, shuffled; lengths follow what people write: many short
texts, a few long ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random
from typing import Any

from proposals.budget import amounts
from proposals.demo.budget import budget_rows
from proposals.demo.content import demo_proposals
from proposals.models import (
    AttachmentSlot,
    CostKind,
    FundingSource,
    Ministry,
    NationalMission,
    ReadinessRequirement,
    RegionalMission,
    StockPhrase,
    Village,
)

WORKS = ("Rehabilitasi", "Pembangunan", "Peningkatan", "Rekonstruksi", "Pemeliharaan berkala", "Penyempurnaan")
THINGS = (
    *("jaringan irigasi", "jalan usaha tani", "jembatan gantung", "ruang kelas SD", "sarana air minum", "pasar desa"),
    *("puskesmas pembantu", "drainase permukiman", "embung", "balai penyuluhan", "laboratorium komputer SMP"),
)
TEXTS = ("problem_statement", "objectives", "consequences", "implementation")
LONGEST_TEXT = 10_000
TYPICAL_TEXT = 6.1  # the logarithm of the median length in characters
LONG_BUDGET = 500
BUDGETS = 240
ROWS_IN_A_GROUP = 8


@dataclass(frozen=True, slots=True)
class Budget:
    """Rows with their amounts, and what they come to in whole rupiah."""

    rows: tuple[dict[str, Any], ...]
    total: int

    @classmethod
    def of(cls, rows: list[dict[str, Any]]) -> Budget:
        priced = [row | {"amount": amount} for row, amount in zip(rows, amounts(rows), strict=True)]
        return cls(tuple(priced), sum(row["amount"] for row in priced))


class Material:
    """Everything to choose from, read and prepared once (ten queries)."""

    def __init__(self, seed: int, rows_per: int) -> None:
        self.villages = list(Village.objects.select_related("district").order_by("pk"))
        self.sources = list(FundingSource.objects.filter(is_active=True).order_by("pk"))
        self.ministries = list(Ministry.objects.order_by("pk"))
        self.national = list(NationalMission.objects.order_by("pk"))
        self.regional = list(RegionalMission.objects.order_by("pk"))
        self.phrases = list(StockPhrase.objects.order_by("pk").values_list("text", flat=True))
        self._requirements = list(ReadinessRequirement.objects.filter(is_active=True).order_by("pk"))
        self._slots = list(AttachmentSlot.objects.filter(is_active=True, is_required=True).order_by("pk"))
        random = Random(f"{seed}/budgets")  # noqa: S311 - nothing is secret here
        spread = rows_per / 3
        self.budgets = [self._budget(max(4, round(random.gauss(rows_per, spread))), random) for _ in range(BUDGETS)]
        self.long_budgets = [self._budget(LONG_BUDGET, random) for _ in range(3)]

    def requirements(self, source: FundingSource) -> list[ReadinessRequirement]:
        return [row for row in self._requirements if row.funding_source_id in (None, source.pk)]

    def slots(self, source: FundingSource) -> list[AttachmentSlot]:
        return [row for row in self._slots if row.funding_source_id in (None, source.pk)]

    def title(self, random: Random, village: Village) -> str:
        place = f"{village.name}, Kecamatan {village.district.name}"
        return f"{random.choice(WORKS)} {random.choice(THINGS)} {place}, tahap {random.randint(1, 9)}"[:150]

    def text(self, random: Random, field: str) -> str:
        """Put sentences of one field together until they are as long as somebody's text would be."""
        wanted = min(random.lognormvariate(TYPICAL_TEXT, 0.7), LONGEST_TEXT)
        sentences, found, length = self._sentences[field], [], 0
        while length < wanted:
            found.append(random.choice(sentences))
            length += len(found[-1]) + 1
        return " ".join(found)[:LONGEST_TEXT].rstrip()

    @cached_property
    def laws(self) -> list[str]:
        return [demo.sections["background"]["legal_basis"] for demo in self._demos]

    @cached_property
    def indicators(self) -> list[list[dict[str, Any]]]:
        return [demo.sections["indicators"]["rows"] for demo in self._demos]

    @cached_property
    def alignment_notes(self) -> list[str]:
        return [demo.sections["alignment"]["alignment_note"] for demo in self._demos]

    @cached_property
    def _demos(self) -> list[Any]:
        """The demo's proposals that say something in every section."""
        needed = ("background", "alignment", "location", "budget", "indicators", "readiness")
        whole = [demo for demo in demo_proposals() if all(name in demo.sections for name in needed)]
        return [demo for demo in whole if all(demo.sections["background"].get(field) for field in TEXTS)]

    @cached_property
    def _sentences(self) -> dict[str, list[str]]:
        return {
            field: [
                sentence
                for demo in self._demos
                for sentence in re.split(r"(?<=\.)\s+", demo.sections["background"][field])
                if len(sentence) > 20
            ]
            for field in TEXTS
        }

    @cached_property
    def _goods(self) -> list[dict[str, Any]]:
        rows = [row for demo in self._demos for row in budget_rows(demo.sections["budget"]["rows"])]
        return [row for row in rows if row["kind"] == CostKind.ITEM and row["unit_price"]]

    def _budget(self, length: int, random: Random) -> Budget:
        """Groups of priced goods, then the tax: as many rows as asked for."""
        rows: list[dict[str, Any]] = []
        while len(rows) < length - 1:
            if len(rows) % ROWS_IN_A_GROUP == 0:
                rows.append(_bare(CostKind.GROUP, f"Kelompok {len(rows) // ROWS_IN_A_GROUP + 1}"))
            else:
                rows.append(_varied(random.choice(self._goods), random, len(rows)))
        rows.append(_bare(CostKind.TAX, "PPN 11%", rate=Decimal(11)))
        return Budget.of(rows)


def _bare(kind: CostKind, description: str, rate: Decimal | None = None) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "description": description,
        "quantity": None,
        "unit": "",
        "unit_price": None,
        "rate": rate,
    }


def _varied(row: dict[str, Any], random: Random, position: int) -> dict[str, Any]:
    """The same good elsewhere: another quantity, a price that differs a little."""
    quantity = (row["quantity"] * Decimal(random.randint(20, 180)) / 100).quantize(Decimal("0.01"))
    price = max(100, round(row["unit_price"] * random.uniform(0.8, 1.2), -2))
    return row | {
        "description": f"{row['description']} ({position})"[:300],
        "quantity": max(quantity, Decimal("0.01")),
        "unit_price": int(price),
    }
