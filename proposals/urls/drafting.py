"""Writing a proposal: begin, fill in, attach, delete; the section addresses come last."""

from django.urls import path

from proposals.urls import converters  # noqa: F401 (registers the converter)
from proposals.views import ranking
from proposals.views.drafting import attachments, autosave, budget_import, create, deletion, sections, workbooks

urlpatterns = [
    path("usulan/baru/", create.new_proposal, name="proposal-new"),
    path("usulan/prioritas/", ranking.priorities, name="proposal-priorities"),
    path("lampiran/<uuid:uuid>/", attachments.download, name="attachment-download"),
    path("lampiran/<uuid:uuid>/hapus/", attachments.remove_file, name="attachment-remove"),
    path("usulan/<number:number>/lampiran/unggah/", attachments.upload, name="attachment-upload"),
    path("usulan/<number:number>/hapus/", deletion.delete, name="proposal-delete"),
    path("usulan/<number:number>/pulihkan/", deletion.restore, name="proposal-restore"),
    path("usulan/<number:number>/rab/impor/", budget_import.import_page, name="budget-import"),
    path("usulan/<number:number>/rab/ekspor/", workbooks.export, name="budget-export"),
    path("usulan/<number:number>/rab/templat/", workbooks.template, name="budget-template"),
    path("usulan/<number:number>/<slug:slug>/simpan/", autosave.autosave, name="proposal-autosave"),
    path("usulan/<number:number>/<slug:slug>/", sections.section_page, name="proposal-section"),
]
