"""The browser reads and judges a pasted block as the server does, from the same table and from blocks at random."""

import json
import random
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find

from proposals.imports.budget_block import BlockRefused
from proposals.imports.budget_judgement import judge
from proposals.imports.budget_paste import read_paste

CASES = json.loads((Path(__file__).parent / "block_cases.json").read_text(encoding="utf-8"))
READ = """texts => texts.map(text => {
    const read = window.titian.budgetBlock.read(text);
    if (read.refusals) return {refusals: read.refusals};
    return {rows: read.rows.map(({number, raw, problems, notes, amount}) =>
        ({number, raw, problems, notes, amount: String(amount)}))};
})"""
CELLS = (
    *("Batu", "Pasir, kasar", "PPN 11%", "PPN", "Jumlah", "Dibulatkan", "Total", "", "", "m3", "ls", "%", "unit", "-"),
    *("1", "2", "4,75", "4.75", "1.250", "385.000", "385,000", "Rp 1.000", "12 jt", "1,5 M", "-1", "1e9", "0", "11%"),
    *('"dua baris\nsatu sel"', '3"', "Uraian", "Volume", "Satuan", "Harga satuan", "Jumlah", "No", "1,2345"),
)


@pytest.fixture
def script(page):
    page.add_script_tag(path=find("bundles/budget.js"))
    return lambda texts: page.evaluate(READ, texts)


def server(text):
    try:
        rows = judge(read_paste(text))
    except BlockRefused as refused:
        return {"refusals": list(refused.sentences)}
    return {
        "rows": [
            {
                "number": row.source.number,
                "raw": row.source.raw,
                "problems": row.problems,
                "notes": row.notes,
                "amount": str(row.amount),
            }
            for row in rows
        ]
    }


def test_script_follows_the_shared_table(script):
    answers = script([case["text"] for case in CASES])

    for case, answer in zip(CASES, answers, strict=True):
        assert answer == server(case["text"]), case["why"]


@pytest.mark.slow
def test_script_reads_whatever_is_pasted_as_the_server_does(script):
    source = random.Random(7)
    texts = [
        "\n".join("\t".join(source.choice(CELLS) for _ in range(source.choice((1, 3, 4, 4, 5, 6)))) for _ in range(9))
        for _ in range(400)
    ]
    texts += ["Uraian\tVolume\tSatuan\tHarga satuan\tJumlah\n" + text for text in texts]

    answers = script(texts)

    for text, answer in zip(texts, answers, strict=True):
        assert answer == server(text), text


@pytest.mark.parametrize("count", [501, 10_000])
def test_script_refuses_too_many_rows_in_the_same_words(script, count):
    text = "\n".join(f"Pekerjaan {number}\t1\tm3\t5" for number in range(count))

    assert script([text]) == [server(text)]


@pytest.mark.slow
def test_script_survives_nonsense_in_megabytes(script):
    texts = ['"' * 900_000, "\t" * 900_000, '"a\t' * 300_000, "x" * 900_000]

    assert len(script(texts)) == len(texts)
