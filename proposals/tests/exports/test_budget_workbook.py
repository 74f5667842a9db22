"""The RAB as a workbook: it opens, recalculates to the server's numbers, comes back whole, and nothing in it runs."""

import io
import random
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from proposals import budget
from proposals.exports.budget_template import ROWS, SAMPLE, budget_template
from proposals.exports.budget_xlsx import budget_workbook
from proposals.exports.xlsx import safe_cell
from proposals.files.inspect import inspect
from proposals.files.kinds import Kind
from proposals.imports.budget_judgement import judge
from proposals.imports.budget_xlsx import read_workbook
from proposals.tests.exports.sheet_calculator import Sheet
from proposals.tests.imports.conftest import with_part

SOURCE = random.Random(2025)


def row(kind="item", description="Batu", quantity=None, unit="", unit_price=None, rate=None):
    return {
        "kind": kind,
        "description": description,
        "quantity": None if quantity is None else Decimal(str(quantity)),
        "unit": unit,
        "unit_price": unit_price,
        "rate": None if rate is None else Decimal(str(rate)),
    }


def content(*rows):
    """The shape of a snapshot, as far as the budget goes."""
    amounts = budget.amounts(rows)
    texts = [
        row
        | {
            "uuid": str(UUID(int=number)),
            "amount": amount,
            "quantity": "" if row["quantity"] is None else f"{row['quantity']:f}",
            "rate": "" if row["rate"] is None else f"{row['rate']:f}",
        }
        for number, (row, amount) in enumerate(zip(rows, amounts, strict=True), start=1)
    ]
    return {
        "number": "2025-0042",
        "agency": {"name": "Dinas Pekerjaan Umum"},
        "identity": {"title": "Rehabilitasi Irigasi"},
        "budget": {"rows": texts, "total": sum(amounts)},
    }


MIXED = (
    row("group", "Pekerjaan utama"),
    row(quantity="4.75", unit="km", unit_price=2_150_000_000),
    row("tax", "PPN", rate="11"),
    row(description="Sesudah pajak", quantity="0.333", unit="m3", unit_price=1_000_001),
    row("rounding", "Dibulatkan", unit_price=1_000_000),
    row("tax", "PPh", rate="2.5"),
    row("rounding", "Dibulatkan lagi", unit_price=10_000_000),
    row(description="Belum diisi"),
    row(description="Tanpa harga", quantity="2", unit="ls"),
)


def random_rows():
    rows = [
        row(quantity=Decimal(SOURCE.randrange(10**7)) / 1000, unit="m3", unit_price=SOURCE.randrange(10**8))
        for _ in range(40)
    ]
    return [*rows, row("tax", "PPN", rate="11"), row("rounding", "Dibulatkan", unit_price=1000)]


@pytest.mark.parametrize("rows", [MIXED, random_rows(), [row(quantity=1, unit="ls", unit_price=5)], []])
def test_every_formula_recalculates_to_what_the_file_already_shows(rows):
    written = content(*rows)
    sheet = Sheet(budget_workbook(written))

    calculated = {place: sheet.calculate(place) for place in sheet.formulas}

    assert calculated == {place: Decimal(sheet.values[place]) for place in sheet.formulas}
    amounts = [item["amount"] for item in written["budget"]["rows"] if item["kind"] != "group"]
    assert [int(value) for value in calculated.values()] == [*amounts, written["budget"]["total"]]


def test_a_changed_cell_changes_what_depends_on_it():
    sheet = Sheet(budget_workbook(content(*MIXED[:4])))
    sheet.values["C7"] = "10"

    assert [int(sheet.calculate(place)) for place in ("F7", "F8", "F10")] == [
        21_500_000_000,
        2_365_036_630,
        23_865_369_630,
    ]


def test_a_workbook_comes_back_by_the_import_row_by_row():
    written = content(*MIXED)
    target = budget_workbook(written)

    rows = judge(read_workbook(io.BytesIO(target), "rab.xlsx", len(target)))

    fields = ("kind", "description", "quantity", "unit", "unit_price", "rate")
    assert [{name: item.values[name] for name in fields} for item in rows] == [
        {name: item[name] for name in fields} for item in MIXED
    ]
    assert [str(item.values["uuid"]) for item in rows] == [item["uuid"] for item in written["budget"]["rows"]]
    assert [item.amount for item in rows] == [item["amount"] for item in written["budget"]["rows"]]
    assert not any(item.problems for item in rows)


def test_the_same_budget_gives_the_same_bytes():
    assert budget_workbook(content(*MIXED)) == budget_workbook(content(*MIXED))
    assert budget_template("2025-0042", "Judul", "Dinas") == budget_template("2025-0042", "Judul", "Dinas")


def test_the_workbook_passes_our_own_gate_for_files():
    for target in (budget_workbook(content(*MIXED)), budget_template("2025-0042", "Judul", "Dinas")):
        assert inspect(io.BytesIO(target), "rab.xlsx", len(target)).kind is Kind.XLSX


