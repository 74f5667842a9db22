"""The approver's list of prepared decisions: read, tick, look once more; each is confirmed or refused on its own."""

from datetime import date

import pytest

from accounts.models import Membership
from accounts.roles import Role
from ops.testing.scene import again
from proposals.models import AuditEntry, DecisionKind, NoteKind, PreparedDecision, Proposal
from proposals.policy import Intent
from proposals.services.prepared import prepare
from proposals.workflow import State

pytestmark = pytest.mark.django_db

LIST = "/asistensi/keputusan/"
CONFIRM = f"{LIST}sahkan/"
DONE = f"{LIST}hasil/"
REASON = "Lahan belum bersertifikat dan tidak dapat dibangun tahun ini."


@pytest.fixture(scope="module", autouse=True)
def in_review(scene):
    return [scene.make("in_assistance") for _ in range(3)]


@pytest.fixture
def ready(db, in_review, reviewer):
    """Prepare a decision on a proposal, the next one that has none unless it is given."""
    undecided = iter(in_review)

    def make(proposal=None, kind=DecisionKind.APPROVE, **intent):
        proposal = proposal or again(next(undecided))
        proposal.refresh_from_db()
        values = {"approved_amount": 200_000_000} if kind == DecisionKind.APPROVE else {"note": REASON}
        prepare(proposal, actor=reviewer, kind=kind, intent=Intent(seen_version=proposal.version, **values | intent))
        proposal.refresh_from_db()
        return proposal

    return make


def choice(proposal):
    return f"{proposal.number}:{PreparedDecision.objects.get(session__proposal=proposal).seen_version}"


def state(proposal):
    proposal.refresh_from_db()
    return proposal.state


def confirm(client, *choices):
    return client.post(CONFIRM, {"pilih": choices})


def test_list_shows_each_decision_with_nothing_ticked(client_for, approver, reviewer, ready, maker):
    proposal = ready()
    other = ready(kind=DecisionKind.REJECT)

    text = client_for(approver).get(LIST).content.decode()

    for each in (proposal, other):
        assert each.title in text
        assert f'href="/asistensi/{each.number}/"' in text
        assert f'value="{choice(each)}"' in text
    assert "checked" not in text
    assert reviewer.name in text
    assert "200.000.000" in text
    assert REASON in text


def test_queue_leads_only_the_approver_to_the_list(client_for, approver, reviewer):
    assert f'href="{LIST}"' in client_for(approver).get("/asistensi/").content.decode()
    assert f'href="{LIST}"' not in client_for(reviewer).get("/asistensi/").content.decode()


def test_list_without_decisions_says_so(client_for, approver):
    assert "Belum ada keputusan yang disiapkan asistor." in client_for(approver).get(LIST).content.decode()


def test_stale_decision_is_listed_but_cannot_be_ticked(client_for, approver, ready, maker):
    proposal = ready()
    maker.note(proposal, kind=NoteKind.SUGGESTION)

    text = client_for(approver).get(LIST).content.decode()

    assert "Usulan berubah sejak keputusan ini disiapkan." in text
    assert 'name="pilih"' not in text


def test_day_for_suggestions_that_came_meanwhile_asks_for_the_decision_anew(client_for, approver, ready, clock_at):
    clock_at("2025-11-17T09:00:00+07:00", freeze=False)
    late, good = (ready(suggestions_due_on=date(2025, 11, day)) for day in (19, 20))
    client, choices = client_for(approver), [choice(late), choice(good)]
    sentence = "Batas menindaklanjuti saran sudah lewat. Keputusan ini perlu disiapkan lagi."
    assert sentence not in client.get(LIST).content.decode()
    clock_at("2025-11-19T00:00:00+07:00", freeze=False)

    text, asked = client.get(LIST).content.decode(), client.get(CONFIRM, {"pilih": choices})
    confirm(client, *choices)

    assert sentence in text
    assert f'value="{choices[0]}"' not in text
    assert [line.proposal for line in asked.context["lines"]] == [good]
    assert [state(each) for each in (late, good)] == [State.IN_ASSISTANCE, State.APPROVED]
    assert sentence in client.get(DONE).content.decode()


@pytest.mark.parametrize("who", ["reviewer", "admin", "leader", "operator", "stranger"])
def test_list_is_the_approvers(client_for, who, ready, request):
    proposal = ready()
    client = client_for(request.getfixturevalue(who))

    assert client.get(LIST).status_code == 403
    assert client.get(CONFIRM, {"pilih": choice(proposal)}).status_code == 403
    assert confirm(client, choice(proposal)).status_code == 403
    assert client.get(DONE).status_code == 403
    assert state(proposal) == State.IN_ASSISTANCE


