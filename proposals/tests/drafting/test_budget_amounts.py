from decimal import Decimal

from proposals.budget import amounts


def row(kind="item", quantity=None, unit_price=None, rate=None):
    return {"kind": kind, "quantity": quantity, "unit_price": unit_price, "rate": rate}


def test_an_item_is_its_quantity_times_its_price_rounded_half_up():
    assert amounts([row(quantity=Decimal("2.755"), unit_price=10_000), row(quantity=Decimal("0.5"), unit_price=1)]) == [
        27_550,
        1,
    ]


def test_an_unfinished_item_and_a_group_come_to_nothing():
    assert amounts([row("group"), row(quantity=Decimal(2)), row(unit_price=5), row("tax"), row("rounding")]) == [0] * 5


def test_a_tax_row_taxes_every_item_wherever_it_stands():
    rows = [row("tax", rate=Decimal(11)), row(quantity=Decimal(1), unit_price=1_845_000_000)]

    assert amounts(rows) == [202_950_000, 1_845_000_000]


def test_two_taxes_are_both_on_the_items_alone():
    rows = [row(quantity=Decimal(1), unit_price=1000), row("tax", rate=Decimal(11)), row("tax", rate=Decimal("2.5"))]

    assert amounts(rows) == [1000, 110, 25]


def test_a_rounding_row_takes_items_and_taxes_down_to_its_step():
    rows = [
        row(quantity=Decimal(1), unit_price=1_234_567),
        row("rounding", unit_price=1_000),
        row("tax", rate=Decimal(10)),
    ]

    found = amounts(rows)

    assert found == [1_234_567, -24, 123_457]
    assert sum(found) == 1_358_000
