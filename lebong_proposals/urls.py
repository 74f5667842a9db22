"""All addresses: Indonesian paths, English names."""

from django.urls import path

from lebong_proposals import health

urlpatterns = [
    path("healthz/live", health.live, name="health-live"),
    path("healthz/ready", health.ready, name="health-ready"),
]
