"""All addresses: Indonesian paths, English names."""

from django.conf import settings
from django.urls import include, path

from lebong_proposals import health

JOURNEYS = (
    "accounts.urls",
    "proposals.urls.pages",
    "proposals.urls.home",
    "proposals.urls.lists",
    "proposals.urls.cycles",
    "proposals.urls.submission",
    "proposals.urls.assistance",
    "proposals.urls.phrases",
    "proposals.urls.prices",
    "proposals.urls.dispatching",
    "proposals.urls.dashboard",
    "proposals.urls.papers",
    # Last: its section addresses take whatever slug is left.
    "proposals.urls.drafting",
)

urlpatterns = [
    path("healthz/live", health.live, name="health-live"),
    path("healthz/ready", health.ready, name="health-ready"),
    *(path("", include(journey)) for journey in JOURNEYS),
]

if settings.DEMO:
    urlpatterns.append(path("", include("notifications.urls")))

handler400 = "lebong_proposals.errors.bad_request"
handler403 = "lebong_proposals.errors.permission_denied"
handler404 = "lebong_proposals.errors.page_not_found"
handler500 = "lebong_proposals.errors.server_error"
