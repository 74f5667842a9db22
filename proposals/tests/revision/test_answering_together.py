"""An answer that could not be saved: by a mistake of one's own, or because a colleague answered the note meanwhile."""

import pytest

from ops.testing.scene import again
from proposals.models import NoteKind
from proposals.sections import Section
from proposals.tests.revision.steps import page, press_save, stored

CHANGED = "Tanggapan catatan 1 sudah diubah sejak Anda membukanya."
SAVE_AGAIN = "Simpan lagi untuk memakai isian Anda"


@pytest.fixture(scope="module", autouse=True)
def returned(scene):
    """Returned with two notes: a suggestion on the budget (1) and a mandatory one on the background (2)."""
    made = scene.make("in_assistance")
    scene.maker.note(made, "Jelaskan harga satuan.", section=Section.BUDGET, kind=NoteKind.SUGGESTION)
    scene.maker.give_back(made)
    return made


@pytest.fixture
def proposal(db, returned):
    return again(returned)


@pytest.fixture
def heads(client_for, agency_head):
    """The browser of the head of the same agency."""
    return client_for(agency_head)


@pytest.fixture
def overtaken(mine, heads, proposal):
    """The operator's page after a save that came behind the head's, which answered note 1 otherwise."""
    opened = mine.get(page(proposal))
    press_save(heads, proposal, heads.get(page(proposal)), note_1_kind="fixed", note_1_body="Jawaban kepala.")
    typed = {"note_1_kind": "not_changed", "note_1_body": "Jawaban operator.", "note_2_kind": "fixed"}
    return press_save(mine, proposal, opened, **typed)


def test_a_mistake_in_one_answer_is_mended_together_with_one_that_was_saved(mine, proposal):
    mistaken = press_save(
        mine, proposal, mine.get(page(proposal)), note_1_kind="not_changed", note_1_body="", note_2_kind="fixed"
    )
    assert mistaken.status_code == 422

    mended = {"note_1_body": "Sesuai SSH 2025.", "note_2_kind": "not_changed", "note_2_body": "Sudah benar."}
    answer = press_save(mine, proposal, mistaken, **mended)

    assert answer.status_code == 303
    assert stored(proposal) == {1: ("not_changed", "Sesuai SSH 2025."), 2: ("not_changed", "Sudah benar.")}


def test_page_of_a_mistake_counts_what_was_saved_beside_it(mine, proposal):
    mistaken = press_save(
        mine, proposal, mine.get(page(proposal)), note_1_kind="not_changed", note_1_body="", note_2_kind="fixed"
    )

    assert "1 dari 2 catatan sudah ditanggapi." in mistaken.text
    assert SAVE_AGAIN not in mistaken.text


def test_colleagues_answer_is_shown_beside_the_own_one(overtaken, agency_head, proposal):
    assert overtaken.status_code == 409
    assert 'data-reason="stale"' in overtaken.text
    assert overtaken.text.count(CHANGED) == 2  # in the summary and at the field
    assert SAVE_AGAIN in overtaken.text
    assert f"Isian {agency_head.name}" in overtaken.text
    assert "Sudah diperbaiki. Jawaban kepala." in overtaken.text
    assert "Jawaban operator.</textarea>" in overtaken.text
    assert stored(proposal) == {1: ("fixed", "Jawaban kepala."), 2: ("fixed", "")}


def test_saving_again_uses_the_own_answer(mine, overtaken, proposal):
    answer = press_save(mine, proposal, overtaken)

    assert answer.status_code == 303
    assert stored(proposal)[1] == ("not_changed", "Jawaban operator.")


def test_saving_again_is_refused_once_more_when_the_colleague_wrote_once_more(mine, heads, overtaken, proposal):
    press_save(heads, proposal, heads.get(page(proposal)), note_1_body="Jawaban kepala yang kedua.")

    answer = press_save(mine, proposal, overtaken)

    assert answer.status_code == 409
    assert "Sudah diperbaiki. Jawaban kepala yang kedua." in answer.text
    assert stored(proposal)[1] == ("fixed", "Jawaban kepala yang kedua.")


def test_a_mistake_does_not_hide_that_a_colleague_answered(mine, heads, proposal):
    opened = mine.get(page(proposal))
    press_save(heads, proposal, heads.get(page(proposal)), note_1_kind="fixed", note_1_body="Jawaban kepala.")

    mistaken = press_save(mine, proposal, opened, note_1_kind="not_changed", note_1_body="")

    assert mistaken.status_code == 422
    assert "Sudah diperbaiki. Jawaban kepala." in mistaken.text
    assert SAVE_AGAIN in mistaken.text


def test_note_left_empty_comes_back_with_what_a_colleague_answered(mine, heads, proposal):
    opened = mine.get(page(proposal))
    press_save(heads, proposal, heads.get(page(proposal)), note_1_kind="fixed", note_1_body="Jawaban kepala.")

    mistaken = press_save(mine, proposal, opened, note_2_kind="not_changed", note_2_body="")

    assert mistaken.status_code == 422
    assert "Jawaban kepala.</textarea>" in mistaken.text
    assert SAVE_AGAIN not in mistaken.text


def test_colleague_who_wrote_the_same_is_in_nobodys_way(mine, heads, proposal):
    opened = mine.get(page(proposal))
    press_save(heads, proposal, heads.get(page(proposal)), note_1_kind="fixed", note_1_body="Sudah.")

    assert press_save(mine, proposal, opened, note_1_kind="fixed", note_1_body="Sudah.").status_code == 303
