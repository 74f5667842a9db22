"""NIHIL: who may declare that an agency proposes nothing, until when, and what takes it back."""

import pytest

from proposals.models import AuditEntry, Obligation
from proposals.services import cycles
from proposals.services.cycles import NilRefused
from proposals.workflow import Refusal

CUTOFF = "2025-12-01T00:00:00+07:00"
LAST_MICROSECOND = "2025-11-30T23:59:59.999999+07:00"


def declare(agency_cycle, actor):
    return cycles.declare_nil(agency_cycle, actor=actor, reason="Tidak ada kegiatan.", official="Kepala Dinas (contoh)")


@pytest.fixture
def declared(agency_cycle, operator):
    return declare(agency_cycle, operator)


def verbs(agency_cycle):
    entries = AuditEntry.objects.filter(agency=agency_cycle.agency, cycle=agency_cycle.cycle, proposal=None)
    return list(entries.order_by("id").values_list("verb", flat=True))


def test_declaration_is_stored_with_reason_official_and_moment(agency_cycle, operator, clock_at):
    clock_at("2025-11-20T09:00:00+07:00")

    declare(agency_cycle, operator)

    agency_cycle.refresh_from_db()
    assert agency_cycle.obligation == Obligation.NIL_DECLARED
    assert (agency_cycle.nil_reason, agency_cycle.nil_official) == ("Tidak ada kegiatan.", "Kepala Dinas (contoh)")
    assert agency_cycle.nil_declared_at.isoformat() == "2025-11-20T02:00:00+00:00"
    entry = AuditEntry.objects.get(verb="nil_declared")
    assert (entry.agency, entry.actor) == (agency_cycle.agency, operator)
    assert entry.facts == {"reason": "Tidak ada kegiatan.", "official": "Kepala Dinas (contoh)"}


def test_declaring_twice_changes_nothing(declared, operator):
    again = cycles.declare_nil(declared, actor=operator, reason="Alasan lain.", official="Orang lain")

    assert (again.nil_reason, verbs(declared)) == ("Tidak ada kegiatan.", ["nil_declared"])


def test_withdrawal_gives_the_first_obligation_back(declared, agency_head):
    cycles.withdraw_nil(declared, actor=agency_head)

    declared.refresh_from_db()
    assert (declared.obligation, declared.nil_declared_at) == (Obligation.REQUIRED, None)
    assert verbs(declared) == ["nil_declared", "nil_withdrawn"]


def test_withdrawing_nothing_changes_nothing(agency_cycle, operator):
    cycles.withdraw_nil(agency_cycle, actor=operator)

    assert verbs(agency_cycle) == []


def test_declaration_is_refused_to_a_stranger(agency_cycle, stranger):
    with pytest.raises(NilRefused) as refused:
        declare(agency_cycle, stranger)

    assert refused.value.refusal is Refusal.ROLE


@pytest.mark.parametrize("state", ["submitted", "in_assistance", "revision_required", "approved"])
def test_declaration_is_refused_while_something_is_on_the_record(state, agency_cycle, operator, make_proposal):
    make_proposal(state)

    with pytest.raises(NilRefused) as refused:
        declare(agency_cycle, operator)

    assert refused.value.refusal is Refusal.LOCKED
    assert verbs(agency_cycle) == []


@pytest.mark.parametrize("state", ["draft", "rejected"])
def test_declaration_is_taken_beside_a_draft_or_a_rejected_proposal(state, agency_cycle, operator, make_proposal):
    make_proposal(state)

    assert declare(agency_cycle, operator).obligation == Obligation.NIL_DECLARED


def test_new_draft_withdraws_the_declaration(declared, maker):
    maker.draft("Rehabilitasi Jaringan Irigasi")

    declared.refresh_from_db()
    assert declared.obligation == Obligation.REQUIRED
    assert verbs(declared) == ["nil_declared", "nil_withdrawn"]


def test_sending_an_older_draft_withdraws_the_declaration(agency_cycle, operator, make_proposal, maker):
    proposal = make_proposal("draft")
    declare(agency_cycle, operator)

    maker.submit(proposal)

    agency_cycle.refresh_from_db()
    assert agency_cycle.obligation == Obligation.REQUIRED
    assert verbs(agency_cycle) == ["nil_declared", "nil_withdrawn"]


def test_declaration_is_taken_in_the_last_microsecond(agency_cycle, operator, clock_at):
    clock_at(LAST_MICROSECOND)

    assert declare(agency_cycle, operator).obligation == Obligation.NIL_DECLARED


@pytest.mark.parametrize("moment", [CUTOFF, "2025-12-01T00:00:00.000001+07:00"])
def test_declaration_is_refused_from_the_cutoff_on(moment, agency_cycle, operator, clock_at):
    clock_at(moment)

    with pytest.raises(NilRefused) as refused:
        declare(agency_cycle, operator)

    assert refused.value.refusal is Refusal.DEADLINE


def test_withdrawal_is_refused_after_the_cutoff(declared, operator, clock_at):
    clock_at(CUTOFF)

    with pytest.raises(NilRefused) as refused:
        cycles.withdraw_nil(declared, actor=operator)

    assert refused.value.refusal is Refusal.DEADLINE
    declared.refresh_from_db()
    assert declared.obligation == Obligation.NIL_DECLARED
