"""Drafting, locking and correcting the papers of a round: who may, what a lock freezes, what is refused."""

import dataclasses
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from accounts.models import Membership
from accounts.roles import Role
from lebong_proposals import clock
from proposals.exports.paper_text import PaperText
from proposals.files.storage import store
from proposals.invariants.files import stored_files
from proposals.models import AssistancePaper, AuditEntry, PaperKind
from proposals.services import papers
from proposals.services.papers import PaperRefused
from proposals.services.sweeping import sweep
from proposals.workflow import Refusal

MINUTES, SHEET = PaperKind.MINUTES, PaperKind.SHEET


def refusal(call, *args, **kwargs):
    with pytest.raises(PaperRefused) as caught:
        call(*args, **kwargs)
    return caught.value.refusal


def verbs(proposal):
    entries = AuditEntry.objects.filter(proposal=proposal, verb__startswith="paper").order_by("id")
    return list(entries.values_list("verb", flat=True))


@pytest.mark.parametrize("who", ["reviewer", "approver"])
def test_reviewer_of_the_round_and_the_head_draft_and_lock(who, request, session, text):
    actor = request.getfixturevalue(who)

    draft = papers.save_draft(session, actor=actor, seen_version=0, text=text)
    locked = papers.lock(session, MINUTES, actor=actor, seen_version=draft.version)

    assert (locked.number, locked.locked_by, locked.edition) == (f"BA-{session.proposal.number}/1", actor, 1)
    assert len(locked.check_code) == 24
    assert verbs(session.proposal) == ["paper_saved", "paper_locked"]


@pytest.mark.parametrize("who", ["operator", "agency_head", "stranger", "other_reviewer", "leader", "admin"])
def test_nobody_else_writes_locks_or_signs(who, request, session, text, locked_sheet):
    actor = request.getfixturevalue(who)
    scan = store([b"%PDF-1.4"])

    assert refusal(papers.save_draft, session, actor=actor, seen_version=0, text=text) is Refusal.ROLE
    assert refusal(papers.lock, session, MINUTES, actor=actor, seen_version=0) is Refusal.ROLE
    assert refusal(papers.new_edition, session, SHEET, actor=actor) is Refusal.ROLE
    assert refusal(papers.attach_scan, locked_sheet, actor=actor, stored=scan, filename="a.pdf") is Refusal.ROLE


def test_nobody_writes_the_papers_of_an_own_proposal(session, text, reviewer, agency, clock_at):
    Membership.objects.create(
        user=reviewer, agency=agency, role=Role.OPERATOR, title="Operator", starts_on="2025-01-01"
    )

    assert refusal(papers.save_draft, session, actor=reviewer, seen_version=0, text=text) is Refusal.ROLE


def test_open_round_has_no_paper_yet(make_proposal, reviewer):
    session = make_proposal("in_assistance").assistance_sessions.get()

    assert refusal(papers.lock, session, SHEET, actor=reviewer, seen_version=0) is Refusal.LOCKED


def test_version_that_was_not_seen_is_refused(session, text, reviewer, approver):
    papers.save_draft(session, actor=reviewer, seen_version=0, text=text)
    changed = dataclasses.replace(text, place="Aula")

    assert refusal(papers.save_draft, session, actor=approver, seen_version=0, text=changed) is Refusal.STALE
    assert papers.save_draft(session, actor=approver, seen_version=1, text=changed).version == 2
    assert refusal(papers.lock, session, MINUTES, actor=reviewer, seen_version=1) is Refusal.STALE


def test_saving_the_same_words_again_leaves_no_trace(session, text, reviewer):
    papers.save_draft(session, actor=reviewer, seen_version=0, text=text)
    again = papers.save_draft(session, actor=reviewer, seen_version=1, text=text)

    assert (again.version, verbs(session.proposal)) == (1, ["paper_saved"])


def test_minutes_without_parties_or_signers_are_not_locked(session, reviewer):
    papers.save_draft(session, actor=reviewer, seen_version=0, text=PaperText())

    with pytest.raises(PaperRefused, match="Lengkapi: tanggal, tempat, peserta, kesimpulan, nama penanda tangan"):
        papers.lock(session, MINUTES, actor=reviewer, seen_version=1)


def test_locked_paper_takes_no_change_from_anybody(session, text, reviewer, locked_minutes):
    assert refusal(papers.save_draft, session, actor=reviewer, seen_version=2, text=text) is Refusal.LOCKED
    assert refusal(papers.lock, session, MINUTES, actor=reviewer, seen_version=2) is Refusal.LOCKED
    with pytest.raises(DatabaseError, match="a locked paper does not change"), transaction.atomic():
        AssistancePaper.objects.filter(pk=locked_minutes.pk).update(content={"notes": []})
    with pytest.raises(DatabaseError, match="a locked paper does not change"), transaction.atomic():
        AssistancePaper.objects.filter(pk=locked_minutes.pk).delete()


def test_correction_is_a_new_edition_beside_the_old_one(session, reviewer, locked_minutes):
    new = papers.new_edition(session, MINUTES, actor=reviewer)

    assert (new.number, new.edition, new.conclusions) == (f"{locked_minutes.number}-2", 2, locked_minutes.conclusions)
    assert refusal(papers.new_edition, session, MINUTES, actor=reviewer) is Refusal.LOCKED
    assert (
        papers.lock(session, MINUTES, actor=reviewer, seen_version=new.version).check_code != locked_minutes.check_code
    )


def test_reopened_round_goes_on_counting(make_proposal, maker):
    proposal = make_proposal("approved")
    first = proposal.assistance_sessions.get()
    papers.lock(first, SHEET, actor=maker.reviewer, seen_version=0)
    maker.act("reopen", proposal, maker.approver, note="Alasan yang cukup panjang untuk dibaca semua orang.")
    maker.act("reject", proposal, maker.approver, note="Alasan yang cukup panjang untuk dibaca semua orang.")

    second = papers.lock(proposal.assistance_sessions.last(), SHEET, actor=maker.reviewer, seen_version=0)

    assert second.number == f"LA-{proposal.number}/1-2"


def test_signed_scan_lies_beside_its_paper_and_stays_when_files_are_swept(reviewer, locked_minutes, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    stored = store([b"%PDF-1.4 signed"])
    papers.attach_scan(locked_minutes, actor=reviewer, stored=stored, filename="BA ttd.pdf")

    swept = sweep(clock.real_now() + timedelta(days=3))

    paper = AssistancePaper.objects.get(pk=locked_minutes.pk)
    assert (paper.signed_sha256, paper.signed_size, paper.signed_by) == (stored.sha256, stored.size, reviewer)
    assert stored.path.exists()
    assert swept.unreferenced == 0
    assert verbs(paper.session.proposal)[-1] == "paper_signed"


def test_draft_takes_no_signed_scan(session, text, reviewer):
    draft = papers.save_draft(session, actor=reviewer, seen_version=0, text=text)

    scan = store([b"%PDF-1.4 signed"])
    assert refusal(papers.attach_scan, draft, actor=reviewer, stored=scan, filename="a.pdf") is Refusal.LOCKED


def test_missing_scan_is_found_by_the_invariants(reviewer, locked_minutes):
    stored = store([b"%PDF-1.4 signed"])
    papers.attach_scan(locked_minutes, actor=reviewer, stored=stored, filename="BA ttd.pdf")
    assert stored_files().wrong == []

    stored.path.unlink()

    assert [what for what in stored_files().wrong if what.startswith(f"{locked_minutes.number}: BA ttd.pdf")]
