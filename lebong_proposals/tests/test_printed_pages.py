"""Pages on paper: no menu, nothing cut off at the edge, the head of a table on each page, its sum once."""

import pytest

from ops.testing.journeys import cost
from proposals.sections import Section
from proposals.tests.exports.paper_reader import PaperReader

pytestmark = pytest.mark.django_db(transaction=True)

A4 = (595, 842)  # points
LONG_WORD = "pasangan" * 25
HEAD = "Uraian Volume Satuan Harga satuan (Rp) Jumlah (Rp)"
NOT_ON_PAPER = ("Beranda", "Ganti kata sandi", "Unduh", "Ubah", "Kembali ke")


@pytest.fixture
def proposal(make_proposal, maker):
    """A submitted proposal with a budget of several pages and a word that fits no column."""
    proposal = make_proposal(title="Rehabilitasi Jaringan Irigasi Air Kotok")
    rows = [cost(f"Pekerjaan pasangan batu nomor {number:03d}", "18.5", "m3", 1_450_000) for number in range(99)]
    maker.save(proposal, Section.BUDGET, {}, rows=[*rows, cost(LONG_WORD, "1", "ls", 999_999_999_999)])
    return proposal


@pytest.fixture
def printed(window, operator):
    """``printed(address)``: the page as the browser prints it; nothing on it may be wider than the paper."""
    page = window(operator)

    def print_page(address):
        page.goto(address)
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 688, "height": 1000})  # A4 within its margins
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        return PaperReader(page.pdf(prefer_css_page_size=True))

    return print_page


def assert_clean(paper):
    box = paper.reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == A4
    assert [words for words in NOT_ON_PAPER if words in paper.text] == []


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/usulan/{}/", "/usulan/{}/periksa/"])
def test_proposal_on_paper_keeps_its_table_whole(address, printed, proposal, maker):
    if address == "/usulan/{}/":
        maker.submit(proposal)

    paper = printed(address.format(proposal.number))

    assert_clean(paper)
    assert len([page for page in paper.pages if HEAD in page]) >= 3
    assert {number for number in range(99) if f"nomor {number:03d}" in paper.text} == set(range(99))
    assert paper.text.count("26.825.000") == 99
    assert "999.999.999.999" in paper.text
    assert paper.text.count("Jumlah seluruhnya") == 1


@pytest.mark.slow
def test_receipt_on_paper_is_one_page(printed, proposal, maker):
    maker.submit(proposal)

    paper = printed(f"/usulan/{proposal.number}/tanda-terima/")

    assert_clean(paper)
    assert len(paper.pages) == 1
    for words in ("Usulan terkirim", f"{proposal.number}/1", "Bappeda memulai asistensi paling lambat", "Dicetak oleh"):
        assert words in paper.text


@pytest.mark.slow
def test_print_button_opens_the_browser_s_dialogue(window, operator, proposal, maker):
    maker.submit(proposal)
    page = window(operator)
    page.goto(f"/usulan/{proposal.number}/tanda-terima/")
    page.evaluate("window.print = () => { window.printed = true; }")

    page.get_by_role("button", name="Cetak", exact=True).click()

    assert page.evaluate("window.printed")
