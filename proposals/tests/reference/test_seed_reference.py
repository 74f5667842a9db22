"""`seed_reference` can run again at any time without undoing what people have decided since."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db.models import Count

from accounts.models import Agency
from proposals.models import AgencyCycle, AttachmentSlot, Holiday, Ministry, Obligation, SubmissionCycle, Village

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seeded():
    call_command("seed_reference", verbosity=0)


def counts():
    return {
        model.__name__: model.objects.count()
        for model in (Agency, Ministry, Village, AttachmentSlot, AgencyCycle, Holiday)
    }


def test_seeding_again_adds_nothing():
    before = counts()

    call_command("seed_reference", verbosity=0)

    assert counts() == before


def test_every_agency_has_its_row_in_the_cycle_and_sixteen_owe_an_answer():
    found = dict(AgencyCycle.objects.values_list("obligation").annotate(number=Count("id")))

    assert found == {Obligation.REQUIRED: 16, Obligation.OPTIONAL: Agency.objects.count() - 16}


def test_day_entered_by_an_admin_survives():
    christmas = date(2025, 12, 25)
    Holiday.objects.filter(date=christmas).update(kind="working", name="Masuk kerja", is_override=True)

    call_command("seed_reference", verbosity=0)

    assert Holiday.objects.get(date=christmas).name == "Masuk kerja"


def test_moved_cutoff_survives():
    cycle = SubmissionCycle.objects.get(year=2025)
    earlier = cycle.closes_at - timedelta(days=1)
    SubmissionCycle.objects.filter(id=cycle.id).update(closes_at=earlier)

    call_command("seed_reference", verbosity=0)

    assert SubmissionCycle.objects.get(id=cycle.id).closes_at == earlier


def test_village_code_filled_in_later_survives():
    Village.objects.filter(name="Bajok").update(code="17.07.05.0000")

    call_command("seed_reference", verbosity=0)

    assert Village.objects.get(name="Bajok").code == "17.07.05.0000"


def test_renamed_agency_follows_the_file_again():
    Agency.objects.filter(code="dinkes").update(short_name="Kesehatan", phone="0738-1")

    call_command("seed_reference", verbosity=0)

    dinkes = Agency.objects.get(code="dinkes")
    assert (dinkes.short_name, dinkes.phone) == ("Dinkes", "0738-1")
