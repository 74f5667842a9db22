"""Papers to save and print."""

from django.urls import path

from proposals.urls import converters  # noqa: F401 (registers the converter)
from proposals.views import papers

PROPOSAL = "usulan/<number:number>"

urlpatterns = [
    path(f"{PROPOSAL}/usulan.pdf", papers.proposal_pdf, name="proposal-pdf"),
    path(f"{PROPOSAL}/kak.pdf", papers.terms_pdf, name="terms-pdf"),
    path(f"{PROPOSAL}/rab.pdf", papers.budget_pdf, name="budget-pdf"),
    path(f"{PROPOSAL}/tanda-terima/<int:version_no>.pdf", papers.receipt_pdf, name="receipt-pdf"),
]
