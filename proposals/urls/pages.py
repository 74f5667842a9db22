"""Start, server time, help."""

from django.urls import path

from proposals.views import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("waktu/", pages.server_time, name="time"),
    path("bantuan/", pages.help_page, name="help"),
]
