"""Prepared decisions: the reviewer lays one before the approver, who confirms exactly that or decides otherwise."""

from datetime import date

import pytest
from django.urls import reverse

from notifications.models import OutboxMessage
from ops.testing.scene import again
from proposals.models import AuditEntry, NoteAudience, NoteKind, PreparedDecision
from proposals.services import prepared
from proposals.services.transitions import TransitionRefused
from proposals.workflow import State

pytestmark = pytest.mark.django_db

REASON = "Lahan belum bersertifikat dan tidak dapat dibangun tahun ini."

OWN = 3  # a savepoint, its release, and the test's own look at the version


@pytest.fixture(scope="module", autouse=True)
def in_review(scene):
    scene.clock_at("2025-11-12T09:00:00+07:00")
    return scene.make("in_assistance")


@pytest.fixture
def proposal(db, in_review):
    return again(in_review)


def address(proposal, route="review-prepare"):
    return reverse(route, args=[proposal.number])


def post(client, proposal, route="review-prepare", **values):
    proposal.refresh_from_db()
    given = {"kind": "setujui", "approved_amount": "250.000.000", "seen_version": proposal.version}
    return client.post(address(proposal, route), given | values)


def verbs(proposal):
    entries = AuditEntry.objects.filter(proposal=proposal, verb__startswith="decision_").order_by("id")
    return list(entries.values_list("verb", flat=True))


def test_reviewer_prepares_an_approval_and_decides_nothing(client_for, reviewer, proposal):
    client = client_for(reviewer)
    assert client.get(address(proposal)).status_code == 200

    answer = post(client, proposal)

    assert answer.status_code == 303
    decision = PreparedDecision.objects.get()
    assert (decision.kind, decision.approved_amount, decision.prepared_by) == ("approve", 250_000_000, reviewer)
    proposal.refresh_from_db()
    assert proposal.state == State.IN_ASSISTANCE
    assert decision.seen_version == proposal.version
    assert verbs(proposal) == ["decision_prepared"]
    text = client.get(address(proposal, "review-workspace")).content.decode()
    assert f"Setujui usulan, disiapkan oleh {reviewer.name}" in text
    assert "Tarik kembali" in text


def test_prepared_again_replaces_it(client_for, reviewer, proposal):
    client = client_for(reviewer)
    post(client, proposal)

    post(client, proposal, kind="tolak", reason=REASON)

    decision = PreparedDecision.objects.get()
    assert (decision.kind, decision.reason, decision.approved_amount) == ("reject", REASON, None)


def test_open_mandatory_note_stands_in_the_way_of_a_prepared_approval_too(client_for, reviewer, proposal, maker):
    maker.note(proposal)
    client = client_for(reviewer)

    shown, answer = client.get(address(proposal)), post(client, proposal)

    assert (shown.status_code, answer.status_code) == (200, 409)
    for each in (shown, answer):
        assert "Masih ada 1 catatan wajib yang belum selesai." in each.content.decode()
    assert not PreparedDecision.objects.exists()
    assert post(client, proposal, kind="tolak", reason=REASON).status_code == 303


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"approved_amount": ""}, "Isi nilai yang disetujui."),
        ({"approved_amount": "999.000.000.000"}, "nilai yang disetujui"),
        ({"kind": "tolak", "reason": "Tidak layak."}, "paling sedikit 30 karakter"),
    ],
)
def test_what_the_decision_would_refuse_is_refused_when_prepared(client_for, reviewer, proposal, values, sentence):
    answer = post(client_for(reviewer), proposal, **values)

    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("Nilai", "nilai")
    assert not PreparedDecision.objects.exists()


