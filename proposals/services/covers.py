"""Who stands in for an absent reviewer, and until when."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.mandate import Mandate, people_in
from accounts.models import Cover, User
from accounts.roles import PLANNING_ROLES, Role
from lebong_proposals import clock
from proposals import audit
from proposals.dates import plain_date
from proposals.policy import can_set_cover
from proposals.services.refusals import ServiceRefused
from proposals.workflow import Refusal, Verdict


class CoverRefused(ServiceRefused):
    """Nothing was set; ``reason`` is the sentence to show, ``field`` what it is about."""

    def __init__(self, verdict: Verdict, field: str = "") -> None:
        super().__init__(verdict)
        self.field = field


@transaction.atomic
def add_cover(
    *, actor: User, absent: User, substitute: User, starts_on: date, ends_on: date, reason: str = ""
) -> Cover:
    """Let a reviewer stand in for another on these WIB dates, both included.

    Locks the absent person's account, so that two covers of one person cannot pass each other. Raises ``CoverRefused``.
    """
    User.objects.select_for_update().get(pk=absent.pk)
    at = clock.now()
    mandate = Mandate(actor, at)
    if not (verdict := can_set_cover(mandate, absent.pk)):
        raise CoverRefused(verdict)
    _insist_on_period(starts_on, ends_on, clock.wib_date(at))
    _insist_on_people(absent, substitute, starts_on)
    _insist_on_room(absent, starts_on, ends_on)
    cover = Cover.objects.create(
        absent=absent,
        substitute=substitute,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        created_by=actor,
        created_at=at,
    )
    _record(cover, mandate, at)
    return cover


@transaction.atomic
def end_cover(cover: Cover, *, actor: User) -> Cover:
    """End a cover at once; ending it twice changes nothing. Raises ``CoverRefused``."""
    row = Cover.objects.select_for_update(of=("self",)).select_related("absent", "substitute").get(pk=cover.pk)
    at = clock.now()
    mandate = Mandate(actor, at)
    if not (verdict := can_set_cover(mandate, row.absent_id)):
        raise CoverRefused(verdict)
    if row.ended_at is None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        _record(row, mandate, at)
    return row


def _insist_on_period(starts_on: date, ends_on: date, today: date) -> None:
    if ends_on < starts_on:
        _refuse("Tanggal selesai harus sama dengan tanggal mulai atau sesudahnya.", "ends_on")
    if starts_on < today:
        _refuse("Tanggal mulai tidak boleh sebelum hari ini.", "starts_on")


def _insist_on_people(absent: User, substitute: User, starts_on: date) -> None:
    if absent.pk == substitute.pk:
        _refuse("Pengganti harus orang lain.", "substitute")
    reviewers = people_in(Role.REVIEWER, starts_on)
    for field, person in (("absent", absent), ("substitute", substitute)):
        if not reviewers.filter(pk=person.pk).exists():
            _refuse(f"{person.name} bukan anggota Tim Asistensi pada {plain_date(starts_on)}.", field)


def _insist_on_room(absent: User, starts_on: date, ends_on: date) -> None:
    """One substitute at a time, so that everybody knows who answers."""
    others = Cover.objects.filter(absent=absent, ended_at__isnull=True)
    clash = others.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).select_related("substitute").first()
    if clash is not None:
        period = f"{plain_date(clash.starts_on)} sampai {plain_date(clash.ends_on)}"
        _refuse(f"{absent.name} sudah digantikan oleh {clash.substitute.name} pada {period}.", "starts_on")


def _refuse(sentence: str, field: str) -> None:
    raise CoverRefused(Verdict(sentence, Refusal.LOCKED), field)


def _record(cover: Cover, mandate: Mandate, at: datetime) -> None:
    audit.record(
        audit.Verb.COVER_SET,
        actor=audit.Actor.of(mandate.user, mandate.membership_as(PLANNING_ROLES)),
        at=at,
        facts={
            "cover_id": cover.pk,
            "absent_id": cover.absent_id,
            "absent_name": cover.absent.name,
            "substitute_id": cover.substitute_id,
            "substitute_name": cover.substitute.name,
            "starts_on": cover.starts_on.isoformat(),
            "ends_on": cover.ends_on.isoformat(),
            "reason": cover.reason,
            "ended": cover.ended_at is not None,
        },
    )
