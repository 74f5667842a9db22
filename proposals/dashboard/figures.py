"""All figures of the dashboard at one moment, in five queries whatever the number of agencies and proposals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from proposals.dashboard.agencies import AgencyFigures, read_agencies
from proposals.dashboard.attention import OldReturn, Unsent, Unsigned, count_by_agency, read_unsigned, read_waiting
from proposals.dashboard.charts import Bar, BarChart, bar_chart, heat
from proposals.dashboard.pace import Pace, pace
from proposals.dashboard.stages import ALWAYS_SHOWN, Stage, Tally, headline
from proposals.models import SubmissionCycle
from proposals.standing import Standing, standing
from proposals.workdays import Calendar
from proposals.workflow import State

COLUMNS = (State.SUBMITTED, State.IN_ASSISTANCE, State.REVISION_REQUIRED, State.APPROVED, State.REJECTED, State.SENT)


@dataclass(frozen=True, slots=True)
class StateRow:
    """One line of the table by state; ``amount`` in rupiah, None for drafts, whose amounts are nobody else's."""

    standing: Standing
    count: int
    amount: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A count in the table by agency with its tint 0 to 4; ``label`` is the column's name on a phone."""

    label: str
    count: int
    heat: int


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One line of the table by agency, least advanced first."""

    figures: AgencyFigures
    cells: tuple[Cell, ...]

    @property
    def requested_millions(self) -> int | None:
        return _millions(self.figures.requested)

    @property
    def approved_millions(self) -> int | None:
        return _millions(self.figures.approved)


@dataclass(frozen=True, slots=True)
class Idle:
    """An agency that owes something and has not begun, working days after the opening."""

    figures: AgencyFigures
    days: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The page in data; charts are laid out twice, for a wide and for a narrow column.

    ``open_until`` has the limit of every agency that may still hand in, by its id.
    """

    at: datetime
    tally: Tally
    headline: str
    pace: Pace
    stages: tuple[Bar, ...]
    chart: BarChart
    narrow_chart: BarChart
    by_state: tuple[StateRow, ...]
    handed_in: int
    requested: int
    approved: int
    idle: tuple[Idle, ...]
    unsent: tuple[Unsent, ...]
    returned: tuple[OldReturn, ...]
    unsigned: tuple[Unsigned, ...]
    agencies: tuple[AgencyRow, ...]
    open_until: Mapping[int, datetime]


def read_dashboard(cycle: SubmissionCycle, calendar: Calendar, at: datetime) -> Dashboard:
    """Gather everything (five queries)."""
    waiting = read_waiting(cycle, calendar, at)
    agencies = read_agencies(cycle, at, count_by_agency(waiting.unsent))
    open_until = {row.agency.pk: row.closes_at for row in agencies if row.is_open}
    expected = [row for row in agencies if row.is_expected]
    tally = _tally(expected)
    stages = _stages(expected)
    by_state = _by_state(expected)
    return Dashboard(
        at=at,
        tally=tally,
        headline=headline(tally),
        pace=pace(
            tally.remaining,
            [row.first_submitted_at for row in expected if row.has_submitted and row.first_submitted_at],
            at=at,
            opens_at=cycle.opens_at,
            closes_at=cycle.closes_at,
            calendar=calendar,
        ),
        stages=stages,
        chart=bar_chart(stages, width=480, label_width=140),
        narrow_chart=bar_chart(stages, width=300, label_width=132),
        by_state=by_state,
        handed_in=sum(row.count for row in by_state if row.standing.state is not State.DRAFT),
        requested=sum(row.requested for row in expected),
        approved=sum(row.approved for row in expected),
        idle=_idle(expected, calendar.working_days_elapsed(cycle.opens_at, at)),
        unsent=tuple(draft for draft in waiting.unsent if draft.agency.pk in open_until),
        returned=waiting.returned,
        unsigned=tuple(read_unsigned(cycle, calendar, at)),
        agencies=_agency_rows(expected),
        open_until=open_until,
    )


def _tally(expected: list[AgencyFigures]) -> Tally:
    return Tally(
        total=len(expected),
        submitted=sum(row.has_submitted for row in expected),
        not_started=sum(row.stage is Stage.NOT_STARTED for row in expected),
        nil=sum(row.is_nil for row in expected),
    )


def _stages(expected: list[AgencyFigures]) -> tuple[Bar, ...]:
    counts = {stage: sum(row.stage is stage for row in expected) for stage in Stage}
    shown = [*ALWAYS_SHOWN, *(stage for stage in (Stage.REJECTED, Stage.NIL) if counts[stage])]
    return tuple(Bar(stage.look.label, counts[stage], stage.look.fill) for stage in shown)


def _by_state(expected: list[AgencyFigures]) -> tuple[StateRow, ...]:
    """The seven states, and what is derived from the draft: complete but unsent, and too late."""
    open_drafts = sum(row.plain_drafts for row in expected if row.is_open)
    late = sum(row.count_in(State.DRAFT) for row in expected if not row.is_open)
    drafts = [
        StateRow(standing(State.DRAFT), open_drafts, None),
        StateRow(standing(State.DRAFT, is_complete=True), sum(row.complete_unsent for row in expected), None),
    ]
    if late:
        drafts.append(StateRow(standing(State.DRAFT, window_open=False), late, None))
    return (*drafts, *(_state_row(state, expected) for state in COLUMNS))


def _state_row(state: State, expected: list[AgencyFigures]) -> StateRow:
    sums = [row.sums[state] for row in expected if state in row.sums]
    # Of many proposals no round can be named.
    shown = replace(standing(state), label="Asistensi") if state is State.IN_ASSISTANCE else standing(state)
    return StateRow(shown, sum(row.count for row in sums), sum(row.requested for row in sums))


def _idle(expected: list[AgencyFigures], days: int) -> tuple[Idle, ...]:
    return tuple(Idle(row, days) for row in expected if row.stage is Stage.NOT_STARTED)


def _agency_rows(expected: list[AgencyFigures]) -> tuple[AgencyRow, ...]:
    rows = sorted(expected, key=lambda row: row.stage.rank)
    columns: list[tuple[str, list[int]]] = [
        ("Draf", [row.plain_drafts for row in rows]),
        ("Lengkap, belum dikirim", [row.complete_unsent for row in rows]),
        *((_short(state), [row.count_in(state) for row in rows]) for state in COLUMNS),
    ]
    highest = max((max(counts, default=0) for _, counts in columns), default=0)
    return tuple(
        AgencyRow(row, tuple(Cell(label, counts[place], heat(counts[place], highest)) for label, counts in columns))
        for place, row in enumerate(rows)
    )


def _millions(rupiah: int) -> int | None:
    """Round half up to millions of rupiah; nothing when there is nothing."""
    return (rupiah + 500_000) // 1_000_000 if rupiah else None


def _short(state: State) -> str:
    return "Asistensi" if state is State.IN_ASSISTANCE else state.label
