"""The exact words of every mail about an event (``ux.md`` 6.4), as they arrive."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from accounts.models import User
from accounts.signals import account_event
from lebong_proposals import clock
from notifications.delivery import dispatch
from notifications.models import Kind, OutboxMessage
from notifications.tests.pinned import assert_mail_pinned
from proposals.audit import Actor, Verb, record
from proposals.models import NoteAudience, NoteKind
from proposals.sections import Section
from proposals.services import assignment
from proposals.workflow import Action

pytestmark = pytest.mark.usefixtures("unpaced", "monday")

TITLE = "Rehabilitasi Jaringan Irigasi Air Sipang"
DUE = datetime.fromisoformat("2025-11-13T00:00+07:00")
REASON = "Lahan embung belum bersertifikat sehingga pembangunan tidak dapat dimulai tahun ini."


@pytest.fixture
def arrived(sink):
    """``arrived(user, kind)``: send what waits and give the one mail of a kind that came to a person."""

    def receive(user: User, kind: Kind):
        dispatch(clock.now())
        ids = OutboxMessage.objects.filter(kind=kind, recipient=user).values_list("message_id", flat=True)
        (mail,) = [mail for mail in sink.delivered if mail.message["Message-ID"] in ids]
        assert len(mail.message["Subject"]) <= 90
        assert len(mail.html.encode()) <= 20_000
        return mail

    return receive


def test_receipt_to_the_operator_is_pinned(maker, operator, arrived):
    maker.make(state="submitted", title=TITLE)

    assert_mail_pinned("receipt_operator", arrived(operator, Kind.RECEIPT))


@pytest.mark.slow
def test_receipt_to_the_head_is_pinned(maker, agency_head, arrived):
    maker.make(state="submitted", title=TITLE)

    assert_mail_pinned("receipt_head", arrived(agency_head, Kind.RECEIPT))


def test_return_carries_every_note_in_full_and_its_place_and_no_internal_one(maker, operator, reviewer, arrived):
    proposal = maker.make(state="in_assistance", title=TITLE)
    maker.note(proposal, "Target keluaran belum memuat kondisi awal.\nCantumkan persentase jaringan mantap tahun 2024.")
    row = proposal.cost_items.get()
    maker.note(proposal, "Harga satuan melebihi SSH 2025.", section=Section.BUDGET, cost_item=row.uuid)
    maker.note(proposal, "Sebut nama desanya.", section=Section.IDENTITY, field="title")
    maker.note(proposal, "Foto sebaiknya bergeotag.", section=Section.ATTACHMENTS, kind=NoteKind.SUGGESTION)
    maker.note(proposal, "Catatan RAHASIA untuk Bappeda.", audience=NoteAudience.INTERNAL)
    maker.act(Action.RETURN, proposal, reviewer, due_at=DUE, note="Mohon diperhatikan SSH yang berlaku.")

    mail = arrived(operator, Kind.RETURNED)

    assert_mail_pinned("returned", mail)
    assert "RAHASIA" not in mail.message.as_string()


@pytest.mark.slow
def test_approval_is_pinned(maker, operator, arrived):
    maker.make(state="approved", title=TITLE)

    assert_mail_pinned("approved", arrived(operator, Kind.APPROVED))


def test_approval_with_suggestions_lists_them(maker, operator, arrived):
    proposal = maker.make(state="in_assistance", title=TITLE)
    maker.note(proposal, "Lampirkan foto terbaru.", section=Section.ATTACHMENTS, kind=NoteKind.SUGGESTION)
    maker.approve(proposal)

    assert_mail_pinned("approved_with_suggestions", arrived(operator, Kind.APPROVED))


@pytest.mark.slow
def test_rejection_is_pinned(maker, operator, approver, arrived):
    proposal = maker.make(state="in_assistance", title=TITLE)
    maker.act(Action.REJECT, proposal, approver, note=REASON)

    assert_mail_pinned("rejected", arrived(operator, Kind.REJECTED))


@pytest.mark.slow
def test_reopening_is_pinned(maker, operator, approver, arrived):
    proposal = maker.make(state="approved", title=TITLE)
    maker.act(Action.REOPEN, proposal, approver, note="Nilai yang disetujui salah ketik dan perlu dihitung ulang.")

    assert_mail_pinned("reopened", arrived(operator, Kind.REOPENED))


def test_reopening_is_told_to_the_reviewer_with_the_reason(maker, reviewer, approver, arrived):
    proposal = maker.make(state="approved", title=TITLE)
    maker.act(Action.REOPEN, proposal, approver, note="Nilai yang disetujui salah ketik dan perlu dihitung ulang.")

    assert_mail_pinned("reopened_reviewer", arrived(reviewer, Kind.REOPENED))


@pytest.mark.slow
def test_sending_is_pinned(maker, operator, arrived):
    maker.make(state="sent", title=TITLE)

    assert_mail_pinned("sent", arrived(operator, Kind.SENT))


@pytest.mark.slow
def test_return_by_the_ministry_is_pinned(maker, operator, approver, arrived):
    proposal = maker.make(state="sent", title=TITLE)
    maker.act(
        Action.RETURNED_BY_MINISTRY, proposal, approver, note="Data R3P belum lengkap menurut kementerian.", due_at=DUE
    )

    assert_mail_pinned("returned_by_ministry", arrived(operator, Kind.RETURNED_BY_MINISTRY))


@pytest.mark.slow
def test_assignment_is_pinned(maker, approver, other_reviewer, arrived, monday):
    proposal = maker.make(state="submitted", title=TITLE)
    actor = Actor.of(approver, approver.memberships.first())
    facts = {"reviewer_id": other_reviewer.pk, "round": 1}
    record(Verb.ASSISTANCE_STARTED, actor=actor, at=monday, proposal=proposal, facts=facts)

    assert_mail_pinned("assigned", arrived(other_reviewer, Kind.ASSIGNED))


def test_hand_over_is_told_to_whom_it_was_taken_from(maker, approver, reviewer, other_reviewer, arrived):
    proposal = maker.make(state="in_assistance", title=TITLE)
    seen = {"actor": approver, "seen_version": proposal.version}
    assignment.assign(proposal, reviewer=other_reviewer, reason="Beban kerja dibagi rata.", **seen)

    assert_mail_pinned("handed_over", arrived(reviewer, Kind.ASSIGNED))


def test_words_of_users_are_text_and_never_markup(maker, operator, reviewer, arrived):
    proposal = maker.make(state="in_assistance", title="Jalan <b>A & B</b>\u2019s {{ regency }}")
    maker.note(proposal, '<script>alert("x")</script> & {% now "Y" %}')
    maker.act(Action.RETURN, proposal, reviewer, due_at=DUE)

    mail = arrived(operator, Kind.RETURNED)

    assert "<script>" not in mail.html
    assert "&lt;script&gt;" in mail.html
    text = " ".join(mail.text.split())
    assert '<script>alert("x")</script> & {% now "Y" %}' in text
    assert "Jalan <b>A & B</b>’s {{ regency }}" in text


def test_reset_link_works_and_is_nowhere_in_the_database(operator, arrived):
    with transaction.atomic():
        for _ in range(2):
            account_event.send(sender=None, verb="password_reset", user=operator, facts={})

    mail = arrived(operator, Kind.PASSWORD_RESET)

    row = OutboxMessage.objects.get()
    link = next(line for line in mail.text.splitlines() if line.startswith("https://"))
    token = link.rstrip("/").rpartition("/")[2]
    assert mail.message["Subject"] == row.subject == "[Titian] Atur ulang kata sandi"
    assert mail.html.count(link) == 2
    assert token not in f"{row.facts}{row.body_text}{row.body_html}{row.dedupe_key}"
    assert "(tautan tidak disimpan)" in row.body_text
    assert row.expires_at - row.created_at == timedelta(hours=1)


@pytest.mark.slow
def test_a_reset_mail_that_was_refused_carries_a_link_when_it_comes(operator, sink, arrived):
    sink.rcpt[operator.email].append("450 4.2.0 greylisted")
    account_event.send(sender=None, verb="password_reset", user=operator, facts={})
    dispatch(clock.now())
    OutboxMessage.objects.update(next_attempt_at=clock.real_now())

    mail = arrived(operator, Kind.PASSWORD_RESET)

    assert "/sandi/atur/" in mail.text
