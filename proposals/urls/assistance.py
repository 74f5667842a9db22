"""Asistensi: the queue, the workspace, notes, decisions."""

from django.urls import path

from proposals.views.assistance import (
    assigning,
    checklist,
    confirming,
    covers,
    decisions,
    notes,
    preparing,
    queue,
    summary,
    workspace,
)

PROPOSAL = "asistensi/<str:number>"
NOTE = f"{PROPOSAL}/catatan/<int:note_number>"

urlpatterns = [
    path("asistensi/", queue.queue, name="review-queue"),
    path("asistensi/keputusan/", confirming.decisions, name="review-decisions"),
    path("asistensi/keputusan/sahkan/", confirming.confirm, name="review-decisions-confirm"),
    path("asistensi/keputusan/hasil/", confirming.done, name="review-decisions-done"),
    path("asistensi/massal/", assigning.assign_many, name="review-bulk"),
    path("asistensi/ringkasan/", summary.summary, name="review-summary"),
    path("asistensi/pengganti/", covers.covers, name="review-covers"),
    path("asistensi/pengganti/<int:cover_id>/akhiri/", covers.end, name="review-cover-end"),
    path(f"{PROPOSAL}/", workspace.workspace, name="review-workspace"),
    path(f"{PROPOSAL}/daftar-periksa/", checklist.sheet, name="review-checklist"),
    path(f"{PROPOSAL}/tugaskan/", assigning.assign_one, name="review-assign"),
    path(f"{PROPOSAL}/ambil/", queue.take, name="review-take"),
    path(f"{PROPOSAL}/catatan/", notes.add, name="review-note-add"),
    path(f"{NOTE}/", notes.change, name="review-note-change"),
    path(f"{NOTE}/hapus/", notes.remove, name="review-note-remove"),
    path(f"{NOTE}/selesai/", notes.resolve, name="review-note-resolve"),
    path(f"{NOTE}/buka-kembali/", notes.reopen, name="review-note-reopen"),
    path(f"{PROPOSAL}/siapkan/", preparing.prepare, name="review-prepare"),
    path(f"{PROPOSAL}/siapkan/tarik/", preparing.take_back, name="review-prepare-undo"),
    path(f"{PROPOSAL}/kembalikan/", decisions.return_proposal, name="review-return"),
    path(f"{PROPOSAL}/setujui/", decisions.approve, name="review-approve"),
    path(f"{PROPOSAL}/tolak/", decisions.reject, name="review-reject"),
    path(f"{PROPOSAL}/buka-kembali/", decisions.reopen, name="review-reopen"),
    path(f"{PROPOSAL}/dikembalikan-kl/", decisions.returned_by_ministry, name="review-ministry-return"),
]
