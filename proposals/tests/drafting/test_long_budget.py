"""A budget too long for one page of boxes: one block of rows is open, the others stand around it as text."""

import gzip
import re
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser

import pytest
from django.utils.html import escape

from proposals import row_marks
from proposals.forms.drafting.budget_blocks import WINDOW
from proposals.models import FundingSource
from proposals.sections import Section
from proposals.services.drafting import save_section
from proposals.views.drafting import autosave, sections

TEXTS = (
    "Pasangan batu kali dengan mortar jenis PC-PP tipe N pada talud saluran sekunder",
    "Pekerjaan galian tanah biasa sedalam satu sampai dua meter dengan tenaga manusia",
    "Pengadaan dan pemasangan pipa HDPE PN-10 diameter 110 mm lengkap dengan sambungan",
    "Upah pekerja harian untuk pembersihan lokasi dan pengangkutan bahan ke lapangan",
)
EMPTY = {"uuid": None, "quantity": None, "unit": "", "unit_price": None, "rate": None}


def item(number, **cells):
    text = f"{TEXTS[number % len(TEXTS)]} {number}"
    return EMPTY | {
        "kind": "item",
        "description": text,
        "quantity": Decimal("12.5"),
        "unit": "m3",
        "unit_price": 1_250_000,
        **cells,
    }


@pytest.fixture
def fill(draft, operator):
    """``fill(320)``: so many rows in the draft's budget; rows of other kinds by their number."""

    def filled(count, **others):
        rows = [others.get(f"row_{number}", item(number)) for number in range(1, count + 1)]
        save_section(draft, Section.BUDGET, {}, actor=operator, seen_version=0, rows=rows)
        return list(draft.cost_items.all())

    return filled


