"""The rows of a section: how they read in the audit trail, and how a new list of them takes the old one's place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from proposals import budget
from proposals.imports.budget_block import MAX_ROWS
from proposals.models import CostItem, CostKind, Location, OutputIndicator, Proposal, ReadinessItem
from proposals.money import format_quantity, format_rupiah
from proposals.sections import Section
from proposals.services.budget_rows import COST_FIELDS, STORED_COST_FIELDS, write_budget
from proposals.services.row_merge import Merged, merge

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a new list of rows changes: nothing is written before ``write``."""

    section: Section
    proposal: Proposal
    existing: list[Any]
    wanted: list[Any]
    merged: Merged | None = None

    @property
    def differs(self) -> bool:
        return [_values(row) for row in self.existing] != [_values(row) for row in self.wanted]

    @property
    def is_too_long(self) -> bool:
        """Whether it makes a budget longer than it may be; one that is too long already may still be mended."""
        count = len(self.wanted)
        return self.section is Section.BUDGET and count > max(MAX_ROWS, len(self.existing))

    @property
    def lines(self) -> tuple[list[str], list[str]]:
        """The rows as stored and as wanted, a line each."""
        return [line(row) for row in self.existing], [line(row) for row in self.wanted]

    @property
    def total(self) -> int | None:
        """The new total of a budget, in rupiah."""
        return sum(row.amount for row in self.wanted) if self.section is Section.BUDGET else None

    def facts(self) -> dict[str, list[Any]]:
        """Name the rows that differ, old and new; for a mere change of order, all of them."""
        if not self.differs:
            return {}
        before, after = self.lines
        gone = [text for text in before if text not in after]
        come = [text for text in after if text not in before]
        return {"rows": [gone, come]} if gone or come else {"row_order": [before, after]}

    def write(self) -> None:
        """Replace the rows; budget rows keep their identity, for notes and comparisons refer to it."""
        if self.section is Section.BUDGET:
            write_budget(self.existing, self.wanted)
            return
        model = MODELS[self.section]
        model._default_manager.filter(proposal=self.proposal).delete()
        model._default_manager.bulk_create(self.wanted)


MODELS: dict[Section, type[Model]] = {
    Section.LOCATION: Location,
    Section.BUDGET: CostItem,
    Section.INDICATORS: OutputIndicator,
    Section.READINESS: ReadinessItem,
}


def compare(
    section: Section,
    proposal: Proposal,
    rows: Sequence[Row],
    seen: Mapping[str, str] | None = None,
    start: int | None = None,
) -> RowChange:
    """Read the stored rows of a section and set the wanted ones beside them (one query).

    A budget page's marks (``seen``) merge its rows with what others stored meanwhile; ``start`` as ``merge`` takes it.
    """
    if section is Section.BUDGET:
        existing: list[Any]
        existing, taken = _budget(proposal, {row["uuid"] for row in rows if row.get("uuid")})
        merged = None if seen is None else merge(existing, rows, seen, start)
        wanted = _priced(proposal, existing, merged.rows if merged else rows, taken)
        return RowChange(section, proposal, existing, wanted, merged)
    if section is Section.READINESS:
        items = list(proposal.readiness_items.select_related("requirement").order_by("requirement__order", "id"))
        ordered = sorted(rows, key=lambda row: (row["requirement"].order, row["requirement"].pk))
        return RowChange(section, proposal, items, [ReadinessItem(proposal=proposal, **row) for row in ordered])
    if section is Section.LOCATION:
        places = list(proposal.locations.select_related("village__district"))
        return RowChange(section, proposal, places, _numbered(Location, proposal, rows))
    if section is Section.INDICATORS:
        return RowChange(section, proposal, list(proposal.indicators.all()), _numbered(OutputIndicator, proposal, rows))
    raise ValueError(f"section {section} has no rows")


def _numbered(model: type[Model], proposal: Proposal, rows: Iterable[Row]) -> list[Any]:
    return [model(proposal=proposal, position=number, **row) for number, row in enumerate(rows, start=1)]


def _budget(proposal: Proposal, identities: set[UUID]) -> tuple[list[CostItem], set[UUID]]:
    """Read the rows of a budget, and which of these identities other budgets have (one query)."""
    found = CostItem.objects.filter(Q(proposal=proposal) | Q(uuid__in=identities))
    own = [item for item in found if item.proposal_id == proposal.pk]
    return own, {item.uuid for item in found} - {item.uuid for item in own}


def _priced(proposal: Proposal, existing: Iterable[CostItem], rows: Sequence[Row], taken: set[UUID]) -> list[CostItem]:
    """Build the wanted budget rows with the server's amounts.

    An unknown identity makes a new row, under that identity when nobody has it: a page may send a row twice.
    """
    known = {item.uuid: item for item in existing}
    wanted = []
    for number, (row, amount) in enumerate(zip(rows, budget.amounts(rows), strict=True), start=1):
        item = CostItem(proposal=proposal, position=number, amount=amount)
        for field in COST_FIELDS:
            setattr(item, field, row[field])
        identity: UUID | None = row.get("uuid")
        if identity in known:
            stored = known.pop(identity)
            item.pk, item.uuid, item.version = stored.pk, stored.uuid, stored.version
            taken.add(identity)
        elif identity is not None and identity not in taken:
            item.uuid = identity
            taken.add(identity)
        wanted.append(item)
    return wanted


_COMPARED: dict[type[Model], attrgetter[Any]] = {
    CostItem: attrgetter(*STORED_COST_FIELDS),
    Location: attrgetter("village_id", "place_name", "latitude", "longitude"),
    OutputIndicator: attrgetter("kind", "name", "unit", "baseline", "target", "source"),
    ReadinessItem: attrgetter("requirement_id", "status", "expected_on", "reason"),
}


def _values(row: Any) -> tuple[Any, ...]:
    values: tuple[Any, ...] = _COMPARED[type(row)](row)
    return values


def line(row: Any) -> str:
    """Write one row as a line for the audit trail."""
    text: str = _LINES[type(row)](row)
    return text


def _cost_line(item: CostItem) -> str:
    if item.kind == CostKind.GROUP:
        return f"Kelompok {item.description}"
    if item.kind == CostKind.TAX:
        rate = "—" if item.rate is None else format_quantity(item.rate)
        return f"{item.description} ({rate}%) = {format_rupiah(item.amount)}"
    price = "—" if item.unit_price is None else format_rupiah(item.unit_price)
    if item.kind == CostKind.ROUNDING:
        return f"{item.description} (ke {price}) = {format_rupiah(item.amount)}"
    volume = "—" if item.quantity is None else format_quantity(item.quantity)
    return f"{item.description}: {volume} {item.unit or '—'} × {price} = {format_rupiah(item.amount)}"


def _location_line(row: Location) -> str:
    place = f"{row.village}, {row.village.district}" if row.village else "—"
    point = f" ({row.latitude}, {row.longitude})" if row.latitude is not None or row.longitude is not None else ""
    return f"{place}: {row.place_name or '—'}{point}"


def _indicator_line(row: OutputIndicator) -> str:
    label = row.get_kind_display()
    return f"{label} {row.name}: {row.baseline or '—'} → {row.target or '—'} {row.unit} [{row.source}]"


def _readiness_line(item: ReadinessItem) -> str:
    details = [str(detail) for detail in (item.expected_on, item.reason) if detail]
    return ", ".join([f"{item.requirement}: {item.get_status_display()}", *details])


_LINES: dict[type[Model], Any] = {
    CostItem: _cost_line,
    Location: _location_line,
    OutputIndicator: _indicator_line,
    ReadinessItem: _readiness_line,
}
