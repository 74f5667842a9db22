"""Check and send: the check page with its declaration, the submission itself, and what became of an attempt."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from proposals.dates import CUTOFF_MINUTE, clock_seconds, clock_time
from proposals.forms.submission import DeclarationForm
from proposals.models import AttemptOutcome, Proposal, SubmissionAttempt
from proposals.policy import Intent, can_edit
from proposals.services.transitions import KeyReused, TransitionRefused, perform
from proposals.views.answers import Refused, refused, see_other
from proposals.views.checking import check_page, declaration_form, keep_typed
from proposals.views.lookup import mandate_of
from proposals.views.proposal_page import ProposalPage, attempt_key, own_page, seen_version
from proposals.workflow import Refusal

RETRY_AFTER = "10"  # seconds


@require_safe
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Periksa usulan sebelum mengirim": everything that will be sent, what is missing, the declaration."""
    page = own_page(request, number, content=True)
    verdict = can_edit(page.proposal, page.mandate, page.window)
    if not verdict:
        return _refuse(request, page, verdict)
    return check_page(request, page, declaration_form(request, page), key=uuid4())


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Send the proposal once for each key; a repeat leads to the same receipt."""
    page = own_page(request, number)
    if request.method != "POST":
        # After signing in again a browser comes back to where it was; sending takes a new press of the button.
        return redirect("proposal-check", number)
    if "later" in request.POST:
        keep_typed(request, page.proposal)
        messages.info(request, "Usulan belum dikirim. Bappeda belum dapat melihatnya.")
        return see_other("proposal-detail", number)
    key, version = attempt_key(request), seen_version(request)
    form = declaration_form(request, page, request.POST)
    intent = Intent(seen_version=version, key=key, declaration=form.declaration())
    try:
        outcome = perform(page.action, page.proposal, actor=page.mandate.user, intent=intent)
    except TransitionRefused as refusal:
        return _answer_refusal(request, page, form, refusal, key)
    except KeyReused:
        return _key_reused(request, page)
    except (OperationalError, InterfaceError):
        return _settle(request, page, key)
    return see_other("receipt", number, outcome.version.version_no if outcome.version else 1)


def _answer_refusal(
    request: HttpRequest, page: ProposalPage, form: DeclarationForm, refusal: TransitionRefused, key: UUID
) -> HttpResponse:
    if refusal.refusal is Refusal.INCOMPLETE:
        whole = own_page(request, page.proposal.number, content=True)
        return check_page(request, whole, form, key=key, status=422)
    if refusal.refusal is Refusal.DEADLINE:
        context = {
            "proposal": page.proposal,
            "received_at": refusal.at,
            "received_time": clock_seconds(refusal.at),
            "closes_at": page.window.closes_at,
            "closing_time": clock_time(page.window.closes_at - CUTOFF_MINUTE),
        }
        return refused(request, refusal, "proposals/submission/late.html", context)
    return _refuse(request, page, refusal)


def _refuse(request: HttpRequest, page: ProposalPage, refusal: Refused) -> HttpResponse:
    return refused(request, refusal, "proposals/submission/refused.html", {"proposal": page.proposal})


def _key_reused(request: HttpRequest, page: ProposalPage) -> HttpResponse:
    """The key belongs to what was sent already; whoever sends something else under it looks at an old page."""
    told = "Halaman ini sudah dipakai untuk pengiriman sebelumnya, dan isian yang sekarang tidak dikirim. "
    context = {
        "proposal": page.proposal,
        "reason": told
        + ("Buka halaman periksa sekali lagi." if page.proposal.is_editable_state else "Lihat tanda terimanya."),
        "data_reason": "key_reused",
    }
    return render(request, "proposals/submission/refused.html", context, status=409)


def _settle(request: HttpRequest, page: ProposalPage, key: UUID) -> HttpResponse:
    """Find out on a new connection what became of it: stored before the old one broke, or overtaken by another press.

    A proposal that is not in the agency's hands any more, and not by this key, refuses this key whatever happens: the
    press that is stored holds the lock, and this one has given up waiting for it.
    """
    connection.close()
    # The state before the key: what the old connection commits meanwhile is found under its key, never called refused.
    now = own_page(request, page.proposal.number)
    verdict = now.verdict(page.action)
    if version := now.proposal.versions.filter(idempotency_key=key).first():
        return see_other("receipt", now.proposal.number, version.version_no)
    if verdict.refusal is Refusal.LOCKED:
        return _refuse(request, now, verdict)
    response = render(request, "proposals/submission/unknown.html", {"proposal": page.proposal, "key": key}, status=503)
    response["Retry-After"] = RETRY_AFTER
    return response


@require_safe
def outcome(request: HttpRequest, key: UUID) -> HttpResponse:
    """What became of one attempt, for whoever may see its proposal; to others no attempt has this key."""
    visible = Proposal.objects.visible_to(mandate_of(request))
    attempts = SubmissionAttempt.objects.filter(key=key, proposal__in=visible).select_related("proposal")
    # An attempt that came too late may have been repeated under the same key after an extension.
    found = sorted(attempts, key=lambda attempt: (attempt.outcome == AttemptOutcome.ACCEPTED, attempt.pk))
    if not found:
        return render(request, "proposals/submission/outcome.html", {"key": key}, status=404)
    attempt = found[-1]
    version = attempt.proposal.versions.filter(idempotency_key=key).first()
    context = {"key": key, "attempt": attempt, "proposal": attempt.proposal, "version": version}
    return render(request, "proposals/submission/outcome.html", context)
