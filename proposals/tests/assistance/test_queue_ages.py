"""The filters of the queue for what waits too long and for what is missing: each test has a queue of its own."""

import pytest

from proposals.models import AttachmentSlot
from proposals.tests.assistance.conftest import QUEUE

pytestmark = pytest.mark.django_db


def test_filters_by_age_count_working_days(found, make_proposal, clock_at):
    clock_at("2025-11-11T10:00+07:00")  # a Tuesday, and two working days are the target
    late = make_proposal(state="submitted")
    clock_at("2025-11-13T10:00+07:00")
    due = make_proposal(state="submitted")
    clock_at("2025-11-17T10:00+07:00")
    fresh = make_proposal(state="submitted")

    assert found() == [late.number, due.number, fresh.number]
    assert found(umur="lewat") == [late.number]
    assert found(umur="hari-ini") == [due.number]
    assert found(umur="3-hari") == [late.number]
    assert found(kurang="belum-dibuka") == [late.number]


def test_opened_proposals_are_not_called_unopened(found, make_proposal, clock_at):
    clock_at("2025-11-11T10:00+07:00")
    make_proposal(state="in_assistance")
    clock_at("2025-11-17T10:00+07:00")

    assert found(kurang="belum-dibuka") == []
    assert len(found(umur="lewat")) == 1


def test_without_terms_of_reference_means_the_submitted_version(found, maker, make_proposal):
    make_proposal(state="submitted")
    slots = AttachmentSlot.objects.filter(code="terms_of_reference")
    slots.update(is_required=False)
    lacking = make_proposal(state="revision_required")
    assert found(kurang="tanpa-kak") == [lacking.number]

    maker.attach(lacking, slots.get())
    assert found(kurang="tanpa-kak") == [lacking.number], "the agency's working copy is not Bappeda's to know"

    maker.resubmit(lacking)
    assert found(kurang="tanpa-kak") == []

    maker.act("recall", lacking, maker.operator)
    assert found(kurang="tanpa-kak") == [lacking.number], "what was taken back is not Bappeda's to know either"


def test_notes_without_answer_for_more_than_two_working_days(found, maker, make_proposal, clock_at):
    clock_at("2025-11-11T10:00+07:00")
    old = make_proposal(state="revision_required")
    answered = make_proposal(state="revision_required")
    clock_at("2025-11-12T10:00+07:00")
    make_proposal(state="revision_required")
    maker.answer(old)  # written, but not sent: nobody outside the agency knows of it
    maker.resubmit(answered)
    clock_at("2025-11-14T10:00+07:00")

    assert found(kurang="belum-ditanggapi") == [old.number]


def test_notes_asked_again_wait_from_the_last_return(found, maker, reviewer, make_proposal, clock_at):
    clock_at("2025-11-11T10:00+07:00")
    proposal = make_proposal(state="revision_required")
    maker.resubmit(proposal)
    maker.take(proposal)
    clock_at("2025-11-14T09:00+07:00")
    maker.give_back(proposal)

    assert found(kurang="belum-ditanggapi") == []


def test_several_boxes_must_all_be_true(client_for, reviewer, make_proposal, clock_at):
    clock_at("2025-11-11T10:00+07:00")
    make_proposal(state="submitted")
    clock_at("2025-11-17T10:00+07:00")

    answer = client_for(reviewer).get(QUEUE, {"antrean": "semua", "kurang": ["belum-dibuka", "tanpa-kak"]})

    assert list(answer.context["page"].object_list) == []
    assert dict(answer.context["chips"]) == {
        "Tanpa KAK": f"{QUEUE}?antrean=semua&kurang=belum-dibuka",
        "Belum dibuka 3 hari kerja": f"{QUEUE}?antrean=semua&kurang=tanpa-kak",
    }
