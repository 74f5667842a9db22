"""Papers to save, print and sign, and the page where anybody checks a locked one."""

from django.urls import path

from proposals.urls import converters  # noqa: F401 (registers the converters)
from proposals.views import paper_check, papers
from proposals.views.assistance import paper_changes, paper_files, paper_pages

PROPOSAL = "usulan/<number:number>"
PAPER = f"{PROPOSAL}/<paper:kind>/<int:round_number>"

urlpatterns = [
    path(f"{PROPOSAL}/usulan.pdf", papers.proposal_pdf, name="proposal-pdf"),
    path(f"{PROPOSAL}/kak.pdf", papers.terms_pdf, name="terms-pdf"),
    path(f"{PROPOSAL}/rab.pdf", papers.budget_pdf, name="budget-pdf"),
    path(f"{PROPOSAL}/tanda-terima/<int:version_no>.pdf", papers.receipt_pdf, name="receipt-pdf"),
    path(f"{PROPOSAL}/berita-acara/", paper_pages.papers_of, name="papers"),
    path(f"{PROPOSAL}/berita-acara/<int:round_number>/", paper_pages.minutes, name="minutes"),
    path(
        f"{PROPOSAL}/lembar-asistensi/<int:round_number>/",
        paper_pages.sheet,
        name="sheet",
    ),
    path(f"{PAPER}.pdf", paper_files.paper_pdf, name="paper-pdf"),
    path(f"{PAPER}/<int:edition>.pdf", paper_files.paper_pdf, name="paper-edition-pdf"),
    path(f"{PAPER}/<int:edition>/pindaian/", paper_files.scan, name="paper-scan"),
    path(f"{PAPER}/kunci/", paper_changes.lock, name="paper-lock"),
    path(f"{PAPER}/baru/", paper_changes.new_edition, name="paper-new"),
    path("periksa-dokumen/<str:code>/", paper_check.check, name="paper-check"),
]
