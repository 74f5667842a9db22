"""Daftar periksa: the holder fills it for the round, Bappeda reads it, the agency never learns of it."""

import pytest
from django.urls import reverse

from ops.testing.scene import again
from proposals.models import AuditEntry, CriterionResult, FundingSource, ReviewCriterion
from proposals.services import checklist
from proposals.services.checklist import NoteRefused

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def in_review(scene):
    return scene.make("in_assistance")


@pytest.fixture
def proposal(db, in_review):
    return again(in_review)


@pytest.fixture
def price(db):
    return ReviewCriterion.objects.get(code="cost_reasonable", funding_source=None)


def address(proposal, route="review-checklist"):
    return reverse(route, args=[proposal.number])


def save(client, proposal, seen=None, **values):
    if seen is None:
        seen = client.get(address(proposal)).context["sheet"].seen
    return client.post(address(proposal), {"seen": seen} | values)


def found(price, verdict="needs_work", remark="Di atas SSH."):
    return {f"verdict_{price.pk}": verdict, f"remark_{price.pk}": remark}


def saves():
    return AuditEntry.objects.filter(verb="checklist_saved")


def test_reviewer_fills_the_checklist_of_the_round(client_for, reviewer, proposal, price):
    client = client_for(reviewer)

    assert save(client, proposal, **found(price)).status_code == 303

    result = CriterionResult.objects.get()
    assert (result.criterion, result.verdict, result.remark) == (price, "needs_work", "Di atas SSH.")
    assert (result.session.round_number, result.updated_by) == (1, reviewer)
    assert saves().get().facts == {"round": 1, "changes": {"cost_reasonable": ["", "needs_work"]}}
    assert "1 dari" in client.get(address(proposal)).content.decode()


def test_one_save_is_one_entry_and_an_unchanged_one_none(client_for, reviewer, proposal, price):
    client = client_for(reviewer)
    other = ReviewCriterion.objects.get(code="authority", funding_source=None)
    values = found(price) | {f"verdict_{other.pk}": "fits"}

    save(client, proposal, **values)
    save(client, proposal, **values)
    save(client, proposal, **values | {f"verdict_{other.pk}": "not_applicable"})

    assert [entry.facts["changes"] for entry in saves().order_by("id")] == [
        {"authority": ["", "fits"], "cost_reasonable": ["", "needs_work"]},
        {"authority": ["fits", "not_applicable"]},
    ]


def test_criteria_are_those_of_the_funding_source_and_of_all(client_for, reviewer, proposal):
    of_other = FundingSource.objects.exclude(pk=proposal.funding_source_id)[0]
    ReviewCriterion.objects.create(code="lain", section="budget", label="Hanya sumber lain", funding_source=of_other)
    ReviewCriterion.objects.create(
        code="sendiri", section="budget", label="Hanya sumber ini", funding_source=proposal.funding_source
    )
    ReviewCriterion.objects.create(code="mati", section="budget", label="Tidak dipakai", is_active=False)

    text = client_for(reviewer).get(address(proposal)).content.decode()

    assert "Hanya sumber ini" in text
    assert "Hanya sumber lain" not in text
    assert "Tidak dipakai" not in text


@pytest.mark.parametrize(
    ("verdict", "remark", "sentence"),
    [
        ("needs_work", "", "Isi alasan singkat."),
        ("", "Alasan tanpa hasil.", "Pilih hasil pemeriksaan butir ini."),
        ("tidak-ada", "", ""),
        ("fits", "x" * 301, "300"),
    ],
)
def test_finding_that_says_too_little_or_too_much_comes_back(
    client_for, reviewer, proposal, price, verdict, remark, sentence
):
    answer = save(client_for(reviewer), proposal, **found(price, verdict, remark))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert remark in answer.content.decode()
    assert not CriterionResult.objects.exists()


def test_save_on_top_of_another_is_refused_with_what_was_typed(client_for, reviewer, proposal, price):
    client = client_for(reviewer)
    seen = client.get(address(proposal)).context["sheet"].seen
    save(client, proposal, seen, **found(price, "fits", ""))

    answer = save(client, proposal, seen, **found(price, "needs_work", "KATA-4711"))

    assert answer.status_code == 409
    text = answer.content.decode()
    assert 'data-reason="stale"' in text
    assert "KATA-4711" in text
    assert CriterionResult.objects.get().verdict == "fits"
    again = save(client, proposal, answer.context["sheet"].seen, **found(price, "needs_work", "KATA-4711"))
    assert again.status_code == 303
    assert CriterionResult.objects.get().remark == "KATA-4711"


