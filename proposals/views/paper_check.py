"""Page "Periksa dokumen", open to everybody: whether a printed paper is one of ours and still the latest.

It says no more than what stands at the head of the paper: no note, no person. A code of 120 bits is not guessed.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.fingerprint import short_fingerprint
from proposals.models import AssistancePaper


@login_not_required
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a code stands for; 404 with an explanation when it is none of ours (two queries of its own)."""
    rows = AssistancePaper.objects.filter(locked_at__isnull=False).select_related("session__proposal__agency")
    paper = None if "\x00" in code else rows.filter(check_code=code.strip().lower()).first()
    if paper is None or paper.content is None:
        return render(request, "proposals/papers/unknown.html", status=404)
    session = paper.session
    newer = rows.filter(
        session__proposal=session.proposal,
        session__round_number=session.round_number,
        kind=paper.kind,
        edition__gt=paper.edition,
    )
    context = {
        "paper": paper,
        "round": session.round_number,
        "agency": paper.content["proposal"]["agency"],
        "office": paper.content["letterhead"]["office"],
        "is_rehearsal": paper.content["is_rehearsal"],
        "fingerprint": short_fingerprint(paper.content_sha256),
        "newer": newer.order_by("-edition").first(),
    }
    return render(request, "proposals/papers/check.html", context)
