"""Start, server time, help."""

from django.urls import path

from proposals.views import guides, pages, signing_in_again

urlpatterns = [
    path("", pages.home, name="home"),
    path("masuk/sesi/", signing_in_again.session, name="session"),
    path("waktu/", pages.server_time, name="time"),
    path("bantuan/", pages.help_page, name="help"),
    path("bantuan/contoh/", guides.example, name="example"),
    path("bantuan/templat/rab/", guides.budget, name="blank-budget"),
    path("bantuan/templat/kak/", guides.terms, name="blank-terms"),
]
