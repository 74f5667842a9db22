"""What every page about the papers of a round needs: the round, the person's part in it, the editions they may read."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from lebong_proposals import clock
from proposals.exports.letterhead import Paper
from proposals.exports.paper_text import PaperText, proposed_text, text_of_draft
from proposals.exports.round_content import PaperContent, paper_content, papers_sessions, round_content
from proposals.exports.round_papers import round_paper
from proposals.fingerprint import canonical_json, sha256_hex
from proposals.models import AssistancePaper, AssistanceSession, PaperKind, Proposal
from proposals.paper_policy import can_write_papers, writes_papers
from proposals.views.answers import Refused, refused
from proposals.views.lookup import mandate_of, visible_proposal
from proposals.workflow import Verdict


@dataclass(frozen=True, slots=True)
class PaperDesk:
    """One kind of paper of one round in front of a person."""

    proposal: Proposal
    session: AssistanceSession
    kind: PaperKind
    may_write: Verdict
    is_writer: bool
    papers: tuple[AssistancePaper, ...]
    reading: clock.Reading

    @property
    def locked(self) -> list[AssistancePaper]:
        """The locked editions, the one that holds first."""
        return [paper for paper in reversed(self.papers) if paper.locked_at is not None]

    @property
    def current(self) -> AssistancePaper | None:
        """The last paper of the session itself, a draft or locked, or the draft that a reopening left open."""
        own = [paper for paper in self.papers if paper.session_id == self.session.pk or paper.locked_at is None]
        return own[-1] if own else None

    @property
    def draft(self) -> AssistancePaper | None:
        current = self.current
        return current if current is not None and current.locked_at is None else None

    @property
    def can_draft(self) -> bool:
        """Whether there is a draft to write at: not while the last edition is a locked one."""
        return bool(self.may_write) and (self.current is None or self.draft is not None)

    @property
    def page(self) -> str:
        return "minutes" if self.kind == PaperKind.MINUTES else "sheet"

    def edition(self, number: int) -> AssistancePaper:
        """One edition that the person may read; 404 otherwise."""
        found = next((paper for paper in self.papers if paper.edition == number), None)
        if found is None:
            raise Http404
        return found

    def text(self, found: PaperContent) -> PaperText:
        """What stands on the draft, or what is proposed for it."""
        if self.draft:
            return text_of_draft(self.draft, self.session, found)
        return proposed_text(self.session, self.kind, found)

    def draft_content(self) -> tuple[PaperContent, PaperText]:
        """What the draft says now."""
        found = round_content(self.session)
        text = self.text(found)
        number = self.draft.number if self.draft else ""
        rehearsal = self.reading.rehearsal
        return paper_content(self.kind, number, found, is_rehearsal=rehearsal, **text.words()), text


def open_papers(request: HttpRequest, number: str, kind: PaperKind, round_number: int) -> PaperDesk:
    """Find a round of a proposal that the person may see; drafts only for those who write them (five queries)."""
    proposal = visible_proposal(request, number)
    mandate = mandate_of(request)
    rounds = papers_sessions().filter(proposal=proposal, round_number=min(round_number, 32_767))
    session = rounds.order_by("-pk").first()
    if session is None:
        raise Http404
    is_writer = writes_papers(session, mandate)
    rows = AssistancePaper.objects.filter(session__proposal=proposal, session__round_number=session.round_number)
    rows = rows.filter(kind=kind).select_related("locked_by", "signed_by").order_by("edition")
    if not is_writer:
        rows = rows.filter(locked_at__isnull=False)
    verdict = can_write_papers(session, mandate)
    return PaperDesk(proposal, session, kind, verdict, is_writer, tuple(rows), clock.reading(request))


def set_locked(paper: AssistancePaper) -> Paper:
    """Set a locked paper from what was frozen (about 0.3 s, outside any transaction)."""
    if paper.content is None or paper.check_code is None:
        raise ValueError("only a locked paper has a content")
    check_url = settings.SITE_URL + reverse("paper-check", args=[paper.check_code])
    return round_paper(paper.content, paper.content_sha256, check_url=check_url)


def set_draft(desk: PaperDesk) -> Paper:
    """Set a draft, marked as one."""
    content, _ = desk.draft_content()
    return round_paper(content, sha256_hex(canonical_json(content)), is_draft=True)


def refuse(request: HttpRequest, refusal: Refused, desk: PaperDesk) -> HttpResponse:
    """Say why nothing was changed, and lead back to the page."""
    return refused(
        request,
        refusal,
        context={
            "proposal": desk.proposal,
            "back_url": reverse(desk.page, args=[desk.proposal.number, desk.session.round_number]),
            "back_label": f"Kembali ke {desk.kind.label.lower()}",
        },
    )
