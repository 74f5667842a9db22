"""The transition table, cell by cell."""

from dataclasses import replace
from itertools import product

import pytest

from proposals.workflow import TRANSITIONS, Action, Facts, Refusal, Relation, State, available, check, target

READY = Facts(
    state=State.DRAFT,
    relations=frozenset(Relation) - {Relation.OWNER},
    window_open=True,
    notes_to_answer=1,
    due_date_given=True,
    reason_length=30,
    in_numbered_dispatch=True,
    declared=True,
)


def ready(action, **changes):
    """Facts under which this action is allowed, then changed in the one way a test is about."""
    row = TRANSITIONS[action]
    relations = READY.relations | (row.actors if Relation.OWNER in row.actors else frozenset())
    return replace(READY, **({"state": min(row.sources), "relations": relations} | changes))


@pytest.mark.parametrize(("action", "state"), list(product(Action, State)), ids=str)
def test_action_is_allowed_exactly_in_its_source_states(action, state):
    verdict = check(action, ready(action, state=state))

    assert bool(verdict) == (state in TRANSITIONS[action].sources)


@pytest.mark.parametrize(("action", "relation"), list(product(Action, Relation)), ids=str)
def test_action_needs_one_of_its_actors(action, relation):
    verdict = check(action, ready(action, relations=frozenset({relation})))

    assert bool(verdict) == (relation in TRANSITIONS[action].actors)


@pytest.mark.parametrize("action", [Action.SUBMIT, Action.RECALL, Action.RESUBMIT])
def test_agency_actions_stop_when_the_window_closes(action):
    verdict = check(action, ready(action, window_open=False))

    assert verdict.reason == "Batas pengajuan sudah lewat."
    assert verdict.refusal is Refusal.DEADLINE


@pytest.mark.parametrize(
    "action", [Action.START_ASSISTANCE, Action.RETURN, Action.APPROVE, Action.REJECT, Action.REOPEN]
)
def test_nobody_reviews_the_proposal_of_their_own_agency(action):
    verdict = check(action, ready(action, relations=frozenset(Relation)))

    assert verdict.reason == "Anda tidak dapat menelaah usulan OPD sendiri."


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.START_ASSISTANCE}))
def test_whose_it_is_matters_only_for_taking_it(action):
    """The other rows ask for the holder as an actor, or for the approver, who decides whoever reviews."""
    assert check(action, ready(action, other_holder="Rina"))


def test_stale_page_decides_nothing():
    for action in Action:
        assert not check(action, ready(action, sees_current_version=False))


def test_missing_pieces_are_counted_in_the_refusal():
    verdict = check(Action.SUBMIT, ready(Action.SUBMIT, missing=("RAB", "Surat usulan")))

    assert verdict.reason == "Usulan belum dapat dikirim. Lengkapi 2 hal berikut."


def test_available_lists_only_what_concerns_the_actor():
    facts = ready(Action.APPROVE, relations=frozenset({Relation.APPROVER}), open_mandatory_notes=1)

    assert {action: bool(verdict) for action, verdict in available(facts).items()} == {
        Action.APPROVE: False,
        Action.REJECT: True,
    }


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.SUBMIT, Action.RECALL, Action.RESUBMIT}))
def test_bappeda_goes_on_working_after_the_window_has_closed(action):
    assert check(action, ready(action, window_open=False))


@pytest.mark.parametrize(
    ("action", "change", "reason"),
    [
        (Action.START_ASSISTANCE, {"other_holder": "Rina"}, "Usulan ini sudah ditugaskan kepada Rina."),
        (Action.SUBMIT, {"declared": False}, "Lengkapi pernyataan dan data surat usulan."),
        (Action.RESUBMIT, {"unanswered_notes": 2}, "Masih ada 2 catatan yang belum ditanggapi."),
        (Action.RESUBMIT, {"missing": ("RAB",)}, "Usulan belum dapat dikirim. Lengkapi 1 hal berikut."),
        (Action.RETURN, {"notes_to_answer": 0}, "Tulis paling sedikit satu catatan agar OPD tahu apa yang diperbaiki."),
        (Action.RETURN, {"due_date_given": False}, "Isi batas perbaikan."),
        (Action.APPROVE, {"open_mandatory_notes": 2}, "Masih ada 2 catatan wajib yang belum selesai."),
        (Action.REJECT, {"reason_length": 29}, "Tulis alasan paling sedikit 30 karakter."),
        (Action.REOPEN, {"reason_length": 29}, "Tulis alasan paling sedikit 30 karakter."),
        (Action.MARK_SENT, {"in_numbered_dispatch": False}, "Isi nomor dan tanggal surat pada paket lebih dahulu."),
        (Action.RETURNED_BY_MINISTRY, {"reason_length": 0}, "Tulis alasan paling sedikit 30 karakter."),
        (Action.RETURNED_BY_MINISTRY, {"due_date_given": False}, "Isi batas perbaikan."),
    ],
    ids=str,
)
def test_guard_refuses_with_its_sentence(action, change, reason):
    assert check(action, ready(action, **change)).reason == reason


def test_recall_leads_to_draft_in_the_first_round_and_to_the_revision_later():
    assert target(Action.RECALL, ready(Action.RECALL, round_number=0)) is State.DRAFT
    assert target(Action.RECALL, ready(Action.RECALL, round_number=1)) is State.REVISION_REQUIRED


def test_refusal_names_the_first_thing_that_is_wrong():
    facts = ready(Action.SUBMIT, state=State.APPROVED, relations=frozenset(), sees_current_version=False)
    order = []
    for change in (
        {},
        {"state": State.DRAFT},
        {"relations": frozenset({Relation.OWNER})},
        {"sees_current_version": True},
    ):
        facts = replace(facts, **change)
        order.append(check(Action.SUBMIT, replace(facts, window_open=False)).refusal)

    assert order == [Refusal.LOCKED, Refusal.ROLE, Refusal.STALE, Refusal.DEADLINE]
