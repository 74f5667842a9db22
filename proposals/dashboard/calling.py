"""Whom to call and in which words: each list of people to call, with a message to paste into WhatsApp."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Agency
from proposals.dashboard.attention import OldReturn, Unsent
from proposals.dashboard.figures import Dashboard, Idle
from proposals.dashboard.stages import COMPLETE_UNSENT, Stage
from proposals.dates import CUTOFF_MINUTE, clock_time, plain_date
from proposals.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Caller:
    """What every message of one page needs beside its office: the working days and the address."""

    calendar: Calendar
    address: str

    def message(self, office: Agency, status: str, closes_at: datetime | None) -> str:
        """Write the message to one office about its status and its limit; empty when it is too late for it."""
        if closes_at is None:
            return ""
        last_minute = closes_at - CUTOFF_MINUTE
        return (
            f"Yth. Kepala {office.name}. Batas pengajuan usulan tambahan anggaran ke pusat {plain_date(last_minute)} "
            f"pukul {clock_time(last_minute)}; hari kerja terakhir "
            f"{plain_date(self.calendar.last_working_day(closes_at))}. "
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

    def call(about: Idle | Unsent | OldReturn, office: Agency, status: str, due_at: datetime | None = None) -> Call:
        limits = (figures.open_until.get(office.pk), due_at)
        ahead = [limit for limit in limits if limit is not None and limit > figures.at]
        return Call(about, caller.message(office, status, max(ahead, default=None)))

    return Calls(
        tuple(call(item, item.figures.agency, Stage.NOT_STARTED.look.label) for item in figures.idle),
        tuple(call(item, item.agency, COMPLETE_UNSENT.label) for item in figures.unsent),
        tuple(call(item, item.agency, Stage.RETURNED.look.label, item.due_at) for item in figures.returned),
    )
