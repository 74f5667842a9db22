"""Somebody was faster, the limit has passed, the proposal is away: nothing typed is lost."""

import pytest

from ops.testing.journeys import cost
from proposals.sections import Section
from proposals.services.drafting import save_section
from proposals.tests.drafting.conftest import row_fields


def sent(**fields):
    return {"seen_version": "0", "is_done": "no", **fields}


@pytest.fixture
def overtaken(draft, agency_head):
    save_section(draft, Section.BACKGROUND, {"objectives": "Dari kepala."}, actor=agency_head, seen_version=0)
    return draft


def test_a_stale_save_shows_both_texts_and_keeps_the_own_one(overtaken, desk, page_of, agency_head):
    response = desk.post(page_of(overtaken, "background"), sent(objectives="Dari operator.", legal_basis="UU 23/2014"))

    overtaken.refresh_from_db()
    assert response.status_code == 409
    assert 'data-reason="stale"' in response.text
    assert "Bagian ini sudah diubah orang lain" in response.text
    assert f"{agency_head.name} menyimpan perubahan pada pukul" in response.text
    assert response.text.count("Dari operator.") == 2
    assert response.text.count("Dari kepala.") == 1
    assert overtaken.objectives == "Dari kepala."


def test_after_a_conflict_the_next_save_is_the_persons_own_decision(overtaken, desk, page_of):
    conflict = desk.post(page_of(overtaken, "background"), sent(objectives="Dari operator."))
    assert '<input type="hidden" name="seen_version" value="1">' in conflict.text

    desk.post(page_of(overtaken, "background"), sent(objectives="Gabungan.", seen_version="1"))

    overtaken.refresh_from_db()
    assert overtaken.objectives == "Gabungan."


@pytest.mark.parametrize("version", ["", "abc", "٣", "9" * 30])
def test_a_save_without_a_version_is_a_stale_one(draft, desk, page_of, version):
    response = desk.post(page_of(draft, "background"), sent(objectives="x", seen_version=version))

    assert response.status_code == 409


def test_a_stale_budget_shows_the_rows_that_differ(draft, desk, page_of, agency_head, operator):
    save_section(draft, Section.BUDGET, {}, actor=agency_head, seen_version=0, rows=[cost("Tanah", "1", "m3", 10)])
    row = {"kind": "item", "description": "Aspal", "quantity": "2", "unit": "km", "unit_price": "5"}

    response = desk.post(page_of(draft, "budget"), row_fields(row))

    assert response.status_code == 409
    assert "Tanah: 1 m3 × Rp10 = Rp10" in response.text
    assert "Aspal: 2 km × Rp5 = Rp10" in response.text


def test_a_late_save_gives_the_text_back(draft, desk, page_of, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    response = desk.post(page_of(draft, "background"), sent(objectives="Diketik sampai tengah malam."))

    draft.refresh_from_db()
    assert response.status_code == 409
    assert 'data-reason="deadline_passed"' in response.text
    assert "Batas pengajuan sudah lewat" in response.text
    assert "Senin, 1 Desember 2025, pukul 00.00.00 WIB" in response.text
    assert "readonly" in response.text
    assert "Diketik sampai tengah malam." in response.text
    assert draft.objectives == ""


def test_a_late_budget_comes_back_as_a_block_for_a_spreadsheet(draft, desk, page_of, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")
    row = {"kind": "item", "description": "Aspal", "quantity": "4,75", "unit": "km", "unit_price": "2.150.000.000"}

    response = desk.post(page_of(draft, "budget"), row_fields(row))

    assert response.status_code == 409
    assert "Aspal\t4,75\tkm\t2.150.000.000" in response.text


def test_a_late_save_with_mistakes_is_late_all_the_same(draft, desk, page_of, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    response = desk.post(page_of(draft, "background"), sent(objectives="x" * 10_001))

    assert response.status_code == 409
    assert 'data-reason="deadline_passed"' in response.text


def test_what_was_handed_in_is_locked(make_proposal, desk, page_of):
    proposal = make_proposal("submitted")

    response = desk.post(page_of(proposal, "background"), sent(objectives="Masih diketik."))

    assert response.status_code == 409
    assert 'data-reason="locked"' in response.text
    assert "Usulan berstatus Diajukan dan tidak dapat diubah oleh OPD." in response.text
    assert "Masih diketik." in response.text


def test_a_locked_section_leads_to_the_read_view(make_proposal, desk, page_of):
    proposal = make_proposal("submitted")

    assert desk.get(page_of(proposal, "background")).headers["Location"] == f"/usulan/{proposal.number}/"


def test_a_closed_draft_leads_to_the_read_view(draft, desk, page_of, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    for section in ("background", "attachments"):
        assert desk.get(page_of(draft, section)).headers["Location"] == f"/usulan/{draft.number}/"


def test_a_returned_section_is_open_again(make_proposal, desk, page_of):
    proposal = make_proposal("revision_required")
    version = proposal.sections.get(code="background").version

    response = desk.post(page_of(proposal, "background"), sent(objectives="Diperbaiki.", seen_version=str(version)))

    proposal.refresh_from_db()
    assert response.status_code == 303
    assert proposal.objectives == "Diperbaiki."
