"""The status model as people see it: every stored state, every derived one, and what the hint adds."""

import pytest

from proposals.standing import DERIVED_LOOKS, LOOKS, Standing, standing, withdrawn
from proposals.workflow import State


@pytest.mark.parametrize(
    ("state", "facts", "expected"),
    [
        (State.DRAFT, {}, ("", "Draf", "pencil", "state-tag-draft", "Belum lengkap")),
        (
            State.DRAFT,
            {"is_complete": True},
            (
                "complete_unsent",
                "Lengkap, belum dikirim",
                "warning",
                "state-tag-ready",
                "Bappeda belum dapat melihat usulan ini",
            ),
        ),
        (
            State.DRAFT,
            {"window_open": False},
            ("not_submitted", "Tidak diajukan", "clock-off", "state-tag-rejected", "Batas pengajuan sudah lewat"),
        ),
        (State.SUBMITTED, {}, ("", "Diajukan", "inbox", "state-tag-submitted", "Menunggu asistensi")),
        (
            State.IN_ASSISTANCE,
            {"round_number": 2, "reviewer": "Ir. Darmawan"},
            ("", "Asistensi putaran 2", "speech", "state-tag-assistance", "Sedang ditelaah oleh Ir. Darmawan"),
        ),
        (
            State.REVISION_REQUIRED,
            {"open_notes": 3},
            ("", "Dikembalikan", "return", "state-tag-returned", "3 catatan perlu ditanggapi"),
        ),
        (State.APPROVED, {}, ("", "Disetujui", "check", "state-tag-approved", "Siap dimasukkan ke paket pusat")),
        (
            State.APPROVED,
            {"open_suggestions": 2, "due_text": "30 November 2025"},
            (
                "approved_with_suggestions",
                "Disetujui dengan catatan",
                "check-dot",
                "state-tag-approved",
                "Lengkapi 2 catatan sebelum 30 November 2025",
            ),
        ),
        (State.REJECTED, {}, ("", "Ditolak", "cross", "state-tag-rejected", "Lihat alasan")),
        (
            State.SENT,
            {"letter_number": "050/123/2025"},
            ("", "Dikirim ke pusat", "flag", "state-tag-sent", "Nomor surat 050/123/2025"),
        ),
    ],
)
def test_standing_shows_the_table_of_states(state, facts, expected):
    assert standing(state, **facts) == Standing(state, *expected)


def test_standing_of_a_complete_draft_is_history_when_the_window_is_closed():
    assert standing(State.DRAFT, is_complete=True, window_open=False).derived == "not_submitted"


@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
def test_standing_of_what_was_sent_does_not_depend_on_the_window(state):
    assert standing(state, window_open=False) == standing(state)


@pytest.mark.parametrize("state", State)
def test_standing_has_a_look_and_words_for_every_state_without_further_facts(state):
    shown = standing(state)

    assert shown.label
    assert "None" not in shown.hint
    assert "{" not in shown.label + shown.hint


def test_standing_accepts_the_stored_code():
    assert standing("submitted") == standing(State.SUBMITTED)


def test_withdrawn_version_names_who_took_it_back():
    shown = withdrawn("Rina Marlina")

    assert (shown.label, shown.icon, shown.hint) == ("Ditarik", "minus-circle", "Ditarik oleh Rina Marlina")


def test_no_two_labels_are_the_same():
    labels = [look.label for look in [*LOOKS.values(), *DERIVED_LOOKS.values()]]

    assert len(labels) == len(set(labels))
