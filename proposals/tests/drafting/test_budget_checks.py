"""What the RAB points out without refusing it: odd prices, a volume of nothing, figures in thousands."""

from decimal import Decimal
from uuid import uuid4

import pytest

from proposals import price_checks
from proposals.price_checks import row_checks, total_check
from proposals.services.prices import load
from proposals.tests.drafting.conftest import row_fields
from proposals.tests.drafting.test_budget_page import item

REFERENCE = "kali standar satuan harga (Rp124.000). Pastikan sudah benar, atau tulis alasannya di Uraian."


@pytest.fixture
def prices(db):
    """One reference price, and one of an older year that no longer counts."""
    load(2025, [("1", "Cat tembok, 5 kg", "kaleng", 124_000), ("2", "Pasir", "m³", 300_000)])
    load(2024, [("1", "Cat tembok, 5 kg", "kaleng", 1)])


def row(description="Cat tembok 5 kg", unit="Kaleng", unit_price=124_000, quantity="2", kind="item"):
    return {
        "kind": kind,
        "description": description,
        "quantity": quantity and Decimal(quantity),
        "unit": unit,
        "unit_price": unit_price,
        "rate": None,
    }


@pytest.mark.parametrize(
    ("price", "factor"),
    [
        (384_400, "3,1"),
        (248_000, None),
        (248_001, "2"),
        (62_000, None),
        (61_999, "0,5"),
        (124, "kurang dari 0,01"),
        (12_400_000, "100"),
        (124_000_000, "1.000"),
    ],
)
def test_price_far_from_its_reference_is_pointed_out(prices, price, factor):
    expected = [] if factor is None else [f"Harga satuan ini {factor} {REFERENCE}"]

    assert row_checks([row(unit_price=price)]) == [expected]


@pytest.mark.parametrize(("unit", "found"), [("m3", True), ("M³", True), ("truk", False)])
def test_reference_is_for_the_same_unit(prices, unit, found):
    assert bool(row_checks([row("pasir", unit, 3_000_000)])[0]) is found


def test_nearest_of_several_references_counts(db):
    load(2025, [("1", "Cat", "kg", 1_000), ("2", "Cat", "kg", 9_000)])

    assert row_checks([row("cat", "kg", 9_500), row("cat", "kg", 600)]) == [[], []]
    assert "(Rp9.000)" in row_checks([row("cat", "kg", 90_000)])[0][0]


def test_without_reference_prices_nothing_is_compared(db):
    assert row_checks([row(unit_price=10**12)]) == [[]]


@pytest.mark.parametrize(
    ("cells", "sentences"),
    [
        ({"quantity": "0"}, [price_checks.NO_QUANTITY]),
        ({"quantity": "0.000", "unit": ""}, [price_checks.NO_QUANTITY, price_checks.NO_UNIT]),
        ({"quantity": None}, []),
        ({"unit": "", "unit_price": None}, []),
        ({"kind": "group", "unit": "", "unit_price": None, "quantity": None}, []),
        ({"kind": "tax", "unit": "", "unit_price": None, "quantity": None}, []),
    ],
)
def test_volume_of_nothing_and_price_without_unit_are_pointed_out(db, cells, sentences):
    assert row_checks([row(**cells)]) == [sentences]


def test_price_in_thousands_is_pointed_out_beside_prices_in_full(db):
    found = row_checks([row("Batu", "m3", 385), row("Semen", "sak", 100_000), row("Fotokopi", "lembar", 1_000)])

    assert found == [
        ["Harga satuan ini hanya Rp385. Bila maksudnya Rp385.000, tulis lengkap dalam rupiah, bukan dalam ribuan."],
        [],
        [],
    ]
    assert row_checks([row("Batu", "m3", 385), row("Semen", "sak", 99_999)]) == [[], []]


def test_small_price_that_its_reference_confirms_is_left_alone(db):
    load(2025, [("1", "Fotokopi", "lembar", 300)])

    assert row_checks([row("Fotokopi", "lembar", 250), row("Semen", "sak", 100_000)]) == [[], []]