def test_open_suggestions_ask_for_a_date_and_an_internal_one_does_not(client_for, reviewer, proposal, maker):
    client = client_for(reviewer)
    maker.note(proposal, kind=NoteKind.SUGGESTION, audience=NoteAudience.INTERNAL)
    assert "suggestions_due_on" not in client.get(address(proposal)).context["form"].fields
    maker.note(proposal, "Tambahkan foto.", kind=NoteKind.SUGGESTION)

    page = client.get(address(proposal)).content.decode()
    missing = post(client, proposal)
    past = post(client, proposal, suggestions_due_on="12 November 2025")
    good = post(client, proposal, suggestions_due_on="20 November 2025")

    assert "Batas menindaklanjuti saran" in page
    assert "Tambahkan foto." in page
    assert (missing.status_code, past.status_code, good.status_code) == (422, 422, 303)
    assert "Batas menindaklanjuti saran harus setelah hari ini." in past.content.decode()
    assert PreparedDecision.objects.get().suggestions_due_on == date(2025, 11, 20)
    assert "Setujui dengan catatan" in client.get(address(proposal, "review-workspace")).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("other_reviewer", 403), ("approver", 403), ("admin", 403), ("operator", 403), ("leader", 403), ("stranger", 404)],
)
def test_nobody_else_prepares(client_for, who, status, proposal, request):
    client = client_for(request.getfixturevalue(who))

    assert client.get(address(proposal)).status_code == status
    assert post(client, proposal, reason=REASON).status_code == status
    assert post(client, proposal, "review-prepare-undo").status_code == status
    assert not PreparedDecision.objects.exists()


def test_preparing_on_an_old_version_is_refused_with_the_reason_given_back(client_for, reviewer, proposal, maker):
    version = proposal.version
    maker.note(proposal, kind=NoteKind.SUGGESTION)

    answer = post(client_for(reviewer), proposal, kind="tolak", reason=REASON, seen_version=version)

    assert answer.status_code == 409
    assert 'data-reason="stale"' in answer.content.decode() or "berubah sejak" in answer.content.decode()
    assert REASON in answer.content.decode()


def test_change_after_it_was_prepared_makes_it_stale(client_for, reviewer, approver, proposal, maker):
    client = client_for(reviewer)
    post(client, proposal)

    maker.note(proposal, kind=NoteKind.SUGGESTION)

    for user, route in ((reviewer, "review-workspace"), (approver, "review-workspace"), (approver, "review-approve")):
        text = client_for(user).get(address(proposal, route)).content.decode()
        assert "Usulan berubah sejak keputusan ini disiapkan." in text


def test_taken_back_it_is_gone(client_for, reviewer, proposal):
    client = client_for(reviewer)
    post(client, proposal)

    assert post(client, proposal, "review-prepare-undo").status_code == 303
    assert post(client, proposal, "review-prepare-undo").status_code == 303

    assert not PreparedDecision.objects.exists()
    assert verbs(proposal) == ["decision_prepared", "decision_taken_back"]
    assert "keputusan-disiapkan" not in client.get(address(proposal, "review-workspace")).content.decode()


def test_approver_reads_it_and_the_page_comes_filled(client_for, reviewer, approver, proposal):
    post(client_for(reviewer), proposal)
    client = client_for(approver)

    text = client.get(address(proposal, "review-workspace")).content.decode()
    page = client.get(address(proposal, "review-approve"))

    assert f"disiapkan oleh {reviewer.name}" in text
    assert "Periksa dan putuskan" in text
    assert "Tarik kembali" not in text
    assert page.context["form"]["approved_amount"].value() == "250.000.000"
    assert f"disiapkan oleh {reviewer.name}" in page.content.decode()


def test_prepared_rejection_fills_the_page_of_the_rejection_only(client_for, reviewer, approver, proposal):
    post(client_for(reviewer), proposal, kind="tolak", reason=REASON)
    client = client_for(approver)

    assert client.get(address(proposal, "review-reject")).context["form"]["reason"].value() == REASON
    other = client.get(address(proposal, "review-approve")).context["form"]
    assert other.initial["approved_amount"] == proposal.requested_amount


def test_agency_never_learns_of_it(client_for, reviewer, operator, leader, proposal):
    post(client_for(reviewer), proposal, kind="tolak", reason=REASON + " RAHASIA-5521")
    history = address(proposal, "proposal-history")

    for user in (operator, leader):
        client = client_for(user)
        for page in (address(proposal, "proposal-detail"), history):
            text = client.get(page).content.decode()
            assert "RAHASIA-5521" not in text
            assert "menyiapkan keputusan" not in text
    assert "menyiapkan keputusan" in client_for(reviewer).get(history).content.decode()


