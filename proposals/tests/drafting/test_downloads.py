"""Downloads by people of other offices are on record, without standing in anybody's way."""

from datetime import timedelta

import pytest
from django.db import connection, connections

from lebong_proposals import clock
from proposals import audit
from proposals.models import AuditEntry


@pytest.fixture
def handed_in(make_proposal):
    return make_proposal("in_assistance")


@pytest.fixture
def file(handed_in):
    return handed_in.attachments.select_related("slot").first()


def downloads():
    return AuditEntry.objects.filter(verb="file_downloaded").order_by("id")


def take(client, file, method="get"):
    answer = getattr(client, method)(f"/lampiran/{file.pk}/")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    for close in answer._resource_closers:  # close() would take the test's connection along
        close()
    return content


def test_what_bappeda_downloads_is_on_record(file, handed_in, client_for, reviewer):
    take(client_for(reviewer), file)

    entry = downloads().get()
    assert (entry.proposal, entry.actor, entry.actor_role) == (handed_in, reviewer, "Tim Asistensi")
    assert entry.facts == {
        "uuid": str(file.pk),
        "slot": file.slot.label,
        "filename": file.filename,
        "sha256": file.sha256,
    }
    assert audit.verify().first_break is None


def test_a_file_is_noted_once_an_hour_for_each_person(file, handed_in, client_for, reviewer, leader, clock_at):
    other = handed_in.attachments.exclude(pk=file.pk).first()
    desk = client_for(reviewer)
    begun = clock.now()
    clock_at((begun + timedelta(minutes=1)).isoformat())
    for taken in (file, file, other):
        take(desk, taken)
    take(client_for(leader), file)
    clock_at((begun + timedelta(minutes=60)).isoformat())
    take(desk, file)
    assert [entry.actor for entry in downloads()] == [reviewer, reviewer, leader]

    clock_at((begun + timedelta(minutes=62)).isoformat())
    take(desk, file)

    assert [entry.actor for entry in downloads()] == [reviewer, reviewer, leader, reviewer]


def test_the_agency_itself_and_a_head_request_leave_no_entry(file, client_for, operator, agency_head, reviewer):
    take(client_for(operator), file)
    take(client_for(agency_head), file)
    take(client_for(reviewer), file, "head")

    assert not downloads().exists()


def test_strangers_get_neither_file_nor_entry(file, client_for, stranger):
    assert client_for(stranger).get(f"/lampiran/{file.pk}/").status_code == 404
    assert not downloads().exists()


def test_bappeda_reads_it_in_the_record_and_the_agency_does_not(file, handed_in, client_for, reviewer, operator):
    take(client_for(reviewer), file)
    sentence = "mengunduh lampiran"

    assert sentence in client_for(reviewer).get(f"/usulan/{handed_in.number}/riwayat/").text
    assert sentence not in client_for(operator).get(f"/usulan/{handed_in.number}/riwayat/").text
    assert sentence not in client_for(operator).get("/beranda/").text


@pytest.mark.django_db(transaction=True)
def test_a_chain_that_is_held_does_not_hold_the_download_up(file, handed_in, client_for, reviewer, caplog):
    desk = client_for(reviewer)
    holder = connections.create_connection("default")
    try:
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"proposal:{handed_in.number}"])
        begun = clock.stopwatch()

        content = take(desk, file)

        assert content.startswith(b"%PDF")
        assert clock.stopwatch() - begun < 3  # the lock would be waited for as long
    finally:
        holder.rollback()
        holder.close()
    assert not downloads().exists()
    assert "is not on record" in caplog.text
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("3s",)
