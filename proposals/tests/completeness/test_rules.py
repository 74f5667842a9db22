"""What is missing, judged alike from the whole content and from the facts of many drafts in one statement."""

import pytest

from proposals.completeness import DemandTable, assess
from proposals.judging import judge_many
from proposals.models import Proposal
from proposals.sections import Section
from proposals.snapshot import with_content


def judged(proposal):
    whole = with_content(Proposal.objects.filter(pk=proposal.pk)).get()
    verdict = assess(whole, DemandTable().of(whole))
    assert judge_many([proposal.pk])[proposal.pk] == verdict
    return verdict


def test_filled_proposal_lacks_nothing(make_proposal):
    verdict = judged(make_proposal())

    assert verdict.missing == ()
    assert verdict.done == frozenset(Section)


def test_new_proposal_lacks_something_in_every_section(make_proposal):
    verdict = judged(make_proposal(complete=False))

    assert {piece.section for piece in verdict.missing} == set(Section)
    assert verdict.next_section is Section.IDENTITY


@pytest.mark.parametrize(
    ("section", "change", "sentence"),
    [
        (Section.IDENTITY, {"ministry": None}, "Pilih kementerian/lembaga tujuan."),
        (Section.IDENTITY, {"responsible_nip": ""}, "Isi NIP penanggung jawab."),
        (Section.BACKGROUND, {"objectives": ""}, "Isi tujuan."),
        (Section.ALIGNMENT, {"national_mission": None}, "Pilih Asta Cita yang paling sesuai."),
        (Section.LOCATION, {"beneficiary_count": None}, "Isi jumlah penerima manfaat."),
    ],
)
def test_emptied_field_is_named(maker, make_proposal, section, change, sentence):
    proposal = make_proposal()
    maker.save(proposal, section, change)

    assert [piece.text for piece in judged(proposal).missing] == [sentence]


@pytest.mark.parametrize(
    ("section", "rows", "sentence"),
    [
        (Section.BUDGET, [], "RAB harus berisi paling sedikit satu baris."),
        (Section.INDICATORS, [], "Isi paling sedikit satu indikator keluaran dan satu indikator hasil."),
        (Section.LOCATION, [], "Isi paling sedikit satu lokasi."),
    ],
)
def test_emptied_rows_are_named(maker, make_proposal, section, rows, sentence):
    proposal = make_proposal()
    maker.save(proposal, section, {}, rows=rows)

    assert [piece.text for piece in judged(proposal).missing] == [sentence]


def test_ceiling_exceeded_by_one_rupiah_is_named_with_the_excess(make_proposal):
    proposal = make_proposal()
    source = proposal.funding_source
    source.ceiling = proposal.requested_amount - 1
    source.save()

    assert judged(proposal).missing[0].text.startswith("Total usulan melebihi pagu sumber dana ini sebesar Rp1.")


def test_many_drafts_cost_three_queries(make_proposal, django_assert_num_queries):
    drafts = [make_proposal().pk for _ in range(4)]

    with django_assert_num_queries(3):
        judge_many(drafts)
