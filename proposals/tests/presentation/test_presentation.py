"""The words in which content is read back: labels, amounts, tables, files."""

from decimal import Decimal

import pytest

from proposals.models import Proposal
from proposals.presentation import summary
from proposals.sections import Section
from proposals.snapshot import of_version, take, with_content


@pytest.fixture
def proposal(make_proposal, maker):
    made = make_proposal()
    rows = [
        cost("group", "Pekerjaan utama"),
        cost("item", "Pasangan batu", quantity=Decimal("2.75"), unit="m3", unit_price=1_450_000),
        cost("tax", "PPN", rate=Decimal(11)),
    ]
    maker.save(made, Section.BUDGET, {}, rows=rows)
    return with_content(Proposal.objects.filter(pk=made.pk)).get()


def cost(kind, description, **values):
    empty = {"uuid": None, "quantity": None, "unit": "", "unit_price": None, "rate": None}
    return empty | {"kind": kind, "description": description} | values


def part(content, section):
    return next(found for found in summary(content) if found.section is section)


def test_sections_stand_in_the_order_of_the_task_list(proposal):
    assert [found.section for found in summary(take(proposal))] == list(Section)


def test_answers_are_worded_with_their_labels(proposal):
    rows = {row.label: row.value for row in part(take(proposal), Section.IDENTITY).rows}

    assert rows["Judul usulan"] == proposal.title
    assert rows["Sumber dana yang dituju"] == "Belanja K/L (APBN)"
    assert rows["Tahun anggaran"] == "2026"
    assert rows["Program/kegiatan/subkegiatan"] == ""


def test_whole_numbers_are_grouped_but_years_are_not(proposal):
    proposal.beneficiary_count = 12_500

    rows = {row.field: row.value for row in part(take(proposal), Section.LOCATION).rows}

    assert rows["beneficiary_count"] == "12.500"


def test_budget_reads_as_a_table_with_total_in_figures_and_words(proposal):
    table = part(take(proposal), Section.BUDGET).table

    assert [(line.heading, [cell.text for cell in line.cells]) for line in table.lines] == [
        ("Pekerjaan utama", []),
        ("Pasangan batu", ["2,75", "m3", "1.450.000", "3.987.500"]),
        ("PPN", ["", "11%", "", "438.625"]),
    ]
    assert table.total == "4.426.125"
    assert table.total_in_words.startswith("empat juta empat ratus dua puluh enam ribu")


def test_attachments_are_listed_with_slot_name_and_size(proposal):
    files = part(take(proposal), Section.ATTACHMENTS).files

    assert {file.label for file in files} >= {"Surat usulan kepala OPD", "RAB bertanda tangan"}
    assert {(file.filename, file.size > 0) for file in files} == {("berkas.pdf", True)}


def test_submitted_version_reads_like_the_working_copy_it_was(proposal, maker):
    before = summary(take(proposal))

    version = maker.submit(proposal).version

    assert summary(of_version(version)) == before
