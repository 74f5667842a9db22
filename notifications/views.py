"""The demonstration's mailbox as pages; not routed outside demonstrations, and then open to everybody."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from notifications import inbox

PER_PAGE = 25
# Mails carry inline styles by nature; nothing else of theirs may load or run, and only our own page may frame them.
MAIL_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'none'"],
    "font-src": ["'none'"],
    "connect-src": ["'none'"],
    "form-action": ["'none'"],
    "frame-src": ["'none'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@require_safe
@login_not_required
def mails(request: HttpRequest) -> HttpResponse:
    """List the mails, newest first, of one recipient if asked."""
    recipient = request.GET.get("kepada", "").strip()
    found = inbox.newest(settings.MAILDIR)
    recipients = sorted({mail.recipient for mail in found})
    if recipient:
        found = [mail for mail in found if mail.recipient == recipient]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "recipients": recipients, "recipient": recipient}
    return render(request, "notifications/inbox/list.html", context)


@require_safe
@login_not_required
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one mail: its HTML part in a frame, its text part below."""
    return render(request, "notifications/inbox/mail.html", {"mail": _found(key)})


@require_safe
@login_not_required
@csp_replace(MAIL_POLICY)  # type: ignore[arg-type]
@xframe_options_sameorigin
def mail_frame(request: HttpRequest, key: str) -> HttpResponse:
    """Serve the HTML part alone, for the frame; its links open in a new tab, outside the sandbox."""
    html = _found(key).html
    return HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))


def _found(key: str) -> inbox.Mail:
    found = inbox.read(settings.MAILDIR, key)
    if found is None:
        raise Http404
    return found
