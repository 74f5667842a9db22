"""Standing in for an absent reviewer: who sets it, what it opens, and when it ends."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Cover, Membership
from accounts.roles import Role
from ops.testing.scene import again
from proposals.models import AuditEntry, DecisionKind
from proposals.policy import Intent
from proposals.services import assistance, prepared
from proposals.services.covers import CoverRefused, add_cover, end_cover
from proposals.services.transitions import TransitionRefused
from proposals.workflow import Action

pytestmark = pytest.mark.django_db

QUEUE = "/asistensi/"
COVERS = "/asistensi/pengganti/"
MONDAY = "2025-11-10T09:00+07:00"


@pytest.fixture(scope="module", autouse=True)
def in_review(scene):
    """One that the reviewer holds, and one that waits, on Monday."""
    scene.clock_at(MONDAY)
    scene.make("submitted")
    return scene.make("in_assistance")


@pytest.fixture
def held(db, in_review):
    return again(in_review)


@pytest.fixture
def cover(approver, reviewer, other_reviewer):
    """``cover(until=…)``: the other reviewer stands in for the reviewer from Monday on."""

    def add(starts_on=date(2025, 11, 10), ends_on=date(2025, 11, 12), **people):
        who = {"actor": approver, "absent": reviewer, "substitute": other_reviewer} | people
        return add_cover(**who, starts_on=starts_on, ends_on=ends_on, reason="Cuti")

    return add


def numbers(answer):
    return [proposal.number for proposal in answer.context["page"].object_list]


def test_substitute_finds_and_handles_what_the_absent_reviewer_holds(client_for, other_reviewer, reviewer, held, cover):
    client = client_for(other_reviewer)
    assert numbers(client.get(QUEUE)) == []
    workspace = reverse("review-workspace", args=[held.number])
    assert reverse("review-return", args=[held.number]) not in client.get(workspace).content.decode()

    cover()

    page = client.get(QUEUE)
    assert numbers(page) == [held.number]
    assert "0 ditugaskan kepada Anda" in page.content.decode()
    note = assistance.add_note(
        held, actor=other_reviewer, section="budget", body="Periksa harga.", kind="mandatory", audience="agency"
    )
    assert note.author == other_reviewer
    held.refresh_from_db()
    assert held.assigned_to == reviewer


@pytest.mark.parametrize("who", ["reviewer", "other_reviewer", "approver"])
def test_queue_names_the_reviewer_and_the_substitute(client_for, request, reviewer, other_reviewer, cover, who, held):
    cover()

    page = client_for(request.getfixturevalue(who)).get(QUEUE, {"antrean": "semua"}).content.decode()

    cell = f'<td data-label="Asistor">{reviewer.name}<span class="meta d-block">digantikan {other_reviewer.name}</span>'
    assert page.count(cell) == 1
    assert page.count("digantikan") == 1


def test_substitute_begins_a_round_and_the_reviewer_keeps_the_proposal(
    client_for, other_reviewer, reviewer, maker, cover, clock_at
):
    returned = maker.make("revision_required")
    maker.resubmit(returned)
    returned.refresh_from_db()
    cover()

    client = client_for(other_reviewer)
    taken = client.post(reverse("review-take", args=[returned.number]), {"seen_version": returned.version}, follow=True)

    sentence = f"Anda menggantikan {reviewer.name}, yang tetap menjadi asistor usulan ini."
    assert sentence in taken.content.decode()
    returned.refresh_from_db()
    assert (returned.assigned_to, returned.round_number) == (reviewer, 2)
    assert returned.assistance_sessions.get(closed_at__isnull=True).reviewer == other_reviewer
    clock_at("2025-11-13T09:00+07:00")
    give_back = reverse("review-return", args=[returned.number])
    assert client_for(reviewer).get(give_back).status_code == 200
    assert client.get(give_back).status_code == 403


def test_cover_holds_on_its_days_only(client_for, other_reviewer, held, maker, cover, clock_at):
    cover(starts_on=date(2025, 11, 11), ends_on=date(2025, 11, 12))
    found = {}

    for at in ("2025-11-10T23:59+07:00", "2025-11-11T00:00+07:00", "2025-11-12T23:59+07:00", "2025-11-13T00:00+07:00"):
        clock_at(at)
        found[at[8:16]] = numbers(client_for(other_reviewer).get(QUEUE)) == [held.number]

    assert list(found.values()) == [False, True, True, False]
    with pytest.raises(TransitionRefused):
        maker.act(Action.RETURN, held, other_reviewer, due_at=held.submitted_at)


def test_number_in_the_menu_is_the_one_of_the_first_tab(client_for, other_reviewer, approver, reviewer, held, cover):
    def numbers_of(who):
        page = client_for(who).get(QUEUE)
        text = page.content.decode()
        return page.context["counts"]["saya"], f">Asistensi ({page.context['counts']['saya']})<" in text

    assert numbers_of(reviewer) == (1, True)
    assert numbers_of(other_reviewer) == (0, False)
    cover()
    assert numbers_of(other_reviewer) == (1, True)
    assert numbers_of(approver) == (0, False)
    intent = Intent(seen_version=held.version, approved_amount=held.requested_amount)
    prepared.prepare(held, actor=other_reviewer, kind=DecisionKind.APPROVE, intent=intent)
    assert numbers_of(approver) == (1, True)


def test_cover_ends_at_once_when_it_is_ended(client_for, other_reviewer, approver, cover):
    end_cover(cover(), actor=approver)

    assert numbers(client_for(other_reviewer).get(QUEUE)) == []


def test_substitute_of_the_own_office_gains_nothing(client_for, other_reviewer, agency, held, cover):
    Membership.objects.create(
        user=other_reviewer, agency=agency, role=Role.AGENCY_HEAD, title="Plt.", is_acting=True, starts_on="2025-01-01"
    )
    cover()

    assert numbers(client_for(other_reviewer).get(QUEUE)) == []
    with pytest.raises(assistance.NoteRefused):
        assistance.add_note(held, actor=other_reviewer, section="budget", body="x", kind="mandatory", audience="agency")


def test_cover_does_not_make_a_reviewer_of_somebody_else(client_for, operator, reviewer, held, approver):
    Cover.objects.create(
        absent=reviewer,
        substitute=operator,
        starts_on="2025-01-01",
        ends_on="2025-12-31",
        created_by=approver,
        created_at=held.created_at,
    )

    assert client_for(operator).get(QUEUE).status_code == 403


def typed(reviewer, other_reviewer, **changed):
    values = {"absent": reviewer.username, "substitute": other_reviewer.username, "reason": "Cuti tahunan"}
    return values | {"starts_on": "11 11 2025", "ends_on": "14 11 2025"} | changed


def test_head_sets_a_cover_and_it_is_on_the_record(client_for, approver, reviewer, other_reviewer):
    client = client_for(approver)

    answer = client.post(COVERS, typed(reviewer, other_reviewer))

    assert (answer.status_code, answer["Location"]) == (303, COVERS)
    text = client.get(COVERS).content.decode()
    assert f"{other_reviewer.name} menggantikan {reviewer.name}" in text
    assert "Cuti tahunan" in text
    facts = AuditEntry.objects.get(verb="cover_set").facts
    assert (facts["absent_name"], facts["substitute_name"]) == (reviewer.name, other_reviewer.name)
    assert (facts["starts_on"], facts["ends_on"], facts["ended"]) == ("2025-11-11", "2025-11-14", False)


def test_reviewer_sets_a_cover_for_oneself_only(client_for, reviewer, other_reviewer):
    client = client_for(reviewer)
    assert 'name="absent"' not in client.get(COVERS).content.decode()

    client.post(COVERS, typed(other_reviewer, other_reviewer))

    assert list(Cover.objects.values_list("absent", "substitute")) == [(reviewer.pk, other_reviewer.pk)]
    with pytest.raises(CoverRefused, match="oleh asistor sendiri"):
        add_cover(
            actor=reviewer,
            absent=other_reviewer,
            substitute=reviewer,
            starts_on=date(2025, 11, 11),
            ends_on=date(2025, 11, 11),
        )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ends_on": "10 11 2025"}, "Tanggal selesai harus sama dengan tanggal mulai atau sesudahnya."),
        ({"starts_on": "3 11 2025", "ends_on": "7 11 2025"}, "Tanggal mulai tidak boleh sebelum hari ini."),
        ({"starts_on": "9 11 2025"}, "Tanggal mulai tidak boleh sebelum hari ini."),
        ({"substitute": "telaah.uji"}, "Pengganti harus orang lain."),
        ({"substitute": "operator.uji"}, "Pilih salah satu pilihan yang tersedia."),
        ({"substitute": ""}, "Pilih pengganti."),
        ({"starts_on": ""}, "Isi tanggal mulai."),
    ],
)
def test_wrong_cover_is_said_beside_its_field(
    client_for, approver, operator, reviewer, other_reviewer, changed, sentence
):
    answer = client_for(approver).post(COVERS, typed(reviewer, other_reviewer, **changed))

    assert answer.status_code == 422
    assert answer.content.decode().count(sentence) >= 2, "in the summary and beside the field"
    assert "Cuti tahunan" in answer.content.decode()
    assert not Cover.objects.exists()


def test_one_substitute_at_a_time(client_for, approver, reviewer, other_reviewer, cover):
    first = cover(ends_on=date(2025, 11, 11))

    answer = client_for(approver).post(COVERS, typed(reviewer, other_reviewer))

    assert answer.status_code == 422
    sentence = (
        f"{reviewer.name} sudah digantikan oleh {other_reviewer.name} pada 10 November 2025 sampai 11 November 2025."
    )
    assert sentence in answer.content.decode()
    end_cover(first, actor=approver)
    assert client_for(approver).post(COVERS, typed(reviewer, other_reviewer)).status_code == 303


def test_cover_needs_reviewers_on_its_first_day(approver, operator, reviewer, cover):
    with pytest.raises(CoverRefused, match="bukan anggota Tim Asistensi") as refused:
        cover(substitute=operator)

    assert refused.value.field == "substitute"


def test_who_ends_a_cover(client_for, approver, reviewer, other_reviewer, cover, leader):
    added = cover()
    address = reverse("review-cover-end", args=[added.pk])

    assert client_for(other_reviewer).post(address).status_code == 403
    assert client_for(leader).post(address).status_code == 403
    assert client_for(reviewer).post(address).status_code == 303
    added.refresh_from_db()
    assert added.ended_at is not None
    assert client_for(approver).post(address).status_code == 404
    assert AuditEntry.objects.filter(verb="cover_set").count() == 2


@pytest.mark.parametrize("who", ["operator", "stranger", "leader"])
def test_covers_belong_to_bappeda(client_for, who, request):
    assert client_for(request.getfixturevalue(who)).get(COVERS).status_code == 403


def test_covers_of_others_are_not_shown_to_a_reviewer(client_for, bappeda, approver, reviewer, other_reviewer, cover):
    cover()
    third = type(reviewer).objects.create_user("telaah.ketiga", "t3@lebong.example", "Ketiga (contoh)")
    Membership.objects.create(user=third, agency=bappeda, role=Role.REVIEWER, title="Penelaah", starts_on="2025-01-01")

    assert client_for(third).get(COVERS).context["covers"] == []
    assert len(client_for(reviewer).get(COVERS).context["covers"]) == 1
