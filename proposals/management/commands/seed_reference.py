"""Bring the reference data of the regency and its cycles into the database; safe to run again at any time.

Lists (agencies, villages, checklists) follow the files. What people decide later is created once and then left alone:
the regency's contact, the stock phrases, the dates of a cycle, an agency's obligation, and a day that an admin entered
by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Model

from accounts.models import Agency
from proposals.models import (
    AgencyCycle,
    AttachmentSlot,
    CheckingBody,
    District,
    FundingSource,
    Holiday,
    Ministry,
    NationalMission,
    Obligation,
    ReadinessRequirement,
    Regency,
    RegionalMission,
    ReviewCriterion,
    StockPhrase,
    SubmissionCycle,
    Village,
)
from proposals.reference_data import cycle_years, load
from proposals.reference_data.holidays import days_off

COUNTED: tuple[type[Model], ...] = (
    *(Agency, Ministry, District, Village, FundingSource, ReadinessRequirement, AttachmentSlot),
    *(ReviewCriterion, CheckingBody, StockPhrase),
    *(NationalMission, RegionalMission, Holiday, SubmissionCycle, AgencyCycle),
)


class Command(BaseCommand):
    requires_system_checks = []  # they take longer than the work, and the web server runs them
    help = "Mengisi data rujukan: OPD, kecamatan, K/L, sumber dana, daftar periksa, hari libur, dan siklus."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        regency = seed_regency()
        seed_agencies_and_ministries()
        seed_places()
        seed_funding()
        seed_missions()
        seed_review()
        for year in cycle_years():
            seed_cycle(regency, year)
        for model in COUNTED:
            self.stdout.write(f"{model.__name__}: {model._default_manager.count()}")


def upsert(model: type[Model], rows: Iterable[dict[str, Any]], *, unique: list[str], update: list[str]) -> None:
    """Insert rows, or refresh the named fields of those that exist, in one statement."""
    model._default_manager.bulk_create(
        [model(**row) for row in rows], update_conflicts=True, unique_fields=unique, update_fields=update
    )


def ids(model: type[Model]) -> dict[str, int]:
    return dict(model._default_manager.values_list("code", "id"))


def only(row: dict[str, Any], *fields: str) -> dict[str, Any]:
    return {field: row[field] for field in fields}


def seed_regency() -> Regency:
    content = load("regency")
    return Regency.objects.get_or_create(code=content.pop("code"), defaults=content)[0]


def seed_agencies_and_ministries() -> None:
    agencies = load("agencies")["agency"]
    ministries = load("ministries")["ministry"]
    agency_fields = ["name", "short_name", "kind", "head_title", "review_desk"]
    upsert(Agency, (only(row, "code", *agency_fields) for row in agencies), unique=["code"], update=agency_fields)
    ministry_fields = ["name", "short_name", "head_title"]
    upsert(
        Ministry, (only(row, "code", *ministry_fields) for row in ministries), unique=["code"], update=ministry_fields
    )
    agency_ids, ministry_ids = ids(Agency), ids(Ministry)
    link = Ministry.agencies.through
    link.objects.bulk_create(
        [
            link(ministry_id=ministry_ids[ministry], agency_id=agency_ids[row["code"]])
            for row in agencies
            for ministry in row["ministries"]
        ],
        ignore_conflicts=True,
    )


def seed_places() -> None:
    districts = load("districts")["district"]
    fields = ["name", "aliases"]
    upsert(District, (only(row, "code", *fields) for row in districts), unique=["code"], update=fields)
    district_ids = ids(District)
    upsert(
        Village,
        ({"district_id": district_ids[row["code"]], **village} for row in districts for village in row["villages"]),
        unique=["district", "name"],
        update=["kind", "aliases"],
    )


def seed_funding() -> None:
    upsert(
        FundingSource,
        ({"order": order, **row} for order, row in enumerate(load("funding_sources")["funding_source"], start=1)),
        unique=["code"],
        update=["label", "is_physical", "is_formula_transfer", "order"],
    )
    seed_checklist(ReadinessRequirement, load("readiness_requirements")["requirement"], ["label", "is_mandatory"])
    seed_checklist(AttachmentSlot, load("attachment_slots")["slot"], ["label", "hint", "is_required"])


def seed_checklist(model: type[Model], rows: list[dict[str, Any]], fields: list[str]) -> None:
    source_ids = ids(FundingSource)
    upsert(
        model,
        (
            {
                "funding_source_id": source_ids[row["funding_source"]] if "funding_source" in row else None,
                "order": order,
                **only(row, "code", *fields),
            }
            for order, row in enumerate(rows, start=1)
        ),
        unique=["funding_source", "code"],
        update=["order", *fields],
    )


def seed_missions() -> None:
    national, regional = load("national_missions")["mission"], load("regional_missions")["mission"]
    upsert(NationalMission, national, unique=["number"], update=["title", "text"])
    upsert(RegionalMission, regional, unique=["number"], update=["text", "is_provisional"])


def seed_review() -> None:
    """What reviewers work with; the stock phrases only while there are none, since admins edit them."""
    seed_checklist(ReviewCriterion, load("review_criteria")["criterion"], ["section", "label", "hint"])
    upsert(
        CheckingBody,
        ({"order": order, **row} for order, row in enumerate(load("checking_bodies")["body"], start=1)),
        unique=["code"],
        update=["name", "order"],
    )
    if not StockPhrase.objects.exists():
        phrases = load("stock_phrases")["phrase"]
        StockPhrase.objects.bulk_create(StockPhrase(order=order, **row) for order, row in enumerate(phrases, start=1))


def seed_cycle(regency: Regency, year: int) -> None:
    """Create a cycle, what every agency owes in it, and the days off of its year and the next."""
    content = load(f"cycle_{year}")
    cycle, _ = SubmissionCycle.objects.get_or_create(regency=regency, year=content.pop("year"), defaults=content)
    required = {row["code"] for row in load("agencies")["agency"] if row["is_required"]}
    AgencyCycle.objects.bulk_create(
        [agency_cycle(cycle, agency, agency.code in required) for agency in Agency.objects.all()],
        ignore_conflicts=True,
    )
    seed_holidays(year)
    seed_holidays(year + 1)


def agency_cycle(cycle: SubmissionCycle, agency: Agency, is_required: bool) -> AgencyCycle:
    obligation = Obligation.REQUIRED if is_required else Obligation.OPTIONAL
    return AgencyCycle(cycle=cycle, agency=agency, obligation=obligation, base_obligation=obligation)


def seed_holidays(year: int) -> None:
    by_hand = set(Holiday.objects.filter(is_override=True, date__year=year).values_list("date", flat=True))
    upsert(
        Holiday,
        ({"date": day, "name": name, "kind": kind} for day, name, kind in days_off(year) if day not in by_hand),
        unique=["date"],
        update=["name", "kind"],
    )
