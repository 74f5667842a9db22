"""Setting papers: whatever people type comes out as text, nothing runs off the paper, failures have a name."""

from datetime import date

import pytest

from proposals.exports import blocks, pdf
from proposals.exports.budget_lines import budget_block
from proposals.exports.letterhead import Frame
from proposals.tests.exports.paper_reader import PaperReader

HEAD = {"government": "Pemerintah", "office": "Dinas", "address": "Tubei", "issuer": "Titian Lebong"}
DAY = date(2025, 11, 27)
SIGNATORY = {"place": "Tubei", "title": "", "name": "", "nip": ""}


def terms(text, title="Judul"):
    frame = Frame(kind="KAK", title=title, number="2025-0042", fingerprint="ab" * 32, letterhead=HEAD)
    chapter = {"heading": "1. Dasar", "blocks": [blocks.prose(text)]}
    body = {"head": blocks.facts([("Judul", title)]), "chapters": [chapter], "signature": SIGNATORY}
    return PaperReader(frame.paper("terms", "KAK.pdf", body, DAY).content)


@pytest.mark.parametrize(
    "text",
    [
        '#import "/etc/passwd"',
        "$x^2$ *tebal* _miring_ `kode` #panic()",
        '"tanda kutip" \\ garis miring {kurung} [siku] <label> @rujukan',
        "= Bukan judul",
        "// bukan komentar",
    ],
)
def test_markup_in_a_typed_text_is_only_text(text):
    assert text in terms(text).text


def test_shapes_that_no_typeface_has_leave_a_tagged_paper(capfd):
    paper = terms("Sekolah 🎉 中文 selesai.")

    assert paper.in_order("Sekolah", "selesai.")
    assert paper.is_tagged
    assert paper.standards == set()


def test_long_words_stay_on_the_paper():
    word = "x" * 3000
    paper = terms(word, title="y" * 150)
    edges = []
    for page in paper.reader.pages:
        page.extract_text(visitor_text=lambda text, _, matrix, *rest: edges.append((matrix[4], len(text.strip()))))

    assert "".join(paper.text.replace("\u200b", "").split()).count("x") >= 3000
    assert max(length for _, length in edges) < 150


@pytest.mark.parametrize(
    ("typed", "marks"),
    [
        ("Satu\nDua", ["", ""]),
        ("- satu\n- dua", ["-", "-"]),
        ("1. Satu\n2) Dua\na. Tiga\n(b) Empat", ["1.", "2)", "a.", "(b)"]),
        ("2026. Tahun", [""]),
    ],
)
def test_lines_keep_their_own_marks(typed, marks):
    assert [line["mark"] for line in blocks.prose(typed)["lines"]] == marks


def test_lists_are_lettered_unless_people_did_it():
    assert [line["mark"] for line in blocks.enumeration("Satu\nDua")["lines"]] == ["a.", "b."]
    assert [line["mark"] for line in blocks.enumeration("1. Satu\n2. Dua")["lines"]] == ["1.", "2."]
    assert [line["mark"] for line in blocks.enumeration("Satu")["lines"]] == [""]


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")])
def test_groups_are_counted_in_letters(number, name):
    assert blocks.letter(number) == name


def test_budget_beyond_the_limit_is_cut_says_so_and_sums_everything():
    row = {
        "kind": "item",
        "description": "Batu",
        "quantity": "1",
        "unit": "m3",
        "unit_price": 5,
        "rate": "",
        "amount": 5,
    }
    block = budget_block({"rows": [row] * 1001, "total": 5005})

    assert len(block["lines"]) == 1000
    assert (
        block["left_out"] == "Tabel ini memuat 1.000 baris pertama dari 1.001 baris. Jumlah dihitung dari semua baris."
    )
    assert block["sums"] == [["Jumlah", "5.005"], ["Total", "5.005"]]


def test_paper_that_cannot_be_made_says_why():
    with pytest.raises(pdf.PaperNotMade, match="tidak-ada"):
        pdf.render("tidak-ada", {}, DAY)


def test_typesetter_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(pdf, "PATIENCE", 0.001)

    with pytest.raises(pdf.PaperNotMade, match="not finished"):
        terms("Satu")


def test_typesetter_knows_no_secret(monkeypatch, tmp_path):
    tell = tmp_path / "tell.py"
    tell.write_text("import os, json; print(json.dumps(sorted(os.environ)))")
    monkeypatch.setattr(pdf, "TYPESETTER", tell)

    told = pdf.render("terms", {}, DAY).decode()

    assert "SECRET_KEY" not in told
    assert "DATABASE_URL" not in told
