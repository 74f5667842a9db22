"""Wherever an agency reads a note it reads what the note hangs on: a field, a budget row, or the whole section."""

import pytest
from django.urls import reverse

from ops.testing.scene import again
from proposals.row_marks import values
from proposals.sections import Section
from proposals.tests.revision.steps import page

STONE = "Pasangan batu (baris 1)"


@pytest.fixture(scope="module", autouse=True)
def returned(scene):
    """Returned with notes on the title (1), on the budget's row (2), and on the background as a whole (3)."""
    made = scene.make("in_assistance")
    scene.maker.note(made, "Sebut nama desanya.", section=Section.IDENTITY, field="title")
    scene.maker.note(made, "Volume terlalu besar.", section=Section.BUDGET, cost_item=made.cost_items.get().uuid)
    scene.maker.give_back(made)
    return made


@pytest.fixture
def proposal(db, returned):
    return again(returned)


def section_of(browser, proposal, slug):
    return browser.get(reverse("proposal-section", args=[proposal.number, slug])).text


def test_headings_of_the_revision_page_name_it(mine, proposal):
    text = mine.get(page(proposal)).text

    assert "Catatan 1 · Identitas – Judul usulan · Wajib diperbaiki</h2>" in text
    assert f"Catatan 2 · Rencana Anggaran Biaya (RAB) – {STONE} · Wajib diperbaiki</h2>" in text
    assert "Catatan 3 · Latar belakang dan tujuan · Wajib diperbaiki</h2>" in text


def test_row_that_the_agency_removed_keeps_its_name_there(mine, proposal, maker):
    new = values(proposal.cost_items.get()) | {"uuid": None, "description": "Pasangan beton"}
    maker.save(proposal, Section.BUDGET, {}, rows=[new])

    text = mine.get(page(proposal)).text

    assert "Catatan 2 · Rencana Anggaran Biaya (RAB) – Pasangan batu (sudah dihapus) · Wajib diperbaiki</h2>" in text


def test_note_on_top_of_its_section_names_it(mine, proposal):
    assert "Catatan 1 · Judul usulan · Wajib diperbaiki<" in section_of(mine, proposal, "identitas")
    assert f"Catatan 2 · {STONE} · Wajib diperbaiki<" in section_of(mine, proposal, "rab")
    assert "Catatan 3 · Wajib diperbaiki<" in section_of(mine, proposal, "latar-belakang")


def test_read_view_names_it(mine, proposal, maker):
    maker.resubmit(proposal)

    text = mine.get(reverse("proposal-detail", args=[proposal.number])).text

    assert "Catatan 1 · Identitas – Judul usulan · Wajib diperbaiki · Ditanggapi</p>" in text
    assert f"Catatan 2 · Rencana Anggaran Biaya (RAB) – {STONE} · Wajib diperbaiki · Ditanggapi</p>" in text
    assert "Catatan 3 · Latar belakang dan tujuan · Wajib diperbaiki · Ditanggapi</p>" in text
