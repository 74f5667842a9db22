"""The browser reads, writes and spells numbers as the server does, from the same table."""

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find

from proposals.money import format_number, format_quantity, row_amount, spell_rupiah, tax_amount

CASES = json.loads((Path(__file__).parent / "number_cases.json").read_text(encoding="utf-8"))
READ = """cases => cases.map(({input, kind}) => {
    const read = window.titian.numbers[kind](input);
    return {value: read.refusal ? "" : String(read.value), refusal: read.refusal, note: read.note || ""};
})"""


@pytest.fixture
def numbers(page):
    """The script as it is sent, without its comments."""
    page.add_script_tag(path=find("bundles/budget.js"))
    return page


def test_script_follows_the_shared_table(numbers):
    answers = numbers.evaluate(READ, CASES)

    for case, answer in zip(CASES, answers, strict=True):
        unit = 1000 if case["kind"] == "quantity" else 1
        value = str(int(Decimal(case["value"]) * unit)) if case["value"] else ""
        assert answer == {"value": value, "refusal": case["refusal"], "note": case["note"]}, case["input"]


def test_script_writes_and_spells_as_the_server_does(numbers):
    source = random.Random(11)
    values = [
        0,
        1,
        1000,
        1100,
        1999,
        1_001_000,
        10**15,
        *(source.randrange(10 ** source.randint(1, 15)) for _ in range(300)),
    ]

    said = numbers.evaluate(
        """values => values.map(text => {
            const n = window.titian.numbers, value = BigInt(text);
            return [n.formatNumber(value), n.spell(value)];
        })""",
        [str(value) for value in values],
    )

    assert said == [[format_number(value), spell_rupiah(value).removesuffix(" rupiah")] for value in values]


def test_script_multiplies_and_taxes_as_the_server_does(numbers):
    source = random.Random(12)
    rows = [(source.randrange(10**9), source.randrange(10**10), source.randrange(100_000)) for _ in range(300)]
    rows += [(500, 1, 50_000), (1, 500, 1), (2_755, 10_000, 11_000)]

    said = numbers.evaluate(
        """rows => rows.map(row => {
            const n = window.titian.numbers, [quantity, price, rate] = row.map(BigInt);
            return [n.rowAmount(quantity, price), n.taxAmount(price, rate), n.formatQuantity(quantity)].map(String);
        })""",
        [[str(number) for number in row] for row in rows],
    )

    assert said == [
        [
            str(row_amount(Decimal(q) / 1000, p)),
            str(tax_amount(p, Decimal(r) / 1000)),
            format_quantity(Decimal(q) / 1000),
        ]
        for q, p, r in rows
    ]
