"""Two pages of one long budget: two people, or one person with an older page or another block."""

import re
from decimal import Decimal
from html import unescape

from proposals import row_marks
from proposals.sections import Section
from proposals.services.drafting import save_section
from proposals.tests.drafting.long_budget.sheet import EMPTY, Sheet, item


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
