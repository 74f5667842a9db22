"""What became of an attempt: by its key, and when the connection broke while it was made."""

from contextlib import closing, contextmanager
from threading import Barrier, Thread
from uuid import uuid4

import psycopg2
import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse

from proposals.models import AuditEntry, SubmissionAttempt
from proposals.services.transitions import perform
from proposals.signals import proposal_event
from proposals.views import submission

CUTOFF = "2025-12-01T00:00:00+07:00"


def outcome(key):
    return reverse("submission-outcome", args=[key])


@pytest.fixture
def proposal(make_proposal):
    return make_proposal()


def test_accepted_attempt_leads_to_its_receipt(mine, proposal, send):
    key = uuid4()
    send(mine, proposal, key=key)

    answer = mine.get(outcome(key))

    assert answer.status_code == 200
    assert 'data-outcome="accepted"' in answer.text
    assert f"tanda terima {proposal.number}/1" in answer.text
    assert reverse("receipt", args=[proposal.number, 1]) in answer.text


def test_refused_attempt_says_why_and_when(mine, proposal, send, clock_at):
    key = uuid4()
    clock_at(CUTOFF)
    send(mine, proposal, key=key)

    answer = mine.get(outcome(key))

    assert answer.status_code == 200
    assert 'data-outcome="refused"' in answer.text
    assert "Batas pengajuan sudah lewat." in answer.text
    assert "Senin, 1 Desember 2025, pukul 00.00.00 WIB" in answer.text


def test_acceptance_after_an_extension_counts_more_than_the_refusal_before(
    mine, proposal, send, clock_at, agency_cycle
):
    key = uuid4()
    clock_at(CUTOFF)
    send(mine, proposal, key=key)
    agency_cycle.closes_at = "2025-12-02T00:00:00+07:00"
    agency_cycle.save(update_fields=["closes_at"])
    send(mine, proposal, key=key)

    assert 'data-outcome="accepted"' in mine.get(outcome(key)).text


def test_unknown_key_is_said_to_be_unknown(mine):
    answer = mine.get(outcome(uuid4()))

    assert answer.status_code == 404
    assert 'data-outcome="unknown"' in answer.text
    assert "tidak akan terkirim dua kali" in answer.text


def test_attempt_of_another_agency_looks_like_an_unknown_one(client_for, stranger, mine, proposal, send):
    key = uuid4()
    send(mine, proposal, key=key)

    answer = client_for(stranger).get(outcome(key))

    assert answer.status_code == 404
    assert proposal.number not in answer.text


def test_bappeda_reads_what_was_accepted_but_nothing_of_a_draft(
    client_for, reviewer, mine, make_proposal, send, clock_at
):
    accepted, refused = uuid4(), uuid4()
    send(mine, make_proposal(), key=accepted)
    draft = make_proposal()
    clock_at(CUTOFF)
    send(mine, draft, key=refused)
    browser = client_for(reviewer)

    assert (browser.get(outcome(accepted)).status_code, browser.get(outcome(refused)).status_code) == (200, 404)


@pytest.fixture
def fails_after_commit():
    """The connection seems to break after the submission was stored, as when the answer of COMMIT is lost."""

    def lose_the_answer():
        raise OperationalError("server closed the connection unexpectedly")

    def receiver(sender, entry, **_):
        if entry.verb == "submitted":
            transaction.on_commit(lose_the_answer)

    proposal_event.connect(receiver)
    yield
    proposal_event.disconnect(receiver)


@pytest.fixture
def dies_before_commit(owner_url):
    """The server ends the connection in the middle of the submission."""

    def receiver(sender, entry, **_):
        if entry.verb == "submitted":
            with psycopg2.connect(owner_url) as other, other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])

    proposal_event.connect(receiver)
    yield
    proposal_event.disconnect(receiver)


@pytest.mark.django_db(transaction=True)
def test_stored_submission_is_found_again_when_the_answer_was_lost(mine, proposal, send, fails_after_commit):
    answer = send(mine, proposal)

    assert (answer.status_code, answer["Location"]) == (303, reverse("receipt", args=[proposal.number, 1]))
    assert proposal.versions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_broken_submission_leaves_nothing_and_is_not_called_a_failure(mine, proposal, send, dies_before_commit):
    key = uuid4()

    answer = send(mine, proposal, key=key)

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "Status pengiriman belum diketahui" in answer.text
    assert outcome(key) in answer.text
    proposal.refresh_from_db()
    assert (proposal.state, proposal.versions.count()) == ("draft", 0)


@pytest.fixture
def lands_late(monkeypatch):
    """``lands_late(2)``: the connection breaks, and its COMMIT is carried out after so many queries of the new one."""

    @contextmanager
    def broken(queries):
        calls, waiting = [], [0] * queries

        def late(execute, *statement):
            answer = execute(*statement)
            if calls and waiting:
                waiting.pop()
            elif calls:
                land()
            return answer

        def land():
            arguments, named = calls.pop()
            perform(*arguments, **named)

        def lose_the_connection(*arguments, **named):
            calls.append((arguments, named))
            raise OperationalError("server closed the connection unexpectedly")

        monkeypatch.setattr(submission, "perform", lose_the_connection)
        with connection.execute_wrapper(late):
            yield
        assert not calls

    return broken


@pytest.mark.parametrize("queries", [0, 2, 4])
@pytest.mark.django_db(transaction=True)
def test_submission_that_lands_while_it_is_looked_for_is_never_called_refused(
    mine, proposal, send, lands_late, queries
):
    with lands_late(queries):
        answer = send(mine, proposal)

    assert answer.status_code in (303, 503)
    assert proposal.versions.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_waited_too_long_for_the_press_that_won_is_told_so(mine, proposal, send, owner_url, agency_cycle):
    seen = proposal.version
    send(mine, proposal)

    with closing(psycopg2.connect(owner_url)) as other, other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM proposals_agencycycle WHERE id = %s FOR UPDATE", [agency_cycle.pk])
        answer = send(mine, proposal, key=uuid4(), seen_version=seen)

    assert answer.status_code == 409
    assert 'data-reason="locked"' in answer.text
    assert reverse("receipt", args=[proposal.number]) in answer.text
    assert proposal.versions.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_waited_too_long_while_nothing_was_stored_is_not_told_a_failure(
    mine, proposal, send, owner_url, agency_cycle
):
    with closing(psycopg2.connect(owner_url)) as other, other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM proposals_agencycycle WHERE id = %s FOR UPDATE", [agency_cycle.pk])
        answer = send(mine, proposal)

    assert answer.status_code == 503
    assert "Status pengiriman belum diketahui" in answer.text
    assert send(mine, proposal).status_code == 303


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_version_and_one_receipt(client_for, operator, agency_head, proposal, send):
    key, seen = uuid4(), proposal.version
    browsers = [client_for(operator), client_for(agency_head)]
    barrier, answers = Barrier(2), []

    def click(browser):
        barrier.wait()
        try:
            answers.append(send(browser, proposal, key=key, seen_version=seen))
        finally:
            connection.close()

    threads = [Thread(target=click, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    receipt = reverse("receipt", args=[proposal.number, 1])
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(303, receipt)] * 2
    assert proposal.versions.count() == 1
    assert AuditEntry.objects.filter(proposal=proposal, verb="submitted").count() == 1
    assert SubmissionAttempt.objects.filter(key=key).count() == 1
