"""The decision pages: what they offer, what they carry out, and who is told why not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lebong_proposals import clock
from ops.testing.scene import again
from proposals.dates import plain_date
from proposals.models import AssistanceSession, AuditEntry, NoteKind, SubmissionCycle
from proposals.workflow import State

pytestmark = pytest.mark.django_db

REASON = "Lahan belum bersertifikat dan tidak dapat dibangun tahun ini."


@pytest.fixture(scope="module", autouse=True)
def in_review(scene):
    scene.clock_at("2025-11-12T09:00:00+07:00")
    return scene.make("in_assistance")


@pytest.fixture
def proposal(db, in_review):
    return again(in_review)


def page(client, proposal, route):
    return client.get(reverse(route, args=[proposal.number]))


def decide(client, proposal, route, **values):
    proposal.refresh_from_db()
    return client.post(reverse(route, args=[proposal.number]), {"seen_version": proposal.version} | values)


def give_back(client, proposal, day="14 November 2025", time="23.59", **values):
    given = {"notes": ["1"], "introduction": "Mohon dilengkapi.", "due_at_date": day, "due_at_time": time}
    return decide(client, proposal, "review-return", **given | values)


def state(proposal):
    proposal.refresh_from_db()
    return proposal.state


# --- Kembalikan -------------------------------------------------------------------------------------------------------


def test_return_proposes_the_review_target_as_due_date(client_for, reviewer, proposal, maker):
    maker.note(proposal)

    form = page(client_for(reviewer), proposal, "review-return").context["form"]

    assert form["due_at"].value().astimezone(clock.WIB).isoformat() == "2025-11-15T00:00:00+07:00"
    assert "14 November 2025" in str(form["due_at"])
    assert "23.59" in str(form["due_at"])


def test_return_proposes_no_later_than_the_limit(client_for, reviewer, make_proposal, maker, clock_at):
    clock_at("2025-11-28T15:00:00+07:00")
    proposal = make_proposal(state="in_assistance")
    maker.note(proposal)

    answer = page(client_for(reviewer), proposal, "review-return")

    assert answer.context["form"]["due_at"].value() == proposal.cycle.closes_at
    text = answer.content.decode()
    assert "Sisa 1 hari kerja sebelum batas. OPD mungkin tidak sempat memperbaiki." in text


def test_refused_return_names_as_many_notes_as_are_still_ticked(client_for, reviewer, proposal, maker):
    maker.note(proposal)
    maker.note(proposal, "Tunda dulu.")
    client = client_for(reviewer)

    shown = page(client, proposal, "review-return").content.decode()
    refused = [give_back(client, proposal, day="", notes=notes).content.decode() for notes in (["1"], [])]

    for text, button in zip((shown, *refused), ("kirim 2 catatan<", "kirim 1 catatan<", "kirim catatan<"), strict=True):
        assert f"Kembalikan dan {button}" in text


def test_return_sends_the_chosen_notes_and_holds_the_others_back(client_for, reviewer, proposal, maker):
    first = maker.note(proposal)
    second = maker.note(proposal, "Tunda dulu.")

    answer = give_back(client_for(reviewer), proposal)

    assert answer["Location"] == reverse("review-queue")
    assert state(proposal) == State.REVISION_REQUIRED
    assert proposal.revision_due_at.astimezone(clock.WIB).isoformat() == "2025-11-15T00:00:00+07:00"
    assert proposal.revision_window is False
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.released_at is None, second.released_at is None) == (False, True)
    assert AssistanceSession.objects.get().introduction == "Mohon dilengkapi."


def test_return_without_any_note_is_explained_instead_of_offered(client_for, reviewer, proposal):
    client = client_for(reviewer)

    shown = page(client, proposal, "review-return").content.decode()
    answer = give_back(client, proposal)

    assert "Tulis paling sedikit satu catatan agar OPD tahu apa yang diperbaiki." in shown
    assert answer.status_code == 409
    assert ' data-reason="locked"' in answer.text
    assert state(proposal) == State.IN_ASSISTANCE


def test_return_with_every_note_unticked_is_refused(client_for, reviewer, proposal, maker):
    maker.note(proposal)

    answer = give_back(client_for(reviewer), proposal, notes=[])

    assert answer.status_code == 422
    assert "Tulis paling sedikit satu catatan agar OPD tahu apa yang diperbaiki." in answer.content.decode()


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("12 November 2025", "08.59", "Batas perbaikan harus setelah sekarang."),
        ("1 Desember 2025", "00.00", "Batas perbaikan melewati batas pengajuan, Minggu, 30 November 2025"),
        ("6 Desember 2025", "12.00", "Batas perbaikan tidak boleh melewati batas pusat, Jumat, 5 Desember 2025"),
        ("", "", "Isi batas perbaikan."),
    ],
)
def test_due_date_lies_between_now_and_the_limit(client_for, reviewer, proposal, maker, day, time, sentence):
    later = proposal.cycle.closes_at + timedelta(days=5)
    SubmissionCycle.objects.update(national_closes_at=later)
    maker.note(proposal)

    answer = give_back(client_for(reviewer), proposal, day=day, time=time)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert state(proposal) == State.IN_ASSISTANCE


def test_window_opens_a_due_date_past_the_limit(client_for, reviewer, proposal, maker):
    SubmissionCycle.objects.update(national_closes_at=proposal.cycle.closes_at + timedelta(days=5))
    maker.note(proposal)

    give_back(client_for(reviewer), proposal, day="3 Desember 2025", opens_window="on")

    assert state(proposal) == State.REVISION_REQUIRED
    assert proposal.revision_window is True


def test_after_the_limit_a_return_needs_the_window(client_for, reviewer, proposal, maker, clock_at):
    SubmissionCycle.objects.update(national_closes_at=proposal.cycle.closes_at + timedelta(days=5))
    maker.note(proposal)
    clock_at("2025-12-01T09:00:00+07:00")
    client = client_for(reviewer)

    shown = page(client, proposal, "review-return").content.decode()
    refused = give_back(client, proposal, day="3 Desember 2025")
    accepted = give_back(client, proposal, day="3 Desember 2025", opens_window="on")

    assert "Batas pengajuan sudah lewat. OPD hanya dapat mengirim ulang" in shown
    assert (refused.status_code, accepted.status_code) == (422, 303)


def test_only_the_reviewer_who_holds_it_returns_it(
    client_for, other_reviewer, approver, operator, stranger, proposal, maker
):
    maker.note(proposal)
    statuses = {
        who.username: give_back(client_for(who), proposal).status_code
        for who in (other_reviewer, approver, operator, stranger)
    }

    assert statuses == {
        other_reviewer.username: 403,
        approver.username: 403,
        operator.username: 403,
        stranger.username: 404,
    }
    assert state(proposal) == State.IN_ASSISTANCE


# --- Setujui, tolak, buka kembali -------------------------------------------------------------------------------------


def test_approval_records_the_amount(client_for, approver, proposal):
    client = client_for(approver)
    assert page(client, proposal, "review-approve").context["form"]["approved_amount"].value() == "261.000.000"

    answer = decide(client, proposal, "review-approve", approved_amount="250.000.000")

    assert answer.status_code == 303
    assert state(proposal) == State.APPROVED
    assert proposal.approved_amount == 250_000_000


@pytest.mark.parametrize("amount", ["", "0", "261.000.001", "banyak"])
def test_approval_asks_for_an_amount_up_to_what_was_asked(client_for, approver, proposal, amount):
    assert decide(client_for(approver), proposal, "review-approve", approved_amount=amount).status_code == 422
    assert state(proposal) == State.IN_ASSISTANCE


def test_open_mandatory_note_stands_in_the_way_of_an_approval(client_for, approver, proposal, maker):
    maker.note(proposal)
    client = client_for(approver)

    shown = page(client, proposal, "review-approve")
    answer = decide(client, proposal, "review-approve", approved_amount="1.000")

    assert (shown.status_code, answer.status_code) == (200, 409)
    for text in (shown.content.decode(), answer.content.decode()):
        assert "Masih ada 1 catatan wajib yang belum selesai." in text
        assert reverse("review-workspace", args=[proposal.number]) + "#catatan-1" in text
    assert state(proposal) == State.IN_ASSISTANCE


def test_open_suggestions_are_shown_before_they_leave_with_the_approval(client_for, approver, proposal, maker):
    maker.note(proposal, "Tambahkan foto terbaru.", kind=NoteKind.SUGGESTION)
    client = client_for(approver)

    assert "Tambahkan foto terbaru." in page(client, proposal, "review-approve").content.decode()
    decide(client, proposal, "review-approve", approved_amount="250.000.000", suggestions_due_on="20 November 2025")

    assert proposal.notes.get().released_at is not None


@pytest.mark.parametrize("route", ["review-approve", "review-reject"])
def test_reviewers_decide_nothing(client_for, reviewer, admin, operator, stranger, proposal, route):
    values = {"approved_amount": "250.000.000", "reason": REASON}
    for who, status in ((reviewer, 403), (admin, 403), (operator, 403), (stranger, 404)):
        assert decide(client_for(who), proposal, route, **values).status_code == status

    assert state(proposal) == State.IN_ASSISTANCE


def test_rejection_needs_a_reason_that_explains(client_for, approver, proposal):
    client = client_for(approver)

    short = decide(client, proposal, "review-reject", reason="Tidak layak.")
    enough = decide(client, proposal, "review-reject", reason=REASON)

    assert short.status_code == 422
    assert "Alasan penolakan paling sedikit 30 karakter. Sekarang 12 karakter." in short.content.decode()
    assert enough.status_code == 303
    assert state(proposal) == State.REJECTED
    assert proposal.decision_reason == REASON


def test_decision_can_be_taken_back(client_for, approver, reviewer, make_proposal):
    proposal = make_proposal(state="approved")

    assert decide(client_for(reviewer), proposal, "review-reopen", reason=REASON).status_code == 403
    assert decide(client_for(approver), proposal, "review-reopen", reason=REASON).status_code == 303

    assert state(proposal) == State.IN_ASSISTANCE
    assert proposal.assigned_to == reviewer


def test_decision_on_an_older_page_is_refused_and_tells_what_happened(client_for, approver, proposal, maker, reviewer):
    seen = proposal.version
    maker.note(proposal, kind=NoteKind.SUGGESTION)

    answer = decide(client_for(approver), proposal, "review-reject", seen_version=seen, reason=REASON)

    assert answer.status_code == 409
    text = answer.content.decode()
    assert 'data-reason="stale"' in text
    assert f"{reviewer.name} menulis catatan" in text
    assert REASON in text
    assert state(proposal) == State.IN_ASSISTANCE


def test_second_decision_is_told_who_decided_when(client_for, approver, proposal):
    client = client_for(approver)
    decide(client, proposal, "review-reject", reason=REASON)

    answer = decide(client, proposal, "review-approve", approved_amount="250.000.000")

    assert answer.status_code == 409
    text = answer.content.decode()
    assert 'data-reason="locked"' in text
    assert f"{approver.name} menolak usulan pada Rabu, 12 November 2025, pukul 09.00 WIB" in text
    assert AuditEntry.objects.filter(proposal=proposal, verb="approved").count() == 0


def test_garbage_for_a_version_was_never_seen(client_for, approver, proposal):
    answer = decide(client_for(approver), proposal, "review-reject", seen_version="٣", reason=REASON)

    assert answer.status_code == 409


@pytest.mark.parametrize("who", ["approver", "admin"])
def test_answer_of_the_ministry_reopens_editing_until_its_due_date(client_for, who, make_proposal, request):
    proposal = make_proposal(state="sent")
    day = plain_date(clock.now() + timedelta(days=30))

    answer = decide(
        client_for(request.getfixturevalue(who)),
        proposal,
        "review-ministry-return",
        reason=REASON,
        due_at_date=day,
        due_at_time="16.00",
    )

    assert answer.status_code == 303
    assert state(proposal) == State.REVISION_REQUIRED
    assert proposal.revision_window is True


def test_answer_of_the_ministry_is_not_recorded_by_a_reviewer(client_for, reviewer, make_proposal):
    proposal = make_proposal(state="sent")

    assert decide(client_for(reviewer), proposal, "review-ministry-return", reason=REASON).status_code == 403


@pytest.mark.parametrize(
    ("route", "start", "values"),
    [
        ("review-approve", "in_assistance", {"approved_amount": "1.000"}),
        ("review-reject", "in_assistance", {"reason": REASON}),
        ("review-reopen", "approved", {"reason": REASON}),
    ],
)
def test_decision_takes_at_most_twenty_six_queries(
    client_for, approver, make_proposal, route, start, values, django_assert_max_num_queries
):
    proposal = make_proposal(state=start)
    client = client_for(approver)

    with django_assert_max_num_queries(26):
        page(client, proposal, route)
    with django_assert_max_num_queries(26 + SAVEPOINTS):
        assert decide(client, proposal, route, **values).status_code == 303


def test_return_takes_at_most_twenty_six_queries(client_for, reviewer, proposal, maker, django_assert_max_num_queries):
    maker.note(proposal)
    client = client_for(reviewer)

    with django_assert_max_num_queries(26 + SAVEPOINTS):
        assert give_back(client, proposal).status_code == 303


# A savepoint costs no plan and is not counted (one is opened and released); decide() refreshes the proposal first.
SAVEPOINTS = 3
