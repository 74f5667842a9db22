"""What the script of a section page sends while somebody types."""

import pytest

from ops.testing.journeys import cost
from proposals.models import AuditEntry
from proposals.sections import Section
from proposals.services.drafting import save_section
from proposals.tests.drafting.conftest import row_fields


@pytest.fixture
def send(desk, page_of):
    """``send(proposal, section, fields)``: one autosave of the operator."""
    return lambda proposal, section, fields: desk.post(page_of(proposal, section) + "simpan/", fields)


def item(**cells):
    return {"kind": "item", "description": "Aspal", "quantity": "2", "unit": "km", "unit_price": "5", **cells}


def test_unfinished_text_is_stored_and_not_called_finished(draft, send, at_most_queries):
    with at_most_queries(18):
        response = send(draft, "background", {"seen_version": "0", "is_done": "yes", "objectives": "Baru sebagian"})

    draft.refresh_from_db()
    assert response.status_code == 200
    assert response.json()["version"] == 1
    assert response.json()["left_out"] == []
    assert draft.objectives == "Baru sebagian"
    assert not draft.sections.get(code="background").is_done


def test_a_finished_section_stays_finished(make_proposal, send):
    proposal = make_proposal()
    version = proposal.sections.get(code="background").version

    send(proposal, "background", {"seen_version": str(version), "objectives": "Diubah."})

    assert proposal.sections.get(code="background").is_done


def test_the_same_text_again_changes_nothing(draft, send):
    for _ in range(2):
        response = send(draft, "background", {"seen_version": "0", "objectives": "Sekali."})

    assert response.json()["version"] == 1
    assert AuditEntry.objects.filter(proposal=draft, verb="section_saved").count() == 1


def test_what_cannot_be_read_is_left_out_and_named(draft, send):
    title = draft.title

    fields = {"seen_version": "0", "title": "", "fiscal_year": "abcd", "program": "a\x07b", "contact_name": "Baru"}
    response = send(draft, "identity", fields)

    draft.refresh_from_db()
    assert response.json()["left_out"] == [
        "Judul usulan (belum diisi)",
        "Program/kegiatan/subkegiatan (karakter tidak diizinkan)",
        "Tahun anggaran (bukan angka)",
    ]
    assert (draft.contact_name, draft.title) == ("Baru", title)


def test_a_cell_that_is_no_number_keeps_its_stored_value(draft, send, operator):
    save_section(draft, Section.BUDGET, {}, actor=operator, seen_version=0, rows=[cost("Tanah", "1", "m3", 10)])
    stored = draft.cost_items.get()
    rows = (item(uuid=str(stored.uuid), quantity="dua", description="Tanah urug"), item(quantity="dua"))

    response = send(draft, "budget", {**row_fields(*rows), "seen_version": "1"})

    assert response.json()["left_out"] == ["Volume baris 1 (bukan angka)", "Volume baris 2 (bukan angka)"]
    assert list(draft.cost_items.values_list("description", "quantity")) == [("Tanah urug", 1), ("Aspal", None)]


def test_a_number_that_is_refused_is_not_called_no_number(draft, send):
    typed = ("-2", "1,2345", "9999999999999")
    rows = [item(quantity=quantity) for quantity in typed]

    response = send(draft, "budget", {**row_fields(*rows), "seen_version": "0"})

    assert response.json()["left_out"] == [
        "Volume baris 1 (harus 0 atau lebih)",
        "Volume baris 2 (lebih dari tiga angka di belakang koma)",
        "Volume baris 3 (terlalu besar)",
    ]


def test_unfinished_rows_of_every_kind_are_stored(draft, send):
    location = {"rows-0-place_name": "Saluran", "rows-0-latitude": "utara", "beneficiary_count": "banyak"}
    indicators = {"rows-0-kind": "output", "rows-0-unit": "m"}

    left_out = send(draft, "location", {"seen_version": "0", **location}).json()["left_out"]
    send(draft, "indicators", {"seen_version": "0", **indicators})

    assert left_out == ["Jumlah penerima manfaat (bukan angka)", "Lintang lokasi 1 (bukan angka)"]
    assert draft.locations.get().place_name == "Saluran"
    assert (draft.indicators.get().unit, draft.indicators.get().name) == ("m", "")


def test_an_answer_that_lacks_its_date_is_stored(make_proposal, send):
    proposal = make_proposal()
    answer = proposal.readiness_items.first()
    key = f"requirement-{answer.requirement_id}"
    version = proposal.sections.get(code="readiness").version
    kept = proposal.readiness_items.count()
    fields = {f"requirement-{each.requirement_id}-status": "available" for each in proposal.readiness_items.all()}

    response = send(
        proposal,
        "readiness",
        {**fields, "seen_version": version, f"{key}-status": "in_progress", f"{key}-expected_on": "xx"},
    )

    answer = proposal.readiness_items.get(requirement=answer.requirement_id)
    assert response.json()["left_out"] == ["Perkiraan selesai (bukan tanggal)"]
    assert (answer.status, answer.expected_on) == ("in_progress", None)
    assert proposal.readiness_items.count() == kept


def test_a_stale_autosave_is_told_who_was_faster(draft, send, agency_head):
    save_section(draft, Section.BACKGROUND, {"objectives": "Dari kepala."}, actor=agency_head, seen_version=0)

    response = send(draft, "background", {"seen_version": "0", "objectives": "Dari operator."})

    draft.refresh_from_db()
    assert response.status_code == 409
    assert (response.json()["reason"], response.json()["name"]) == ("stale", agency_head.name)
    assert draft.objectives == "Dari kepala."


def test_an_autosave_after_the_limit_is_refused(draft, send, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    response = send(draft, "background", {"seen_version": "0", "objectives": "Terlambat."})

    assert (response.status_code, response.json()["reason"]) == (409, "deadline_passed")


def test_an_autosave_of_what_was_handed_in_is_refused(make_proposal, send):
    response = send(make_proposal("submitted"), "background", {"seen_version": "0", "objectives": "x"})

    assert (response.status_code, response.json()["reason"]) == (409, "locked")


def test_strangers_and_files_have_no_autosave(draft, send, client_for, page_of, stranger):
    assert send(draft, "attachments", {}).status_code == 404
    assert client_for(stranger).post(page_of(draft, "background") + "simpan/", {}).status_code == 404
