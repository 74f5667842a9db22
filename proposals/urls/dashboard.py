"""The regent's view: figures of all agencies, and of one."""

from django.urls import path

from proposals.views import dashboard

urlpatterns = [
    path("dasbor/", dashboard.dashboard, name="dashboard"),
    path("dasbor/opd/<slug:code>/", dashboard.agency, name="dashboard-opd"),
]
