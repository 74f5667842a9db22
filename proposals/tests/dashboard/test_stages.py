"""The stage of an agency and the sentence over all of them; pure."""

import pytest

from proposals.dashboard.stages import Stage, Tally, furthest, headline
from proposals.workflow import State


@pytest.mark.parametrize(
    ("counts", "stage"),
    [
        ({}, Stage.NOT_STARTED),
        ({State.DRAFT: 2}, Stage.DRAFT),
        ({State.DRAFT: 2, State.SUBMITTED: 1}, Stage.SUBMITTED),
        ({State.SUBMITTED: 1, State.REVISION_REQUIRED: 1}, Stage.RETURNED),
        ({State.REVISION_REQUIRED: 1, State.APPROVED: 1}, Stage.APPROVED),
        ({State.APPROVED: 3, State.SENT: 1}, Stage.SENT),
        ({State.REJECTED: 1}, Stage.REJECTED),
        ({State.REJECTED: 1, State.SUBMITTED: 1}, Stage.SUBMITTED),
        ({State.SUBMITTED: 0}, Stage.NOT_STARTED),
    ],
)
def test_furthest_stage_is_that_of_the_most_advanced_proposal(counts, stage):
    assert furthest(counts, is_nil=False) is stage


def test_declared_nil_is_its_own_stage():
    assert furthest({State.DRAFT: 1}, is_nil=True) is Stage.NIL


@pytest.mark.parametrize(
    ("tally", "sentence"),
    [
        (Tally(32, 18, 9, 0), "18 dari 32 OPD sudah mengajukan. 9 OPD belum mulai."),
        (Tally(32, 18, 9, 2), "18 dari 32 OPD sudah mengajukan, 2 NIHIL. 9 OPD belum mulai."),
        (Tally(32, 18, 0, 0), "18 dari 32 OPD sudah mengajukan. Semua OPD sudah mulai."),
        (Tally(32, 32, 0, 0), "Semua 32 OPD sudah mengajukan."),
        (Tally(32, 30, 0, 2), "30 dari 32 OPD sudah mengajukan, 2 NIHIL."),
        (Tally(32, 0, 20, 0), "Belum ada OPD yang mengajukan."),
        (Tally(32, 0, 20, 3), "Belum ada OPD yang mengajukan, 3 NIHIL."),
    ],
)
def test_headline_counts_in_one_sentence(tally, sentence):
    assert headline(tally) == sentence
