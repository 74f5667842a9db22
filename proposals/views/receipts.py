"""The receipt of a submission: permanent, the same for everybody who may read the proposal."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from proposals.context import current
from proposals.fingerprint import short_fingerprint
from proposals.models import SubmittedVersion, Withdrawal
from proposals.review_targets import ReviewTarget
from proposals.snapshot import of_version
from proposals.standing import Standing, withdrawn
from proposals.views.lookup import visible_proposal
from proposals.views.proposal_page import ProposalPage, page_of


@require_safe
def receipt(request: HttpRequest, number: str, version_no: int | None = None) -> HttpResponse:
    """Page "Usulan terkirim"; without a number the latest one."""
    proposal = visible_proposal(request, number)
    page = page_of(request, proposal)
    version = get_object_or_404(
        proposal.versions.select_related("withdrawal__withdrawn_by"), version_no=version_no or proposal.last_version_no
    )
    identity = of_version(version)["identity"]
    withdrawal = getattr(version, "withdrawal", None)
    is_owner = page.is_owner
    is_latest = version.version_no == proposal.last_version_no
    context = {
        "proposal": proposal,
        "version": version,
        "title": identity["title"],
        "ministry": identity["ministry"]["label"],
        "withdrawal": withdrawal,
        "standing": _standing(page, withdrawal),
        "fingerprint": short_fingerprint(version.content_sha256),
        "review_due_on": _review_due_on(request, page, version),
        "may_recall": is_owner and is_latest and bool(page.may_recall),
        "window": page.window,
        "is_owner": is_owner,
    }
    return render(request, "proposals/submission/receipt.html", context)


def _standing(page: ProposalPage, withdrawal: Withdrawal | None) -> Standing:
    return withdrawn(withdrawal.withdrawn_by.name) if withdrawal else page.standing()


def _review_due_on(request: HttpRequest, page: ProposalPage, version: SubmittedVersion) -> date | None:
    """By when the review should have begun, by the target that held when the proposal was accepted."""
    found = current(request)
    if found is None:
        return None
    cycle = page.agency_cycle.cycle
    target = ReviewTarget.of(cycle.review_target_days, cycle.closes_at, version.accepted_at, found.calendar)
    return target.due_on(version.accepted_at)
