"""Every block of a long budget can be reached, read and saved, and a save touches no row outside."""

import gzip

import pytest
from django.utils.html import escape

from proposals.forms.drafting.budget_blocks import WINDOW
from proposals.tests.drafting.long_budget.sheet import EMPTY, Sheet, stored


def test_the_longest_budget_is_a_light_page(fill, desk, address, at_most_queries):
    fill(500)
    desk.get(address)

    for query in ("", "?baris=250", "?baris=500"):
        with at_most_queries(12):
            page = desk.get(address + query).content
        assert len(page) < 300_000
        assert len(gzip.compress(page)) < 30_000


def test_a_usual_budget_is_open_as_a_whole(fill, desk, address, open_at):
    fill(WINDOW)

    assert open_at().numbers == list(range(1, WINDOW + 1))
    assert "rows_from" not in open_at().fields
    assert "Simpan dan ubah" not in desk.get(address).text


def test_every_row_can_be_read_and_found_on_every_page(fill, desk, address):
    items = fill(220, row_7={**EMPTY, "kind": "group", "description": "Kelompok <tujuh>"})

    for query in ("", "?baris=201"):
        page = desk.get(address + query).text
        assert [row.description for row in items if escape(row.description) not in page] == []
        assert page.count("data-kind=") == 220
        assert "7. Kelompok &lt;tujuh&gt;" in page or 'value="Kelompok &lt;tujuh&gt;"' in page


@pytest.mark.parametrize(
    ("number", "first", "focus"),
    [
        (None, 1, None),
        (1, 1, 1),
        (100, 1, 100),
        (101, 101, 101),
        (250, 201, 250),
        (9999, 201, 250),
        (0, 1, None),
        ("-3", 1, None),
        ("abc", 1, None),
        ("٣", 1, None),
    ],
)
def test_an_address_opens_the_block_of_its_row(fill, open_at, number, first, focus):
    fill(250)

    sheet = open_at(number)

    assert (sheet.numbers[0], sheet.fields["rows_from"]) == (first, str(first))
    assert sheet.focused == ([f"rows-{focus - 1}-description"] if focus else [])


def test_an_address_leads_to_a_row_of_a_short_budget_too(fill, open_at):
    fill(3)

    assert open_at(2).focused == ["rows-1-description"]


def test_every_block_is_reached_and_saved_without_javascript(fill, open_at, send, desk, draft):
    fill(320)
    sheet, visited = open_at(), []

    for number in (1, 101, 201, 301):
        if number > 1:
            action = f"buka-{number}"
            assert sheet.buttons.count(action) == 2  # above the table, and where its rows are
            answer = send(sheet.fields, action)
            assert answer.status_code == 303
            sheet = Sheet(desk.get(answer["Location"]).text)
            assert sheet.focused == [f"rows-{number - 1}-description"]
        visited += sheet.numbers
        sheet.fields[f"rows-{number}-description"] = f"Diubah {number + 1}"
    assert send(sheet.fields).status_code == 303

    changed = list(draft.cost_items.filter(description__startswith="Diubah").values_list("position", flat=True))
    assert visited == list(range(1, 321))
    assert changed == [2, 102, 202, 302]
    assert draft.cost_items.count() == 320


def test_the_button_of_another_block_without_a_change_only_opens_it(fill, open_at, send, draft):
    fill(120)
    before = stored(draft)

    answer = send(open_at().fields, "buka-101", "?kembali=periksa")

    assert answer["Location"].endswith("/rab/?kembali=periksa&baris=101")
    assert stored(draft) == before
    assert draft.sections.get(code="budget").version == 1


def test_saving_a_block_leaves_every_other_row_as_it_is(fill, open_at, send, draft, at_most_queries):
    fill(500)
    before = stored(draft)
    fields = open_at(150).fields | {"rows-149-quantity": "99"}

    with at_most_queries(18):
        assert send(fields).status_code == 303

    after = stored(draft)
    assert [row for row in range(500) if before[row] != after[row]] == [149]
    assert after[149][:2] == (before[149][0], 2)
    draft.refresh_from_db()
    assert draft.requested_amount == 499 * 15_625_000 + 99 * 1_250_000


def test_new_and_removed_rows_of_a_block_move_what_follows(fill, open_at, send, draft, at_most_queries):
    items = fill(220)
    sheet = open_at(101)
    grown = Sheet(send(sheet.fields, "tambah-item").text)
    assert grown.focused == ["rows-200-description"]
    assert "buka-202" in grown.buttons
    shrunk = Sheet(send(grown.fields | {"rows-200-description": "Baru"}, "hapus-100").text)
    assert (shrunk.focused, shrunk.fields["rows-100-removed"]) == (["urungkan-100"], "1")

    with at_most_queries(18):
        assert send(shrunk.fields | {"rows-102-quantity": "1.250"}).status_code == 303

    rows = list(draft.cost_items.all())
    assert [row.uuid for row in rows[:100]] == [row.uuid for row in items[:100]]
    assert rows[199].description == "Baru"
    assert [row.uuid for row in rows[200:]] == [row.uuid for row in items[200:]]


def test_the_only_row_of_a_block_can_be_emptied_removed_and_filled_anew(fill, open_at, send, desk, draft):
    items = fill(201)
    emptied = open_at(201).fields | dict.fromkeys(
        ("rows-200-description", "rows-200-quantity", "rows-200-unit", "rows-200-unit_price"), ""
    )

    removed = Sheet(send(emptied, "hapus-200").text)
    again = Sheet(send(removed.fields, "hapus-200").text)
    grown = Sheet(send(again.fields, "tambah-item").text)
    anew = send(removed.fields | {"rows-200-description": "Baru"}, "buka-1")

    assert (removed.numbers, removed.fields["rows_from"], removed.focused) == ([201], "201", ["rows-200-description"])
    assert again.numbers == [201]
    assert grown.numbers == [201, 202]
    assert anew.status_code == 303
    names = list(draft.cost_items.values_list("description", flat=True))
    assert names == [*[item.description for item in items[:200]], "Baru"]

    emptied = open_at(201).fields | {"rows-200-description": ""}
    assert send(Sheet(send(emptied, "hapus-200").text).fields).status_code == 303
    assert draft.cost_items.count() == 200
    assert Sheet(desk.get(f"/usulan/{draft.number}/rab/?baris=201").text).numbers[-1] == 200


def test_rows_move_inside_the_block_only(fill, open_at, send, desk, address):
    fill(220)
    fields = open_at(101).fields

    up, down = send(fields, "naik-100"), send(fields, "turun-199")

    for answer in (up, down):
        assert [row.raw["uuid"] for row in answer.context["rows"]] == [
            fields[f"rows-{n}-uuid"] for n in range(100, 200)
        ]
    inside = send(fields, "turun-100").context["rows"].rows
    assert [row.raw["uuid"] for row in inside[:2]] == [fields["rows-101-uuid"], fields["rows-100-uuid"]]
    page = desk.get(address + "?baris=101").text
    assert 'value="naik-100" aria-label="Naik baris 101" aria-disabled="true"' in page
    assert "Naik dan Turun hanya memindahkan di antara baris 101–200." in page