class Sheet(HTMLParser):
    """What a browser without JavaScript would send of a page: the controls of its form."""

    def __init__(self, text):
        super().__init__()
        self.fields, self.buttons, self.focused = {}, [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "autofocus" in found:
            self.focused.append(found.get("id") or found.get("value"))
        if tag == "button" and found.get("name") == "aksi":
            self.buttons.append(found["value"])
        if tag == "input" and "name" in found and found.get("type") not in ("radio", "checkbox"):
            self.fields[found["name"]] = found.get("value", "")

    @property
    def numbers(self):
        return [int(name.split("-")[1]) + 1 for name in self.fields if name.endswith("-description")]


@pytest.fixture
def address(draft, page_of):
    return page_of(draft, "budget")


@pytest.fixture
def open_at(desk, address):
    """``open_at(150)``: the page with the block of that row, as a form."""
    return lambda number=None: Sheet(desk.get(address + (f"?baris={number}" if number else "")).text)


@pytest.fixture
def send(desk, address):
    return lambda fields, action="simpan", path="", **more: desk.post(address + path, fields | {"aksi": action} | more)


def stored(proposal):
    return list(proposal.cost_items.values_list("uuid", "version", "description", "quantity", "unit_price", "position"))


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


def test_tax_rounding_and_total_count_the_whole_budget(fill, desk, open_at, send, address, draft):
    tax = EMPTY | {"kind": "tax", "description": "PPN", "rate": Decimal(11)}
    rounding = EMPTY | {"kind": "rounding", "description": "Dibulatkan", "unit_price": 1_000_000}
    fill(120, row_119=tax, row_120=rounding)
    total = 118 * 15_625_000 * 111 // 100 // 1_000_000 * 1_000_000

    assert f'data-total="{total}"' in desk.get(address).text
    answer = send(open_at().fields | {"rows-0-quantity": "100"}, "tambah-item").text
    grown = (117 * 15_625_000 + 125_000_000) * 111 // 100 // 1_000_000 * 1_000_000
    assert f'data-total="{grown}"' in answer
    assert "dua miliar" in answer.partition("Terbilang: ")[2][:40]
    send(open_at().fields | {"rows-0-quantity": "100"})

    draft.refresh_from_db()
    assert draft.requested_amount == grown
    assert [row.amount for row in draft.cost_items.all()[118:]] == [
        (117 * 15_625_000 + 125_000_000) * 11 // 100,
        grown - (117 * 15_625_000 + 125_000_000) * 111 // 100,
    ]


def test_the_ceiling_and_the_price_list_look_at_the_whole_budget(fill, desk, address, draft, open_at, send):
    FundingSource.objects.filter(pk=draft.funding_source_id).update(ceiling=1_000_000_000)
    fill(120, row_110=item(110, unit=""), row_111=item(111, unit_price=999))

    page = desk.get(address).text
    assert "Total usulan melebihi pagu sumber dana ini sebesar Rp" in page
    assert page.count("Perlu dilihat lagi.") == 2
    assert "2 baris RAB perlu dilihat lagi" in str(desk.get(send(open_at().fields)["Location"]).text)


def test_five_hundred_rows_are_enough_wherever_they_stand(fill, open_at, send, draft):
    fill(500)
    sheet = open_at(101)
    assert "RAB paling banyak berisi 500 baris." in send(sheet.fields, "tambah-item").text

    answer = send(sheet.fields | {"rows-200-kind": "item", "rows-200-description": "Lebih"})

    assert answer.status_code == 422
    assert "RAB paling banyak berisi 500 baris." in answer.text
    assert draft.cost_items.count() == 500


@pytest.mark.parametrize(("view", "path", "status"), [(sections, "", 422), (autosave, "simpan/", 409)])
def test_rows_that_two_people_add_at_once_are_no_more_than_five_hundred(
    view, path, status, fill, open_at, send, client_for, agency_head, draft, address, monkeypatch
):
    fill(499)
    mine, theirs = open_at(1).fields, open_at(401).fields
    added = {"kind": "item", "description": "Baru", "uuid": ""}

    def overtaken(*arguments, **named):
        """The other's row is stored when this page has been counted and does not hold the lock yet."""
        monkeypatch.setattr(view, "save_section", save_section)
        client_for(agency_head).post(address, theirs | {f"rows-499-{name}": text for name, text in added.items()})
        return save_section(*arguments, **named)

    monkeypatch.setattr(view, "save_section", overtaken)
    answer = send(mine | {f"rows-100-{name}": text for name, text in added.items()}, path=path)

    assert answer.status_code == status
    assert "RAB paling banyak berisi 500 baris." in (answer.json()["text"] if path else answer.text)
    assert draft.cost_items.count() == 500
    if not path:
        assert Sheet(answer.text).fields["rows-100-description"] == "Baru"


def test_errors_name_the_rows_number_in_the_whole_budget(fill, open_at, send, draft):
    fill(120)
    before = stored(draft)

    answer = send(open_at(101).fields | {"rows-104-quantity": "dua"}, "buka-1")

    assert answer.status_code == 422
    assert 'href="#rows-104-quantity"' in answer.text
    assert "Tulis volume baris 105 dengan angka, misalnya 4,75." in answer.text
    assert Sheet(answer.text).numbers == list(range(101, 121))
    assert stored(draft) == before


def test_two_people_in_two_blocks_are_both_stored(fill, open_at, send, client_for, agency_head, draft, address):
    fill(120)
    mine, theirs = open_at(1).fields, open_at(101).fields
    added = {"rows-100-kind": "item", "rows-100-description": "Baru", "rows-100-uuid": ""}

    client_for(agency_head).post(address, theirs | {"rows-119-description": "Dari kepala"})
    answer = send(mine | added)

    names = list(draft.cost_items.values_list("description", flat=True))
    assert answer.status_code == 303
    assert (names[100], names[120], len(names)) == ("Baru", "Dari kepala", 121)


def test_a_page_whose_rows_were_moved_by_others_shows_their_new_numbers(fill, open_at, send, operator, draft):
    items = fill(120)
    fields = open_at(101).fields
    rows = [EMPTY | {"kind": "item", "description": "Atas"}, *map(row_marks.values, items)]
    save_section(draft, Section.BUDGET, {}, actor=operator, seen_version=1, rows=rows)

    again = send(fields, "turun-100")

    assert Sheet(again.text).numbers == list(range(102, 122))
    assert Sheet(again.text).fields["rows_from"] == "102"
    assert f'data-place="{draft.number}:rab-2"' in again.text


def test_a_page_that_lost_its_marks_takes_nothing_out(fill, open_at, send, draft):
    fill(120)
    fields = open_at(101).fields
    del fields["rows_seen"]
    kept = {name: text for name, text in fields.items() if not name.startswith("rows-10")}

    assert send(kept).status_code == 303
    assert send({"seen_version": "1", "rows_from": "1"}).status_code == 303
    assert send({"seen_version": "1", "rows_from": "x", "rows_seen": ""}).status_code == 303

    assert draft.cost_items.count() == 120


def test_a_row_that_both_changed_is_asked_about_in_its_block(
    fill, open_at, send, client_for, agency_head, draft, address
):
    fill(120)
    fields = open_at(101).fields
    client_for(agency_head).post(address, fields | {"rows-104-description": "Dari kepala"})

    asked = send(fields | {"rows-104-description": "Dari operator"}, "buka-1")
    sheet = Sheet(asked.text)
    identity = fields["rows-104-uuid"]
    saved = send(sheet.fields, "gabung", **{f"pilih-baris-{identity}": "mereka"})

    assert asked.status_code == 409
    assert sheet.numbers == list(range(101, 121))
    assert f'data-discard="{draft.number}:rab-2"' in asked.text
    assert saved.status_code == 303
    assert draft.cost_items.get(uuid=identity).description == "Dari kepala"
    assert draft.cost_items.count() == 120


def test_an_autosave_of_a_block_answers_for_the_page_that_is_open(
    fill, open_at, send, operator, draft, at_most_queries
):
    items = fill(480)
    fields = open_at(101).fields | {"rows-101-unit": "", "rows-102-quantity": "dua", "rows-103-quantity": "1.250"}
    rows = [EMPTY | {"kind": "item", "description": "Atas"}, *map(row_marks.values, items)]
    save_section(draft, Section.BUDGET, {}, actor=operator, seen_version=1, rows=rows)

    with at_most_queries(18):
        answer = send(fields, path="simpan/")

    content = answer.json()
    assert content["left_out"] == ["Volume baris 103 (bukan angka)"]
    assert list(content["checks"]["rows"]) == ["101"]
    assert content["merged"] == ""
    assert len(row_marks.read(content["seen"])) == 100
    assert list(draft.cost_items.values_list("quantity", flat=True)[103:105]) == [Decimal("12.5"), 1250]
    assert draft.cost_items.count() == 481


def test_what_a_browser_keeps_of_one_block_is_not_offered_in_another(fill, desk, address, draft, open_at, send):
    fill(220)
    places = [re.findall('data-place="([^"]*)"', desk.get(f"{address}?baris={n}").text)[0] for n in (1, 100, 101, 201)]

    saved = desk.get(send(open_at(101).fields, "buka-1")["Location"]).text

    assert places == [f"{draft.number}:rab{end}" for end in ("", "", "-2", "-3")]
    assert f'data-saved="{draft.number}:rab-2"' in saved
    assert f'data-place="{draft.number}:rab"' in saved


def test_a_page_of_one_block_knows_where_the_others_are_kept_and_never_names_its_own(
    fill, desk, address, draft, open_at, send, operator
):
    items = fill(220)

    def hints(text):
        found = re.findall(r'data-kept="[^"]*:([^":]*)" hidden>.*?<a href="([^"]*)">Buka baris ([^<]*)<', text)
        return [(place, unescape(query), span) for place, query, span in found]

    assert hints(desk.get(f"{address}?kembali=periksa&baris=101").text) == [
        ("rab", "?kembali=periksa&baris=1", "1–100"),
        ("rab-3", "?kembali=periksa&baris=201", "201–220"),
    ]
    fields = open_at(101).fields
    rows = [EMPTY | {"kind": "item", "description": "Atas"}, *map(row_marks.values, items)]
    save_section(draft, Section.BUDGET, {}, actor=operator, seen_version=1, rows=rows)
    moved = send(fields, "turun-101").text
    assert [place for place, _, _ in hints(moved)] == ["rab", "rab-3"]


def test_a_budget_that_grew_beyond_one_page_is_safe_from_an_older_page(fill, open_at, send, draft, operator):
    items = fill(90)
    fields = open_at().fields
    rows = [*map(row_marks.values, items), *[item(number) for number in range(91, 151)]]
    save_section(draft, Section.BUDGET, {}, actor=operator, seen_version=1, rows=rows)

    assert send(fields | {"rows-0-description": "Diubah"}).status_code == 303

    assert draft.cost_items.count() == 150
