"""What counts the whole budget although one block is open: sums, ceiling, checks, limits, row numbers."""

from decimal import Decimal

import pytest

from proposals.models import FundingSource
from proposals.services.drafting import save_section
from proposals.tests.drafting.long_budget.sheet import EMPTY, Sheet, item, stored
from proposals.views.drafting import autosave, sections


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