def test_kinds_and_identities_are_there_and_out_of_sight():
    sheet = Sheet(budget_workbook(content(*MIXED)))

    assert sheet.values["G6"] == "Kelompok"
    assert sheet.values["H6"] == str(UUID(int=1))
    assert '<col min="7" max="7" width="12.7109375" hidden="1" customWidth="1"/>' in sheet.xml
    assert '<col min="8" max="8"' in sheet.xml


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
def test_text_that_begins_like_a_formula_is_marked(start):
    assert safe_cell(f"{start}cmd|'/c calc'!A1").startswith("'")
    assert "\0" not in safe_cell(f"{start}cmd")


@pytest.mark.parametrize("text", ["Batu kali", "1.000", "(-5)", "'kutip", "", "ᯅᯖᯂ 🏞"])
def test_other_text_stays_as_it_is(text):
    assert safe_cell(text) == text


def test_characters_that_xml_refuses_are_left_out():
    assert safe_cell("a\x01\x0b\x1fb\ufffe\ud800c") == "abc"


def test_harmful_words_are_inert_and_come_back_unchanged():
    harmful = ["=cmd|'/c calc'!A1", "@SUM(1)", "+1+1", "＝1", "https://evil.example", "<script>", "1.250", "{=1}"]
    target = budget_workbook(content(*[row(description=text, quantity=1, unit="ls", unit_price=5) for text in harmful]))
    sheet = Sheet(target)

    assert [sheet.values[f"B{number}"] for number in range(6, 14)] == [safe_cell(text) for text in harmful]
    assert not any(place.startswith("B") for place in sheet.formulas)
    assert "hyperlink" not in sheet.xml
    back = judge(read_workbook(io.BytesIO(target), "rab.xlsx", len(target)))
    assert [item.values["description"] for item in back] == harmful


def test_the_template_computes_what_is_typed_into_it():
    sheet = Sheet(budget_template("2025-0042", "Rehabilitasi", "Dinas"))
    typed = {"B6": "Batu", "C6": "2.5", "D6": "m3", "E6": "1000", "B7": "PPN", "C7": "11", "D7": "%"}
    sheet.values |= typed

    assert [sheet.calculate(place) for place in ("F6", "F7", "F8", "F4")] == [2500, 275, "", 2775]
    assert len([place for place in sheet.formulas if place != "F4"]) == ROWS


def test_the_empty_template_is_no_budget_and_a_filled_one_is():
    target = budget_template("2025-0042", "Rehabilitasi", "Dinas")
    row_of_six = (
        '<row r="6"><c r="B6" t="inlineStr"><is><t>Batu</t></is></c><c r="C6"><v>2.5</v></c>'
        '<c r="D6" t="inlineStr"><is><t>m3</t></is></c><c r="E6"><v>1000</v></c></row>'
    )

    def fill(xml):
        start = xml.index(b'<row r="6"')
        return xml[:start] + row_of_six.encode() + xml[xml.index(b"</row>", start) + 6 :]

    filled = with_part(target, "xl/worksheets/sheet1.xml", fill)

    rows = judge(read_workbook(io.BytesIO(filled), "rab.xlsx", len(filled)))
    assert [(item.source.number, item.values["description"], item.amount) for item in rows] == [(6, "Batu", 2500)]
    with pytest.raises(ValueError, match="Tidak ada baris yang dapat dibaca"):
        read_workbook(io.BytesIO(target), "rab.xlsx", len(target))


def test_the_template_refuses_wrong_numbers_by_itself():
    sheet = Sheet(budget_template("2025-0042", "Rehabilitasi", "Dinas"))

    assert 'type="decimal" allowBlank="1" showInputMessage="1" showErrorMessage="1"' in sheet.xml
    assert f'sqref="C6:C{5 + ROWS}"' in sheet.xml
    assert 'type="whole"' in sheet.xml
    assert 'errorStyle="information"' in sheet.xml


def test_the_example_sums_exactly_and_the_rules_are_there():
    target = budget_template("2025-0042", "Rehabilitasi", "Dinas")
    example, rules = Sheet(target, 2), Sheet(target, 3)

    assert example.values["F4"] == "2047950000"
    assert {place: example.calculate(place) for place in example.formulas if example.values[place]} == {
        place: Decimal(example.values[place]) for place in example.formulas if example.values[place]
    }
    assert [example.values[f"B{number}"] for number in range(6, 6 + len(SAMPLE))] == [name for name, *_ in SAMPLE]
    assert rules.values["A1"] == "Cara mengisi RAB"
    assert any("rupiah penuh tanpa sen" in text for text in rules.values.values())


def test_an_identity_of_another_budget_is_kept_as_text_only():
    target = budget_workbook(content(row(quantity=1, unit="ls", unit_price=5)))
    other = str(uuid4()).encode()
    changed = with_part(target, "xl/sharedStrings.xml", lambda xml: xml.replace(str(UUID(int=1)).encode(), other))

    rows = judge(read_workbook(io.BytesIO(changed), "rab.xlsx", len(changed)))

    assert str(rows[0].values["uuid"]) == other.decode()
