"""The list of proposals."""

from django.urls import path

from proposals.views import lists

urlpatterns = [
    path("usulan/", lists.proposal_list, name="proposal-list"),
    path("usulan/dihapus/", lists.deleted_drafts, name="deleted-drafts"),
]