def test_what_was_ticked_is_listed_once_more_before_anything_happens(client_for, approver, ready):
    chosen, left_out = ready(), ready()

    page = client_for(approver).get(CONFIRM, {"pilih": choice(chosen)})

    text = page.content.decode()
    assert chosen.title in text
    assert left_out.title not in text
    assert "Sahkan 1 keputusan" in text
    assert state(chosen) == State.IN_ASSISTANCE


def test_confirmed_decisions_are_carried_out_one_by_one(client_for, approver, ready):
    first, second, third = ready(), ready(kind=DecisionKind.REJECT), ready()
    client = client_for(approver)

    answer = confirm(client, choice(first), choice(second))

    assert (answer.status_code, answer["Location"]) == (303, DONE)
    assert [state(each) for each in (first, second, third)] == [State.APPROVED, State.REJECTED, State.IN_ASSISTANCE]
    assert first.approved_amount == 200_000_000
    assert second.decision_reason == REASON
    assert "2 dari 2 keputusan disahkan." in client.get(DONE).content.decode()
    actors = AuditEntry.objects.filter(verb__in=("approved", "rejected")).values_list("actor_name", flat=True)
    assert set(actors) == {approver.name}


def test_one_that_changed_meanwhile_is_refused_by_name_and_the_others_go_through(
    client_for, approver, ready, reviewer, maker
):
    good, stale, decided = ready(), ready(), ready()
    choices = [choice(each) for each in (good, stale, decided)]
    maker.note(stale, kind=NoteKind.SUGGESTION)
    maker.approve(decided)
    client = client_for(approver)

    confirm(client, *choices)

    assert [state(each) for each in (good, stale, decided)] == [State.APPROVED, State.IN_ASSISTANCE, State.APPROVED]
    text = client.get(DONE).content.decode()
    assert "1 dari 3 keputusan disahkan." in text
    assert f"Terakhir, {reviewer.name} menulis catatan pada" in text
    assert f"Terakhir, {approver.name} menyetujui usulan pada" in text


def test_refusal_names_a_returned_proposal_as_it_was_submitted(client_for, approver, ready, maker):
    proposal = ready()
    submitted, chosen = proposal.title, choice(proposal)
    maker.give_back(proposal)
    Proposal.objects.filter(pk=proposal.pk).update(title="Judul yang belum dikirim")
    client = client_for(approver)

    confirm(client, chosen)

    text = client.get(DONE).content.decode()
    assert submitted in text
    assert "Judul yang belum dikirim" not in text


def test_decision_prepared_anew_after_it_was_ticked_is_not_confirmed(client_for, approver, ready):
    proposal = ready()
    seen = choice(proposal)
    ready(proposal, approved_amount=1)
    client = client_for(approver)

    page = client.get(CONFIRM, {"pilih": seen})
    confirm(client, seen)

    assert "Tidak ikut disahkan karena berubah sejak Anda memilihnya" in page.content.decode()
    assert proposal.number in page.content.decode()
    assert state(proposal) == State.IN_ASSISTANCE


@pytest.mark.parametrize("choices", [[], ["rusak"], ["2025-9999:1"], ["2025-0001:" + "9" * 40], ["\0"]])
def test_nothing_chosen_or_nonsense_decides_nothing(client_for, approver, ready, choices):
    proposal = ready()
    client = client_for(approver)

    assert client.get(CONFIRM, {"pilih": choices}).status_code in (200, 422)
    assert confirm(client, *choices).status_code == 303
    client.get(DONE)
    assert state(proposal) == State.IN_ASSISTANCE


def test_who_ticked_nothing_is_asked_for_a_choice_above_the_list(client_for, approver, ready):
    proposal = ready()

    answer = client_for(approver).get(CONFIRM)

    assert answer.status_code == 422
    summary = answer.text.partition('class="error-summary"')[2].partition("</div>")[0]
    assert f'<a href="#pilih-{proposal.number}">Pilih paling sedikit satu usulan.</a>' in summary
    assert f'id="pilih-{proposal.number}"' in answer.text
    assert "<title>Galat: Keputusan yang disiapkan" in answer.text


def test_nobody_confirms_for_the_own_agency(client_for, approver, agency, ready):
    proposal = ready()
    Membership.objects.create(
        user=approver, agency=agency, role=Role.AGENCY_HEAD, title="Plt. Kepala", starts_on="2025-01-01"
    )
    client = client_for(approver)

    assert proposal.title not in client.get(LIST).content.decode()
    confirm(client, choice(proposal))
    assert state(proposal) == State.IN_ASSISTANCE


def test_list_takes_the_same_queries_for_many(client_for, approver, ready, django_assert_max_num_queries):
    for _ in range(3):
        ready()
    client = client_for(approver)

    with django_assert_max_num_queries(10):
        client.get(LIST)
