"""A pasted block is read as the shared table says; the browser's twin is held to the same file."""

import contextlib
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.testing.stopwatch import computed_within
from proposals.imports.budget_block import MAX_ROWS, Block, BlockRefused
from proposals.imports.budget_judgement import judge
from proposals.imports.budget_paste import read_paste
from proposals.money import format_quantity

CASES = json.loads((Path(__file__).parent / "block_cases.json").read_text(encoding="utf-8"))


def told(row):
    """A judged row in the words of the table: only what is there."""
    answer = {"number": row.source.number, "kind": row.source.raw["kind"]}
    names = {"item": ("quantity", "unit", "unit_price"), "tax": ("rate",), "rounding": ("unit_price",), "group": ()}
    answer |= {name: row.source.raw[name] for name in ("description", *names[answer["kind"]])}
    if answer["kind"] != "group":
        answer["amount"] = str(row.amount)
    return answer | ({"problems": row.problems} if row.problems else {}) | ({"notes": row.notes} if row.notes else {})


def expected(row):
    blank = {"item": ("quantity", "unit", "unit_price")}.get(row["kind"], ())
    values = dict.fromkeys(blank, "") | row
    return values | {"description": row["description"]}


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_pasted_block_follows_the_shared_table(case):
    try:
        block = read_paste(case["text"])
    except BlockRefused as refused:
        answer = {"refusals": list(refused.sentences)}
    else:
        answer = {"rows": [one_line(told(row)) for row in judge(block)]}

    assert answer == {key: case[key] for key in ("refusals",) if key in case} or answer == {
        "rows": [expected(row) for row in case.get("rows", [])]
    }


def one_line(answer):
    """Cells may hold line breaks; what is stored is one line."""
    return answer | {"description": answer["description"].replace("\n", " ")}


def test_a_block_survives_the_way_through_the_page():
    block = read_paste(CASES[0]["text"])

    again = Block.unpacked(json.loads(json.dumps(block.packed())))

    assert [row.values for row in judge(again)] == [row.values for row in judge(block)]


def test_fourteen_rows_of_four_columns_come_to_the_exact_total():
    rows = [("Pekerjaan", Decimal(number) / 8, "m3", 1_250_001 + number) for number in range(1, 15)]
    text = "\r\n".join(f"{name} {n}\t{format_quantity(q)}\t{unit}\t{p}" for n, (name, q, unit, p) in enumerate(rows))

    judged = judge(read_paste(text))

    assert len(judged) == 14
    assert sum(row.amount for row in judged) == sum(
        int((quantity * price).quantize(Decimal(1), "ROUND_HALF_UP")) for _, quantity, _, price in rows
    )


@pytest.mark.parametrize(("count", "shown"), [(MAX_ROWS + 1, "501"), (10_000, "10.000"), (200_000, "200.000")])
def test_too_many_rows_are_refused_politely_and_at_once(count, shown):
    text = "\n".join(f"Pekerjaan {number}\t1\tm3\t5" for number in range(count))

    with computed_within(0.5), pytest.raises(BlockRefused) as refused:
        read_paste(text)

    assert refused.value.sentences == (f"Ada {shown} baris. RAB paling banyak berisi 500 baris.",)


@pytest.mark.parametrize(
    "text", ['"' * 900_000, "\t" * 900_000, '"a\t' * 300_000, "x" * 900_000, ('"a' * 40 + "\n") * 1_900]
)
def test_megabytes_of_nonsense_are_answered_within_a_second(text):
    with computed_within(1), contextlib.suppress(BlockRefused):
        judge(read_paste(text))


@given(st.text(alphabet=st.sampled_from('ab1,.-"\t\n%= Rpjt\x00\u00a0'), max_size=200))
def test_any_text_is_judged_or_refused_but_never_breaks(text):
    with contextlib.suppress(BlockRefused):
        assert 0 < len(judge(read_paste(text))) <= MAX_ROWS
