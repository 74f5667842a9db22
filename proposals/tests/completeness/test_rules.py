"""What is missing, judged alike from the whole content and from the facts of many drafts in one statement."""

import pytest

from ops.testing.journeys import cost
from ops.testing.scene import again
from proposals.completeness import DemandTable, assess
from proposals.judging import judge_many
from proposals.models import Proposal
from proposals.sections import Section
from proposals.snapshot import with_content


@pytest.fixture(scope="module", autouse=True)
def filled(scene):
    return scene.make()


@pytest.fixture
def proposal(db, filled):
    return again(filled)


def judged(proposal):
    whole = with_content(Proposal.objects.filter(pk=proposal.pk)).get()
    verdict = assess(whole, DemandTable().of(whole))
    assert judge_many([proposal.pk])[proposal.pk] == verdict
    return verdict


def test_filled_proposal_lacks_nothing(proposal):
    verdict = judged(proposal)

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
def test_emptied_field_is_named(maker, proposal, section, change, sentence):
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
def test_emptied_rows_are_named(maker, proposal, section, rows, sentence):
    maker.save(proposal, section, {}, rows=rows)

    assert [piece.text for piece in judged(proposal).missing] == [sentence]


def test_an_unfinished_budget_row_is_named_by_its_number_on_the_page(maker, make_proposal):
    """The page counts every row, groups too."""
    proposal = make_proposal()
    group = cost("Pekerjaan tanah", "1", "", 0) | {"kind": "group", "quantity": None, "unit_price": None}
    rows = [group, cost("Galian", "1", "m3", 10), group, cost("Urugan", "1", "", 10)]
    maker.save(proposal, Section.BUDGET, {}, rows=rows)

    (piece,) = judged(proposal).missing

    assert piece.text == "Lengkapi volume, satuan, dan harga satuan baris 4 RAB."
    assert piece.row == 4


def test_ceiling_exceeded_by_one_rupiah_is_named_with_the_excess(proposal):
    source = proposal.funding_source
    source.ceiling = proposal.requested_amount - 1
    source.save()

    assert judged(proposal).missing[0].text.startswith("Total usulan melebihi pagu sumber dana ini sebesar Rp1.")


def test_many_drafts_cost_three_queries(proposal, make_proposal, django_assert_num_queries):
    drafts = [proposal.pk, *(make_proposal().pk for _ in range(3))]

    with django_assert_num_queries(3):
        judge_many(drafts)
