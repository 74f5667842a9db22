"""The agency's start page."""

from django.urls import path

from proposals.views import home

urlpatterns = [path("beranda/", home.opd_home, name="opd-home")]
