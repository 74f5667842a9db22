"""What is missing, judged alike from the whole content and from the facts of many drafts in one statement."""

import pytest

from ops.testing.journeys import cost
from ops.testing.scene import again
from proposals.completeness import DemandTable, assess
from proposals.judging import judge_many
from proposals.models import Proposal
from proposals.sections import Section
from proposals.snapshot import with_content

GROUP = cost("Pekerjaan tanah", "1", "", 0) | {"kind": "group", "quantity": None, "unit_price": None}
STONE = cost("Batu kali", "1", "m3", 10)
INDICATOR = ("name", "kind", "unit", "baseline", "target", "source")


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


@pytest.mark.parametrize(
    ("unfinished", "sentences"),
    [
        (STONE | {"quantity": None, "unit_price": None}, ["Isi volume dan harga satuan baris 4 RAB."]),
        (STONE | {"quantity": None}, ["Isi volume baris 4 RAB."]),
        (STONE | {"description": ""}, ["Isi uraian baris 4 RAB."]),
        (GROUP | {"description": ""}, ["Isi uraian baris 4 RAB."]),
        (GROUP | {"kind": "tax", "description": "PPN"}, ["Isi tarif pajak baris 4 RAB."]),
        (GROUP | {"kind": "rounding", "description": "Dibulatkan"}, ["Isi kelipatan pembulatan baris 4 RAB."]),
        (STONE | {"unit": ""}, []),  # pointed out on the page, and never in the way (ux.md 2.4)
    ],
)
def test_what_a_budget_row_lacks_is_named_by_its_number_on_the_page(maker, proposal, unfinished, sentences):
    """An autosave stores half a row; the page counts every row, groups too."""
    maker.save(proposal, Section.BUDGET, {}, rows=[GROUP, STONE, GROUP, unfinished])

    missing = judged(proposal).missing

    assert [piece.text for piece in missing] == sentences
    assert {piece.row for piece in missing} <= {4}


def test_place_without_its_village_is_asked_for_the_village(maker, proposal):
    place = {"village": None, "place_name": "Saluran induk", "latitude": None, "longitude": None}
    maker.save(proposal, Section.LOCATION, {}, rows=[place])

    assert [piece.text for piece in judged(proposal).missing] == [
        "Pilih desa/kelurahan untuk paling sedikit satu lokasi."
    ]


def test_indicator_without_a_name_is_named_by_its_number(maker, proposal):
    rows = [*({name: getattr(row, name) for name in INDICATOR} for row in proposal.indicators.all())]
    maker.save(proposal, Section.INDICATORS, {}, rows=[*rows, rows[0] | {"name": ""}], is_done=True)

    assert [piece.text for piece in judged(proposal).missing] == [f"Isi indikator baris {len(rows) + 1}."]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [("in_progress", "Isi perkiraan selesai “{}”."), ("not_needed", "Isi alasan “{}”.")],
)
def test_answer_about_readiness_lacks_its_date_or_reason(maker, proposal, status, sentence):
    answers = [
        {"requirement": row.requirement, "status": row.status, "expected_on": row.expected_on, "reason": row.reason}
        for row in proposal.readiness_items.select_related("requirement")
    ]
    answers[0] |= {"status": status, "expected_on": None, "reason": ""}
    maker.save(proposal, Section.READINESS, {}, rows=answers)

    (piece,) = judged(proposal).missing

    assert piece.text == sentence.format(answers[0]["requirement"].label)


def test_ceiling_exceeded_by_one_rupiah_is_named_with_the_excess(proposal):
    source = proposal.funding_source
    source.ceiling = proposal.requested_amount - 1
    source.save()

    assert judged(proposal).missing[0].text.startswith("Total usulan melebihi pagu sumber dana ini sebesar Rp1.")


def test_many_drafts_cost_three_queries(proposal, make_proposal, django_assert_num_queries):
    drafts = [proposal.pk, *(make_proposal().pk for _ in range(3))]

    with django_assert_num_queries(3):
        judge_many(drafts)
