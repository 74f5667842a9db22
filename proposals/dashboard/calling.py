"""Whom to call and in which words: each list of people to call, with a message to paste into WhatsApp."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from proposals.dashboard.attention import OldReturn, Unsent
from proposals.dashboard.figures import Dashboard, Idle
from proposals.dashboard.stages import COMPLETE_UNSENT, Stage
from proposals.dates import CUTOFF_MINUTE, clock_time, plain_date


@dataclass(frozen=True, slots=True)
class Caller:
    """What every message of one page says: the limit, the last working day before it, the address."""

    closes_at: datetime
    last_working_day: date
    address: str

    def message(self, office: str, status: str) -> str:
        """Write the message to one office about its status (``ux.md`` 2.11)."""
        last_minute = self.closes_at - CUTOFF_MINUTE
        return (
            f"Yth. Kepala {office}. Batas pengajuan usulan tambahan anggaran ke pusat {plain_date(last_minute)} "
            f"pukul {clock_time(last_minute)}; hari kerja terakhir {plain_date(self.last_working_day)}. "
            f"Status OPD Saudara: {status}. Mohon segera dituntaskan melalui {self.address}. Terima kasih."
        )


@dataclass(frozen=True, slots=True)
class Call:
    """One line of a list: what it is about, and the message."""

    about: Idle | Unsent | OldReturn
    message: str


@dataclass(frozen=True, slots=True)
class Calls:
    """The three lists of who needs a call."""

    idle: tuple[Call, ...]
    unsent: tuple[Call, ...]
    returned: tuple[Call, ...]


def calls(figures: Dashboard, caller: Caller) -> Calls:
    """Word every call that the figures ask for."""

    def about(item: Unsent | OldReturn, status: str) -> Call:
        return Call(item, caller.message(item.agency.name, status))

    return Calls(
        tuple(
            Call(item, caller.message(item.figures.agency.name, Stage.NOT_STARTED.look.label)) for item in figures.idle
        ),
        tuple(about(item, COMPLETE_UNSENT.label) for item in figures.unsent),
        tuple(about(item, Stage.RETURNED.look.label) for item in figures.returned),
    )