@pytest.mark.parametrize(("total", "told"), [(0, False), (1, True), (9_999_999, True), (10_000_000, False)])
def test_total_too_small_to_be_in_full_rupiah_is_pointed_out(total, told):
    assert bool(total_check(total)) is told


def test_any_number_of_rows_takes_one_query(prices, django_assert_num_queries):
    with django_assert_num_queries(1):
        row_checks([row(f"Barang {number}", unit_price=number + 1) for number in range(500)])
    with django_assert_num_queries(0):
        row_checks([row(unit_price=None)])


def test_page_points_it_out_under_the_row_and_still_saves(prices, draft, desk, page_of, at_most_queries):
    sent = row_fields(item("Cat tembok 5 kg", "0", "kaleng", "384.400"))
    with at_most_queries(18):
        answer = desk.post(page_of(draft, "budget"), sent)
    assert answer.status_code == 303
    assert draft.cost_items.get().unit_price == 384_400

    told = desk.get(page_of(draft, "background")).text
    assert "1 baris RAB perlu dilihat lagi" in told
    with at_most_queries(12):
        shown = desk.get(page_of(draft, "budget")).text
    assert f"Harga satuan ini 3,1 {REFERENCE}</p>" in shown
    assert price_checks.NO_QUANTITY in shown
    assert "<title>Galat" not in shown


def test_page_with_errors_shows_the_remarks_beside_them(prices, draft, desk, page_of):
    rows = (item("Cat tembok 5 kg", "1", "kaleng", "384.400"), item(unit_price="12 jt"))

    answer = desk.post(page_of(draft, "budget"), row_fields(*rows))

    assert answer.status_code == 422
    assert f"Harga satuan ini 3,1 {REFERENCE}</p>" in answer.text


def test_small_total_is_pointed_out_on_the_page(draft, desk, page_of):
    desk.post(page_of(draft, "budget"), row_fields(item("Batu", "180", "m3", "1.450")))

    assert "Jumlah seluruhnya hanya Rp261.000." in desk.get(page_of(draft, "budget")).text


def test_autosave_answers_with_the_remarks_by_row(prices, draft, desk, page_of, at_most_queries):
    rows = (item("Satu", "1", "ls", "20.000.000"), item("Cat tembok 5 kg", "1", "kaleng", "384.400"))

    with at_most_queries(18):
        answer = desk.post(page_of(draft, "budget") + "simpan/", row_fields(*rows))

    assert answer.json()["checks"] == {"rows": {"1": [f"Harga satuan ini 3,1 {REFERENCE}"]}, "total": ""}
    other = desk.post(page_of(draft, "background") + "simpan/", {"seen_version": "0", "objectives": "Teks"})
    assert other.json()["checks"] is None


def test_autosave_that_changes_adds_and_removes_rows_stays_within_eighteen_queries(
    prices, draft, desk, page_of, at_most_queries
):
    page = page_of(draft, "budget")
    desk.post(page, row_fields(item("Satu"), item("Dua")))
    first = draft.cost_items.first()
    rows = (item("Satu lagi", uuid=str(first.uuid)), item("Tiga", uuid=str(uuid4())))

    with at_most_queries(18):
        answer = desk.post(f"{page}simpan/", row_fields(*rows, seen_version="1"))

    assert answer.status_code == 200
    assert [row.description for row in draft.cost_items.all()] == ["Satu lagi", "Tiga"]


@pytest.mark.parametrize(("price", "told"), [("1.000", False), ("1.001", True)])
def test_ceiling_is_pointed_out_from_the_first_rupiah_above_it(draft, desk, page_of, price, told):
    type(draft.funding_source).objects.filter(pk=draft.funding_source_id).update(ceiling=1_000)
    desk.post(page_of(draft, "budget"), row_fields(item("Batu", "1", "m3", price)))

    shown = desk.get(page_of(draft, "budget")).text

    assert ("Total usulan melebihi pagu sumber dana ini sebesar Rp1." in shown) is told