def test_confirming_carries_out_exactly_what_was_prepared(client_for, reviewer, approver, proposal):
    post(client_for(reviewer), proposal)
    version = PreparedDecision.objects.get().seen_version

    prepared.confirm(proposal, actor=approver, seen_version=version)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.approved_amount) == (State.APPROVED, 250_000_000)


def test_agency_reads_until_when_suggestions_are_followed_up(
    client_for, reviewer, approver, operator, proposal, maker, django_assert_max_num_queries
):
    maker.note(proposal, "Tambahkan foto.", kind=NoteKind.SUGGESTION)
    post(client_for(approver), proposal, "review-approve", suggestions_due_on="20 November 2025")

    proposal.refresh_from_db()
    assert proposal.suggestions_due_on == date(2025, 11, 20)
    client = client_for(operator)
    with django_assert_max_num_queries(14):
        text = client.get(address(proposal, "proposal-detail")).content.decode()
    assert "Disetujui dengan catatan" in text
    assert "Lengkapi 1 catatan sebelum 20 November 2025" in text
    for page in ("/beranda/", "/usulan/"):
        assert "Lengkapi 1 catatan sebelum 20 November 2025" in client.get(page).content.decode(), page
    facts = OutboxMessage.objects.filter(kind="approved").first().facts
    assert facts["suggestions_due_on"] == "2025-11-20"
    assert [note["body"] for note in facts["suggestions"]] == ["Tambahkan foto."]


def test_what_the_ministry_returns_has_no_date_for_suggestions_any_more(client_for, approver, admin, proposal, maker):
    maker.note(proposal, "Tambahkan foto.", kind=NoteKind.SUGGESTION)
    post(client_for(approver), proposal, "review-approve", suggestions_due_on="20 November 2025")
    maker.send(proposal)
    proposal.refresh_from_db()
    assert proposal.suggestions_due_on == date(2025, 11, 20)

    maker.act("returned_by_ministry", proposal, admin, note="x" * 30, due_at=proposal.cycle.closes_at)

    proposal.refresh_from_db()
    assert proposal.suggestions_due_on is None


def test_confirming_what_was_prepared_anew_is_refused(client_for, reviewer, approver, proposal):
    client = client_for(reviewer)
    post(client, proposal)
    seen = PreparedDecision.objects.get().seen_version
    post(client, proposal, approved_amount="1.000.000")

    with pytest.raises(TransitionRefused) as refused:
        prepared.confirm(proposal, actor=approver, seen_version=seen)

    assert refused.value.refusal == "stale"
    proposal.refresh_from_db()
    assert proposal.state == State.IN_ASSISTANCE


def test_reviewer_confirms_nothing(client_for, reviewer, proposal):
    post(client_for(reviewer), proposal)

    with pytest.raises(TransitionRefused):
        prepared.confirm(proposal, actor=reviewer, seen_version=PreparedDecision.objects.get().seen_version)


def test_decision_prepared_in_an_earlier_round_counts_no_more(client_for, reviewer, proposal, maker):
    client = client_for(reviewer)
    post(client, proposal)
    maker.give_back(proposal)
    maker.resubmit(proposal)
    maker.take(proposal)
    proposal.refresh_from_db()

    assert prepared.of_proposal(proposal) is None


def test_pages_keep_to_their_query_budgets(
    client_for, reviewer, approver, proposal, maker, django_assert_max_num_queries
):
    maker.note(proposal, kind=NoteKind.SUGGESTION)
    client = client_for(reviewer)
    post(client, proposal, suggestions_due_on="20 November 2025")

    with django_assert_max_num_queries(20):
        client.get(address(proposal, "review-workspace"))
    with django_assert_max_num_queries(20):
        client.get(address(proposal))
    with django_assert_max_num_queries(26 + OWN):
        post(client, proposal, suggestions_due_on="21 November 2025")
    signed = client_for(approver)
    with django_assert_max_num_queries(26 + OWN):
        answer = post(signed, proposal, "review-approve", suggestions_due_on="20 November 2025")
    assert answer.status_code == 303