@pytest.mark.parametrize("who", ["other_reviewer", "approver", "admin"])
def test_others_of_bappeda_read_it_without_filling_it(client_for, reviewer, who, proposal, price, request):
    save(client_for(reviewer), proposal, **found(price))
    client = client_for(request.getfixturevalue(who))

    page = client.get(address(proposal))

    text = page.content.decode()
    assert page.status_code == 200
    assert "Perlu perbaikan: Di atas SSH." in text
    assert "Simpan daftar periksa" not in text
    assert save(client, proposal, **found(price, "fits", "")).status_code == 403
    assert CriterionResult.objects.get().verdict == "needs_work"


def test_agency_never_learns_of_it(
    client_for, reviewer, operator, agency_head, stranger, leader, proposal, price, maker
):
    save(client_for(reviewer), proposal, **found(price, remark="RAHASIA-8833"))
    history = reverse("proposal-history", args=[proposal.number])

    for user, status in ((operator, 403), (agency_head, 403), (leader, 403), (stranger, 404)):
        assert client_for(user).get(address(proposal)).status_code == status
    maker.give_back(proposal)
    for user in (operator, agency_head):
        pages = (address(proposal, "revision"), address(proposal, "proposal-detail"), history, "/beranda/")
        for page in pages:
            text = client_for(user).get(page).content.decode()
            assert "RAHASIA-8833" not in text
            assert "mengisi daftar periksa" not in text.lower()
    assert "mengisi daftar periksa" in client_for(reviewer).get(history).content.decode()
    assert "mengisi daftar periksa" not in client_for(leader).get(history).content.decode()


def test_draft_and_untaken_proposals_have_no_checklist_to_fill(client_for, reviewer, make_proposal):
    client = client_for(reviewer)
    submitted = make_proposal(state="submitted")

    assert client.get(address(make_proposal())).status_code == 404
    page = client.get(address(submitted))
    assert page.status_code == 200
    assert "Usulan ini belum diasistensi." in page.content.decode()
    assert client.post(address(submitted), {"seen": ""}).status_code == 403


def test_closed_round_is_read_only_and_the_next_one_shows_it(client_for, reviewer, proposal, price, maker):
    client = client_for(reviewer)
    save(client, proposal, **found(price))
    maker.give_back(proposal)
    assert client.post(address(proposal), {"seen": ""}).status_code == 409

    maker.resubmit(proposal)
    maker.take(proposal)
    page = client.get(address(proposal))

    assert "Putaran 1: Perlu perbaikan, Di atas SSH." in page.content.decode()
    assert page.context["sheet"].results == {}
    save(client, proposal, **found(price, "fits", ""))
    assert CriterionResult.objects.count() == 2


def test_criterion_found_wanting_becomes_a_note_once(client_for, reviewer, proposal, price):
    client = client_for(reviewer)

    answer = save(client, proposal, note=price.pk, **found(price))

    assert answer.status_code == 303
    note = proposal.notes.get()
    assert (note.section, note.kind, note.audience) == ("budget", "mandatory", "agency")
    assert note.body == f"{price.label}: Di atas SSH."
    assert CriterionResult.objects.get().note == note
    save(client, proposal, note=price.pk, **found(price))
    assert proposal.notes.count() == 1
    text = client.get(address(proposal)).content.decode()
    assert "Buat catatan dari butir ini" not in text
    assert f"Catatan {note.number}</a> dibuat dari butir ini." in text


def test_note_that_was_removed_can_be_made_again(client_for, reviewer, proposal, price):
    client = client_for(reviewer)
    save(client, proposal, note=price.pk, **found(price))
    client.post(reverse("review-note-remove", args=[proposal.number, 1]))

    save(client, proposal, note=price.pk, **found(price))

    assert CriterionResult.objects.get().note == proposal.notes.get()


@pytest.mark.parametrize("verdict", ["fits", "not_applicable", None])
def test_only_what_needs_work_becomes_a_note(reviewer, proposal, price, verdict):
    session = proposal.assistance_sessions.get()
    if verdict:
        seen = checklist.fingerprint(session, [])
        checklist.save(proposal, actor=reviewer, seen=seen, findings={price.pk: (verdict, "")})

    with pytest.raises(NoteRefused):
        checklist.note_from(proposal, actor=reviewer, criterion_id=price.pk)
    assert not proposal.notes.exists()


def test_checklist_leaves_the_version_of_the_proposal_alone(client_for, reviewer, proposal, price):
    before = proposal.version

    save(client_for(reviewer), proposal, **found(price))

    proposal.refresh_from_db()
    assert proposal.version == before


def test_page_takes_few_queries_however_many_rounds(
    client_for, reviewer, proposal, price, maker, django_assert_max_num_queries
):
    client = client_for(reviewer)
    save(client, proposal, note=price.pk, **found(price))
    maker.give_back(proposal)
    maker.resubmit(proposal)
    maker.take(proposal)

    with django_assert_max_num_queries(14):
        client.get(address(proposal))
