"""Paket pusat."""

from django.urls import path

from proposals.views import dispatching

PACKAGE = "paket/<int:package_id>"

urlpatterns = [
    path("paket/", dispatching.packages, name="package-list"),
    path("paket/baru/", dispatching.new, name="package-new"),
    path(f"{PACKAGE}/", dispatching.detail, name="package-detail"),
    path(f"{PACKAGE}/isi/<str:number>/", dispatching.arrange, name="package-arrange"),
    path(f"{PACKAGE}/kunci/", dispatching.lock, name="package-lock"),
    path(f"{PACKAGE}/kirim/", dispatching.send, name="package-send"),
]
