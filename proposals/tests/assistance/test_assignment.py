"""Giving a proposal to a reviewer: who may, to whom, and that nobody overwrites what a faster colleague did."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from accounts.roles import Role
from lebong_proposals import clock
from notifications.models import Kind, OutboxMessage
from ops.testing.scene import again
from proposals.models import AuditEntry
from proposals.sections import Section
from proposals.services.assignment import AssignmentRefused, assign
from proposals.services.covers import add_cover
from proposals.workflow import Refusal, State

pytestmark = pytest.mark.django_db

QUEUE = "/asistensi/"
BULK = "/asistensi/massal/"


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    """Three submitted proposals, one that the reviewer holds, and one that came back from the agency."""
    submitted = [scene.make("submitted", title=f"Embung {name}") for name in "ABC"]
    resubmitted = scene.make("revision_required")
    scene.maker.resubmit(resubmitted)
    return {"submitted": submitted, "held": scene.make("in_assistance"), "resubmitted": resubmitted}


@pytest.fixture
def many(db, made):
    return [again(proposal) for proposal in made["submitted"]]


@pytest.fixture
def proposal(many):
    """Submitted, and taken by nobody."""
    return many[0]


@pytest.fixture
def held(db, made):
    return again(made["held"])


@pytest.fixture
def resubmitted(db, made):
    return again(made["resubmitted"])


def address(proposal):
    return reverse("review-assign", args=[proposal.number])


def told():
    """Who got a mail about an assignment, with what it says happened."""
    rows = OutboxMessage.objects.filter(kind=Kind.ASSIGNED).order_by("id")
    return [row.recipient.username for row in rows]


def entries():
    return list(AuditEntry.objects.filter(verb="assigned").order_by("id"))


def test_head_assigns_what_nobody_has_taken(client_for, approver, other_reviewer, proposal):
    answer = client_for(approver).post(
        address(proposal), {"seen_version": proposal.version, "asistor": other_reviewer.username, "alasan": "Irigasi"}
    )

    assert (answer.status_code, answer["Location"]) == (303, reverse("review-workspace", args=[proposal.number]))
    version = proposal.version
    proposal.refresh_from_db()
    assert (proposal.assigned_to, proposal.state, proposal.version) == (other_reviewer, State.SUBMITTED, version + 1)
    (entry,) = entries()
    assert entry.facts == {
        "reviewer_id": other_reviewer.pk,
        "reviewer_name": other_reviewer.name,
        "previous_reviewer_id": None,
        "previous_reviewer_name": "",
        "reason": "Irigasi",
    }
    assert told() == [other_reviewer.username]
    queue = client_for(other_reviewer).get(QUEUE)
    assert [row.number for row in queue.context["page"].object_list] == [proposal.number]


def test_open_round_goes_to_the_new_reviewer_and_waits_no_less(client_for, admin, other_reviewer, reviewer, held):
    proposal = held

    assign(proposal, actor=admin, reviewer=other_reviewer, seen_version=proposal.version)

    since = proposal.handed_over_at
    proposal.refresh_from_db()
    assert proposal.assistance_sessions.get().reviewer == other_reviewer
    assert proposal.handed_over_at == since
    assert sorted(told()) == [other_reviewer.username, reviewer.username]


def test_reviewer_hands_over_what_is_held_and_nothing_else(client_for, reviewer, other_reviewer, held, proposal):
    mine, free = held, proposal
    choice = {"asistor": other_reviewer.username}
    client = client_for(reviewer)

    assert client.get(address(mine)).status_code == 200
    assert client.post(address(mine), choice | {"seen_version": mine.version}).status_code == 303
    assert told() == [other_reviewer.username]
    assert client.post(address(mine), choice | {"seen_version": mine.version + 1}).status_code == 403
    assert client.post(address(free), choice | {"seen_version": free.version}).status_code == 403
    assert len(entries()) == 1


@pytest.mark.parametrize(("who", "status"), [("operator", 403), ("stranger", 404), ("leader", 403)])
def test_others_assign_nothing(client_for, who, status, proposal, other_reviewer, request):
    client = client_for(request.getfixturevalue(who))

    assert client.get(address(proposal)).status_code == status
    sent = client.post(address(proposal), {"seen_version": proposal.version, "asistor": other_reviewer.username})
    assert sent.status_code == status
    assert entries() == []


@pytest.mark.parametrize("who", ["approver", "admin"])
def test_returned_proposal_is_given_to_another_before_it_is_sent_again(
    client_for, who, request, other_reviewer, reviewer, operator, make_proposal, maker
):
    returned = make_proposal(state="revision_required")
    client = client_for(request.getfixturevalue(who))
    assert reverse("review-assign", args=[returned.number]) in client.get(QUEUE, {"antrean": "semua"}).text
    maker.save(returned, Section.BACKGROUND, {"problem_statement": "Saluran bocor, diperbaiki."})
    returned.refresh_from_db()
    version = returned.version

    answer = client.post(address(returned), {"seen_version": version - 1, "asistor": other_reviewer.username})

    assert answer.status_code == 303, "what the agency writes meanwhile is no reason to refuse"
    returned.refresh_from_db()
    assert (returned.assigned_to, returned.state) == (other_reviewer, State.REVISION_REQUIRED)
    assert returned.version == version, "the agency's check page stays good"
    assert other_reviewer.username in told()
    maker.resubmit(returned)
    assert returned.number in [row.number for row in client_for(other_reviewer).get(QUEUE).context["page"].object_list]


@pytest.mark.parametrize("state", ["approved", "sent"])
def test_what_is_decided_is_assigned_to_nobody(client_for, admin, make_proposal, state):
    assert client_for(admin).get(address(make_proposal(state=state))).status_code == 409


def test_slower_of_two_is_told_who_was_faster(client_for, approver, admin, reviewer, other_reviewer, proposal):
    assign(proposal, actor=admin, reviewer=reviewer, seen_version=proposal.version)

    answer = client_for(approver).post(
        address(proposal),
        {"seen_version": proposal.version, "asistor": other_reviewer.username, "alasan": "Sudah saya pikirkan"},
    )

    assert answer.status_code == 409
    text = answer.content.decode()
    assert 'data-reason="stale"' in text
    assert f"Terakhir, {admin.name} menugaskan asistor pada" in text
    assert "Sudah saya pikirkan" in text
    proposal.refresh_from_db()
    assert proposal.assigned_to == reviewer


def test_nobody_is_given_a_proposal_of_the_own_office(client_for, approver, other_reviewer, agency, proposal):
    Membership.objects.create(
        user=other_reviewer, agency=agency, role=Role.AGENCY_HEAD, title="Plt.", is_acting=True, starts_on="2025-01-01"
    )

    answer = client_for(approver).post(
        address(proposal), {"seen_version": proposal.version, "asistor": other_reviewer.username}
    )

    assert answer.status_code == 422
    assert "Pilih salah satu pilihan yang tersedia." in answer.content.decode()
    with pytest.raises(AssignmentRefused, match="OPD sendiri") as refused:
        assign(proposal, actor=approver, reviewer=other_reviewer, seen_version=proposal.version)
    assert refused.value.refusal is Refusal.LOCKED


def test_only_an_active_reviewer_is_given_something(approver, admin, reviewer, operator, held):
    reviewer_now = {"actor": approver, "seen_version": held.version}

    for somebody in (operator, admin, approver):
        with pytest.raises(AssignmentRefused, match="bukan anggota Tim Asistensi"):
            assign(held, reviewer=somebody, **reviewer_now)
    with pytest.raises(AssignmentRefused, match="sudah ditugaskan kepada"):
        assign(held, reviewer=reviewer, **reviewer_now)


def test_form_asks_for_the_reviewer_and_keeps_the_reason(client_for, approver, proposal):
    answer = client_for(approver).post(address(proposal), {"seen_version": proposal.version, "alasan": "Beban kerja"})

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Pilih asistor." in text
    assert 'value="Beban kerja"' in text


def bulk(proposals, reviewer):
    versions = {f"versi-{proposal.number}": proposal.version for proposal in proposals}
    return {"usulan": [proposal.number for proposal in proposals], "asistor": reviewer.username} | versions


def test_chosen_rows_are_named_before_they_are_assigned(client_for, approver, other_reviewer, many):
    chosen = many[:2]

    text = client_for(approver).get(BULK, {"usulan": [p.number for p in chosen], "asistor": other_reviewer.username})
    text = text.content.decode()

    assert f"<h1>Tugaskan 2 usulan kepada {other_reviewer.name}?</h1>" in text
    assert "Embung A" in text
    assert "Embung C" not in text
    assert f'name="versi-{chosen[0].number}" value="{chosen[0].version}"' in text
    assert entries() == []


def test_chosen_rows_are_assigned(client_for, approver, other_reviewer, many):
    answer = client_for(approver).post(BULK, bulk(many, other_reviewer))

    assert answer.status_code == 303
    for proposal in many:
        proposal.refresh_from_db()
        assert proposal.assigned_to == other_reviewer
    assert told() == [other_reviewer.username] * 3


def test_one_refused_row_does_not_hold_the_others_up(client_for, approver, admin, reviewer, other_reviewer, many):
    wanted = bulk(many, other_reviewer)
    assign(many[1], actor=admin, reviewer=reviewer, seen_version=many[1].version)

    answer = client_for(approver).post(BULK, wanted | {"usulan": [*wanted["usulan"], "2025-9999", "\x00"]})

    assert answer.status_code == 409
    refused = {result.number: result.refusal for result in answer.context["refused"]}
    assert set(refused) == {many[1].number, "2025-9999", "\x00"}
    assert f"Terakhir, {admin.name} menugaskan asistor" in refused[many[1].number]
    assert [result.number for result in answer.context["done"]] == [many[0].number, many[2].number]
    many[1].refresh_from_db()
    assert many[1].assigned_to == reviewer
    repeated = client_for(approver).post(BULK, wanted)
    assert len(repeated.context["refused"]) == 3
    assert len(entries()) == 3


def test_reviewer_gives_away_only_what_is_held(client_for, reviewer, other_reviewer, held, many):
    page = client_for(reviewer).get(BULK, {"usulan": [held.number, many[0].number], "asistor": other_reviewer.username})
    sent = client_for(reviewer).post(BULK, bulk([held, many[0]], other_reviewer))

    assert [proposal.number for proposal in page.context["offered"]] == [held.number]
    assert "Hanya asistor usulan ini, kepala Bappeda, atau admin" in page.content.decode()
    assert [result.number for result in sent.context["done"]] == [held.number]


def test_drafts_and_strangers_stay_out_of_the_bulk(client_for, approver, stranger, other_reviewer, make_proposal):
    draft = make_proposal(state="draft", title="Rahasia")

    page = client_for(approver).get(BULK, {"usulan": [draft.number], "asistor": other_reviewer.username})

    assert "Rahasia" not in page.content.decode()
    assert "Belum ada usulan yang dipilih." in page.content.decode()
    assert client_for(stranger).post(BULK, bulk([draft], other_reviewer)).status_code == 403


def test_bulk_without_reviewer_asks_for_one(client_for, approver, many):
    page = client_for(approver).get(BULK, {"usulan": [many[0].number]})
    sent = client_for(approver).post(BULK, {"usulan": [many[0].number]})

    assert "Pilih asistor." in page.content.decode()
    assert sent.status_code == 422
    assert [proposal.number for proposal in sent.context["offered"]] == [many[0].number]


def test_queue_offers_to_assign_only_what_the_person_may(client_for, reviewer, approver, proposal, held, make_proposal):
    returned = make_proposal(state="revision_required")

    def offered(user):
        text = client_for(user).get(QUEUE, {"antrean": "semua"}).content.decode()
        return [each for each in (proposal, held, returned) if address(each) in text]

    assert offered(approver) == [proposal, held, returned]
    assert offered(reviewer) == [held]
    nothing = client_for(reviewer).get(QUEUE, {"antrean": "belum"}).content.decode()
    assert "Tugaskan kepada" not in nothing
    assert "Unduh ringkasan (XLSX)" in nothing


def test_bulk_page_takes_few_queries(client_for, approver, other_reviewer, many, django_assert_max_num_queries):
    client = client_for(approver)

    with django_assert_max_num_queries(12):
        client.get(BULK, {"usulan": [proposal.number for proposal in many], "asistor": other_reviewer.username})


def take(client, proposal):
    return client.post(reverse("review-take", args=[proposal.number]), {"seen_version": proposal.version})


def test_what_is_assigned_is_taken_by_nobody_else(client_for, approver, reviewer, other_reviewer, many):
    proposal = assign(many[0], actor=approver, reviewer=reviewer, seen_version=many[0].version)
    stranger, holder = client_for(other_reviewer), client_for(reviewer)
    button = reverse("review-take", args=[proposal.number])

    refused = take(stranger, proposal)

    assert refused.status_code == 409
    assert f"Usulan ini sudah ditugaskan kepada {reviewer.name}." in refused.content.decode()
    for page in (QUEUE + "?antrean=semua", reverse("review-workspace", args=[proposal.number])):
        assert f'action="{button}"' not in stranger.get(page).content.decode()
        assert f'action="{button}"' in holder.get(page).content.decode()
    assert take(holder, proposal).status_code == 303


def test_second_round_goes_back_to_the_same_reviewer(client_for, reviewer, other_reviewer, resubmitted):
    refused = take(client_for(other_reviewer), resubmitted)

    assert f"Usulan ini sudah ditugaskan kepada {reviewer.name}." in refused.content.decode()
    assert take(client_for(reviewer), resubmitted).status_code == 303


def test_substitute_takes_what_the_absent_reviewer_was_given(
    client_for, approver, reviewer, other_reviewer, resubmitted
):
    today = clock.wib_date(clock.now())
    add_cover(actor=approver, absent=reviewer, substitute=other_reviewer, starts_on=today, ends_on=today)

    assert take(client_for(other_reviewer), resubmitted).status_code == 303
