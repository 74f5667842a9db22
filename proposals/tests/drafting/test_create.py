import pytest

from lebong_proposals import clock
from proposals.models import AgencyCycle, FundingSource, Obligation, Proposal
from proposals.sections import Section
from proposals.services.drafting import EditRefused, create_proposal
from proposals.workflow import Refusal


@pytest.fixture
def begin(agency_cycle, operator):
    def make(actor=operator, title="Irigasi Air Kotok", **extra):
        source = FundingSource.objects.get(code="apbn_ministry")
        return create_proposal(actor=actor, agency_cycle=agency_cycle, title=title, funding_source=source, **extra)

    return make


def test_a_draft_gets_the_next_number_of_its_cycle(begin):
    assert [begin().number, begin().number] == ["2025-0001", "2025-0002"]


def test_a_draft_is_prefilled_from_the_office_and_the_person(begin, agency_head, operator):
    agency_head.memberships.update(nip="198503122010011004")
    operator.phone = "08120001"
    operator.save()

    proposal = begin()

    assert proposal.responsible_name == agency_head.name
    assert proposal.responsible_nip == "198503122010011004"
    assert proposal.responsible_title == agency_head.memberships.get().title
    assert (proposal.contact_name, proposal.contact_phone) == (operator.name, "08120001")
    assert proposal.fiscal_year == 2026


def test_a_prefilled_telephone_number_is_what_saving_it_untouched_would_store(begin, operator):
    operator.phone = "0800-0000-0031"
    operator.save()

    assert begin().contact_phone == "080000000031"


def test_a_draft_has_its_eight_sections_unwritten(begin):
    rows = begin().sections.values_list("code", "version", "is_done")

    assert set(rows) == {(section.value, 0, False) for section in Section}


def test_a_creation_is_on_record(begin, operator, agency):
    entry = begin().audit_entries.get()

    assert (entry.verb, entry.actor_name, entry.actor_agency) == ("created", operator.name, agency.name)
    assert entry.facts["title"] == "Irigasi Air Kotok"


def test_a_new_draft_withdraws_nihil(begin, agency_cycle):
    AgencyCycle.objects.filter(pk=agency_cycle.pk).update(
        obligation=Obligation.NIL_DECLARED, nil_declared_at=clock.now(), nil_reason="Tidak ada kebutuhan."
    )

    begin()

    agency_cycle.refresh_from_db()
    assert agency_cycle.obligation == agency_cycle.base_obligation
    assert agency_cycle.nil_declared_at is None


def test_a_stranger_begins_nothing_for_another_agency(begin, stranger):
    with pytest.raises(EditRefused) as refused:
        begin(actor=stranger)

    assert refused.value.refusal is Refusal.ROLE
    assert not Proposal.objects.exists()


def test_a_reviewer_begins_nothing(begin, reviewer):
    with pytest.raises(EditRefused) as refused:
        begin(actor=reviewer)

    assert refused.value.refusal is Refusal.ROLE


def test_nothing_begins_after_the_limit(begin, clock_at, cycle):
    clock_at(cycle.closes_at.isoformat())

    with pytest.raises(EditRefused) as refused:
        begin()

    assert refused.value.refusal is Refusal.DEADLINE
    cycle.refresh_from_db()
    assert cycle.last_number == 0


def test_a_copy_has_the_words_and_rows_but_no_files_and_no_answers(begin, make_proposal):
    source = make_proposal(complete=True)

    copy = begin(title="Salinan", copy_from=source)

    assert copy.title == "Salinan"
    assert copy.problem_statement == source.problem_statement
    assert copy.requested_amount == source.requested_amount == sum(row.amount for row in copy.cost_items.all())
    assert not set(copy.cost_items.values_list("uuid")) & set(source.cost_items.values_list("uuid"))
    assert [copy.indicators.count(), copy.locations.count()] == [2, 1]
    assert [copy.attachments.count(), copy.readiness_items.count()] == [0, 0]
    assert not copy.sections.filter(is_done=True).exists()
    begun = copy.sections.filter(version=1, updated_at=copy.created_at).values_list("code", flat=True)
    assert set(begun) == {section.value for section in Section} - {"readiness", "attachments"}


def test_a_proposal_of_another_agency_cannot_be_copied(begin, make_proposal, stranger, cycle, other_agency):
    theirs = make_proposal(complete=False)
    own_cycle = AgencyCycle.objects.get(cycle=cycle, agency=other_agency)

    with pytest.raises(EditRefused) as refused:
        create_proposal(
            actor=stranger,
            agency_cycle=own_cycle,
            title="Salinan",
            funding_source=theirs.funding_source,
            copy_from=theirs,
        )

    assert refused.value.refusal is Refusal.ROLE
