"""KAK and RAB to sign: the order of the document, sums and words, the place for a signature, who may have them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from ops.testing.journeys import cost
from ops.testing.scene import again
from proposals.exports.signed import BUDGET, TERMS, paper_fingerprint
from proposals.models import Proposal
from proposals.sections import Section
from proposals.snapshot import take
from proposals.tests.exports.paper_reader import PaperReader

ROUTES = ["terms-pdf", "budget-pdf"]
HEADINGS = (
    "1. Dasar Hukum",
    "2. Gambaran Umum dan Permasalahan",
    "3. Akibat bila Tidak Didanai",
    "4. Maksud dan Tujuan",
    "5. Penerima Manfaat",
    "6. Keluaran (Output) dan Hasil (Outcome)",
    "7. Strategi Pencapaian dan Jadwal",
    "8. Kurun Waktu Pelaksanaan",
    "9. Lokasi",
    "10. Rencana Anggaran Biaya",
    "11. Keselarasan Kebijakan",
    "12. Keberlanjutan dan Pemeliharaan",
)
# The worked sample of the domain notes, which sums exactly.
SIPANG = [
    cost("Persiapan/mobilisasi", "1", "ls", 75_000_000),
    cost("Perbaikan bendung pas. batu", "180", "m³", 1_450_000),
    cost("Saluran pas. batu", "620", "m³", 1_350_000),
    cost("Lantai beton", "240", "m³", 1_900_000),
    cost("Pintu air", "6", "unit", 28_500_000),
    cost("SMK3 dan mutu", "1", "ls", 45_000_000),
]
EMPTY_ROW = {"uuid": None, "quantity": None, "unit": "", "unit_price": None, "rate": None}
PPN = EMPTY_ROW | {"kind": "tax", "description": "PPN", "rate": Decimal(11)}
ROUNDING = EMPTY_ROW | {"kind": "rounding", "description": "Dibulatkan", "unit_price": 1_000_000}


def group(name):
    return EMPTY_ROW | {"kind": "group", "description": name}


@pytest.fixture(scope="module", autouse=True)
def complete(scene):
    return scene.make()


@pytest.fixture
def proposal(db, complete):
    return again(complete)


@pytest.fixture
def mine(client_for, operator):
    return client_for(operator)


@pytest.fixture
def read(mine):
    """``read(route, proposal)``: the paper as the operator saves it."""
    return lambda route, proposal: PaperReader(mine.get(reverse(route, args=[proposal.number])).content)


def test_terms_follow_the_order_that_ministries_know(read, proposal, agency):
    paper = read("terms-pdf", proposal)

    assert paper.in_order("Kerangka Acuan Kerja (KAK)", proposal.title, *HEADINGS, "NIP 19850312 201001 1 004")
    assert paper.in_order("KABUPATEN LEBONG", agency.name.upper(), "Instansi pelaksana", agency.name)


def test_terms_say_what_the_sections_say(read, proposal):
    paper = read("terms-pdf", proposal)

    for words in (
        "Saluran bocor sejak 2019.",
        "120 KK.",
        "Sawah terairi Hasil ha 12 50 DPUPR",
        "Tahun anggaran 2026.",
        "Rp261.000.000 (dua ratus enam puluh satu juta rupiah)",
        "Mendukung swasembada pangan.",
        "Dipelihara oleh P3A.",
    ):
        assert words in paper.text


@pytest.mark.slow
def test_lines_of_the_legal_basis_become_a_list(read, proposal, maker):
    maker.save(proposal, Section.BACKGROUND, {"legal_basis": "UU 38/2004\nInpres 11/2025"})

    assert "a. UU 38/2004 b. Inpres 11/2025" in read("terms-pdf", proposal).text


@pytest.mark.slow
def test_empty_draft_still_gives_papers_that_say_what_is_missing(read, make_proposal):
    proposal = make_proposal(complete=False)

    terms, budget = (read(route, proposal) for route in ROUTES)

    assert terms.text.count("Belum diisi.") == 10
    assert "Terbilang: (nol rupiah)" in budget.text
    assert terms.is_tagged
    assert budget.is_tagged


def test_budget_sums_taxes_rounds_and_spells(read, proposal, maker):
    maker.save(proposal, Section.BUDGET, {}, rows=[*SIPANG, PPN, ROUNDING])

    paper = read("budget-pdf", proposal)

    assert paper.in_order(
        "No Uraian Volume Satuan Harga satuan (Rp) Jumlah (Rp)",
        "1 Persiapan/mobilisasi 1 ls 75.000.000 75.000.000",
        "3 Saluran pas. batu 620 m³ 1.350.000 837.000.000",
        "Jumlah 1.845.000.000",
        "PPN 11% 202.950.000",
        "Total 2.047.950.000",
        "Dibulatkan 2.047.000.000",
        "Terbilang: (dua miliar empat puluh tujuh juta rupiah)",
        "Kepala Dinas (contoh)",
    )


@pytest.mark.slow
def test_budget_without_tax_or_rounding_has_no_such_lines(read, proposal, maker):
    maker.save(proposal, Section.BUDGET, {}, rows=SIPANG)

    paper = read("budget-pdf", proposal)

    assert paper.in_order("Jumlah 1.845.000.000", "Total 1.845.000.000", "Terbilang:")
    assert "PPN" not in paper.text
    assert "Dibulatkan" not in paper.text


@pytest.mark.slow
def test_groups_are_lettered_numbered_anew_and_summed(read, proposal, maker):
    rows = [group("Persiapan"), SIPANG[0], group("Pekerjaan sipil"), *SIPANG[1:3], PPN]
    maker.save(proposal, Section.BUDGET, {}, rows=rows)

    assert read("budget-pdf", proposal).in_order(
        "A Persiapan",
        "1 Persiapan/mobilisasi",
        "Jumlah A 75.000.000",
        "B Pekerjaan sipil",
        "1 Perbaikan bendung",
        "2 Saluran",
        "Jumlah B 1.098.000.000",
        "Jumlah 1.173.000.000",
    )


@pytest.mark.slow
def test_long_budget_repeats_its_heads_and_loses_no_row(read, proposal, maker):
    rows = [cost(f"Pekerjaan nomor {number:03d}", "1,5".replace(",", "."), "m3", 1_000) for number in range(500)]
    maker.save(proposal, Section.BUDGET, {}, rows=rows)

    paper = read("budget-pdf", proposal)

    assert len(paper.pages) > 10
    assert all("Harga satuan (Rp)" in page for page in paper.pages[:-1])
    assert {number for number in range(500) if f"Pekerjaan nomor {number:03d}" in paper.text} == set(range(500))
    assert "Jumlah 750.000" in paper.text


@pytest.mark.slow
@pytest.mark.parametrize(("route", "slot"), [("terms-pdf", TERMS), ("budget-pdf", BUDGET)])
def test_every_page_carries_the_fingerprint_of_exactly_its_content(route, slot, read, proposal, maker):
    before = read(route, proposal)
    fingerprint = paper_fingerprint(slot, take(Proposal.objects.get(pk=proposal.pk)))
    maker.save(proposal, Section.IDENTITY, {"contact_phone": "081299999999"})
    same = read(route, proposal)
    maker.save(proposal, Section.IDENTITY, {"responsible_name": "Kepala baru (contoh)"})

    assert all(f"Sidik isi (SHA-256): {fingerprint}" in page for page in before.pages)
    assert fingerprint in same.text
    assert fingerprint not in read(route, proposal).text


@pytest.mark.slow
@pytest.mark.parametrize("route", ROUTES)
def test_same_content_gives_the_same_bytes(route, read, proposal):
    assert read(route, proposal).content == read(route, proposal).content


@pytest.mark.slow
@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
@pytest.mark.parametrize("route", ROUTES)
def test_papers_are_the_agency_s_own_in_every_state(route, state, request, client_for, make_proposal):
    address = reverse(route, args=[make_proposal(state).number])
    people = {"operator", "agency_head", "stranger", "reviewer", "approver", "admin", "leader"}

    found = {who: client_for(request.getfixturevalue(who)).get(address).status_code for who in people}

    assert found == dict.fromkeys(people, 404) | {"operator": 200, "agency_head": 200}


@pytest.mark.parametrize(("route", "name"), [("terms-pdf", "KAK"), ("budget-pdf", "RAB")])
def test_paper_is_a_file_to_save_within_its_queries(route, name, mine, proposal, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        answer = mine.get(reverse(route, args=[proposal.number]))

    assert answer["Content-Disposition"] == f'attachment; filename="{name}-{proposal.number}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_task_list_attachments_and_budget_lead_to_the_papers(mine, proposal):
    terms, budget = (reverse(route, args=[proposal.number]) for route in ROUTES)

    pages = {
        name: mine.get(reverse(route, args=[proposal.number, *more])).text
        for name, route, more in (
            ("list", "proposal-detail", []),
            ("files", "proposal-section", ["lampiran"]),
            ("budget", "proposal-section", ["rab"]),
        )
    }

    assert {name for name, page in pages.items() if f'href="{terms}"' in page} == {"list", "files"}
    assert {name for name, page in pages.items() if f'href="{budget}"' in page} == {"list", "files", "budget"}
