"""The queue: who sees what in which tab, how long it has waited, and who takes it."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from accounts.roles import Role
from ops.testing.scene import again
from proposals.models import AuditEntry, DecisionKind
from proposals.policy import Intent
from proposals.services.prepared import prepare
from proposals.workflow import State

pytestmark = pytest.mark.django_db

QUEUE = "/asistensi/"


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    """One waits, one is being reviewed, one is with its agency, one is decided, and one was never sent."""
    scene.clock_at("2025-11-10T10:00:00+07:00")
    return {
        "waiting": scene.make("submitted", title="Jembatan Gantung Desa Tik Sirong"),
        **{state: scene.make(state) for state in ("in_assistance", "revision_required", "approved", "draft")},
    }


@pytest.fixture
def waiting(db, made):
    return again(made["waiting"])


@pytest.fixture
def mine(db, made):
    """In review with the reviewer."""
    return again(made["in_assistance"])


@pytest.fixture
def returned(db, made):
    return again(made["revision_required"])


def numbers(answer):
    return [proposal.number for proposal in answer.context["page"].object_list]


def take(client, proposal, seen_version=None):
    version = proposal.version if seen_version is None else seen_version
    return client.post(reverse("review-take", args=[proposal.number]), {"seen_version": version})


def test_queue_is_sorted_into_tabs(client_for, reviewer, waiting, mine, returned, made):
    client = client_for(reviewer)

    assert numbers(client.get(QUEUE)) == [mine.number]
    assert numbers(client.get(QUEUE, {"antrean": "belum"})) == [waiting.number]
    assert numbers(client.get(QUEUE, {"antrean": "semua"})) == [waiting.number, mine.number, returned.number]
    assert numbers(client.get(QUEUE, {"antrean": "selesai"})) == [made["approved"].number]


def test_queue_says_how_much_waits(client_for, reviewer, clock_at):
    clock_at("2025-11-13T10:00:00+07:00")

    text = client_for(reviewer).get(QUEUE).content.decode()

    assert "2 usulan menunggu, 2 melewati batas waktu asistensi, 1 ditugaskan kepada Anda." in text
    assert "Perlu saya tangani (1)" in text
    assert "Belum ditugaskan (1)" in text
    assert "Semua (3)" in text
    assert "lewat 1 hari kerja" in text
    assert "3 hari kerja" in text


def test_resubmitted_proposal_comes_back_to_its_reviewer(
    client_for, reviewer, other_reviewer, waiting, mine, returned, maker
):
    maker.resubmit(returned)

    assert numbers(client_for(reviewer).get(QUEUE)) == [mine.number, returned.number]
    assert numbers(client_for(other_reviewer).get(QUEUE)) == []
    assert numbers(client_for(other_reviewer).get(QUEUE, {"antrean": "belum"})) == [waiting.number]


def test_approver_sees_the_live_prepared_decisions(client_for, approver, reviewer, make_proposal, maker):
    prepared_one, stale = (make_proposal(state="in_assistance") for _ in range(2))
    for proposal in (prepared_one, stale):
        prepare(
            proposal,
            actor=reviewer,
            kind=DecisionKind.APPROVE,
            intent=Intent(seen_version=proposal.version, approved_amount=1_000_000),
        )
    maker.note(stale)

    assert numbers(client_for(approver).get(QUEUE)) == [prepared_one.number]


def test_filters_narrow_the_tab_and_stay_in_the_address(client_for, reviewer, waiting, mine, returned, stranger):
    client = client_for(reviewer)

    def found(**filters):
        return numbers(client.get(QUEUE, {"antrean": "semua"} | filters))

    assert found(cari="gantung DESA") == [waiting.number]
    assert found(cari=waiting.number) == [waiting.number]
    assert found(status="asistensi") == [mine.number]
    assert found(opd="dpupr") == [waiting.number, mine.number, returned.number]
    assert found(opd="dinkes") == []
    page = client.get(QUEUE, {"antrean": "semua", "cari": "gantung"}).content.decode()
    assert "1 usulan cocok dengan saringan." in page
    assert "Cari: gantung" in page


def test_filter_that_does_not_exist_is_named(client_for, reviewer):
    answer = client_for(reviewer).get(QUEUE, {"antrean": "semua", "status": "draf"})

    assert answer.status_code == 200
    assert answer.context["filters"].errors["status"]


def test_queue_without_result_offers_to_drop_the_filters(client_for, reviewer):
    text = client_for(reviewer).get(QUEUE, {"cari": "tidak ada"}).content.decode()

    assert "Tidak ada usulan yang cocok dengan saringan ini." in text
    assert "Hapus semua saringan" in text


def test_empty_queue_leads_to_what_nobody_has_taken(client_for, other_reviewer):
    text = client_for(other_reviewer).get(QUEUE).content.decode()

    assert "Tidak ada usulan yang perlu Anda tangani." in text
    assert "1 usulan yang belum ditugaskan" in text


def test_nobody_is_offered_a_proposal_of_the_own_agency(client_for, reviewer, agency, waiting, cycle):
    Membership.objects.create(
        user=reviewer, agency=agency, role=Role.AGENCY_HEAD, title="Kepala", is_acting=True, starts_on="2025-01-01"
    )
    client = client_for(reviewer)

    assert numbers(client.get(QUEUE, {"antrean": "semua"})) == []
    assert take(client, waiting).status_code == 403


@pytest.mark.parametrize("who", ["operator", "stranger", "leader"])
def test_queue_belongs_to_bappeda(client_for, who, request):
    assert client_for(request.getfixturevalue(who)).get(QUEUE).status_code == 403


def test_queue_takes_at_most_twelve_queries(
    client_for, reviewer, mine, make_proposal, maker, django_assert_max_num_queries
):
    for proposal in (mine, make_proposal(state="in_assistance"), make_proposal(state="in_assistance")):
        maker.note(proposal)
    client = client_for(reviewer)

    with django_assert_max_num_queries(12):
        client.get(QUEUE, {"antrean": "semua", "cari": "irigasi", "opd": "dpupr", "status": "asistensi"})


def test_queue_of_the_approver_takes_at_most_twelve_queries(client_for, approver, django_assert_max_num_queries):
    client = client_for(approver)

    with django_assert_max_num_queries(12):
        client.get(QUEUE)


def test_taking_a_proposal_starts_the_round(client_for, reviewer, waiting):
    answer = take(client_for(reviewer), waiting)

    assert answer["Location"] == reverse("review-workspace", args=[waiting.number])
    waiting.refresh_from_db()
    assert (waiting.state, waiting.assigned_to, waiting.round_number) == (State.IN_ASSISTANCE, reviewer, 1)


def test_slower_reviewer_is_told_who_was_faster(client_for, reviewer, other_reviewer, waiting):
    take(client_for(reviewer), waiting)

    answer = take(client_for(other_reviewer), waiting)

    assert answer.status_code == 409
    text = answer.content.decode()
    assert 'data-reason="locked"' in text
    assert f"{reviewer.name} memulai asistensi" in text
    assert AuditEntry.objects.filter(proposal=waiting, verb="assistance_started").count() == 1


def test_taking_what_was_recalled_finds_nothing(client_for, reviewer, operator, waiting, maker):
    maker.act("recall", waiting, operator)

    assert take(client_for(reviewer), waiting).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("operator", 403), ("stranger", 404), ("approver", 403), ("admin", 403)])
def test_only_reviewers_take_proposals(client_for, who, status, waiting, request):
    assert take(client_for(request.getfixturevalue(who)), waiting).status_code == status
    waiting.refresh_from_db()
    assert waiting.state == State.SUBMITTED
