"""The workbook of the rows that were ticked in the queue."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

pytestmark = pytest.mark.django_db

SUMMARY = "/asistensi/ringkasan/"


def test_summary_holds_exactly_the_chosen_rows(client_for, reviewer, stranger, make_proposal):
    make_proposal(state="submitted")
    chosen = [make_proposal(state=state, title=f"=Embung {state}") for state in ("submitted", "in_assistance")]
    draft = make_proposal(state="draft")
    asked = {"usulan": [draft.number, "\x00", *(proposal.number for proposal in chosen)]}

    answer = client_for(reviewer).get(SUMMARY, asked)

    assert answer["Content-Disposition"].startswith("attachment")
    first, *lines = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert first[:3] == ["Nomor", "Judul", "OPD"]
    assert [line[0] for line in lines] == [proposal.number for proposal in chosen]
    assert lines[1][1:7] == [
        "'=Embung in_assistance",
        "DPUPR-Hub",
        "Asistensi putaran 1",
        1,
        261_000_000,
        reviewer.name,
    ]
    assert client_for(stranger).get(SUMMARY, asked).status_code == 403


def test_summary_of_nothing_says_which_boxes_and_which_button(client_for, reviewer):
    answer = client_for(reviewer).get(SUMMARY)

    assert answer.status_code == 422
    assert "Centang usulan pada antrean, lalu tekan Unduh ringkasan (XLSX)." in answer.text
    assert "Tugaskan" not in answer.text
