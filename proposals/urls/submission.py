"""One proposal from its check page to its receipt, its revision and its record."""

from django.urls import path

from proposals.urls import converters  # noqa: F401 (registers the converter)
from proposals.views import comparing, detail, history, receipts, revision, submission, withdrawal

urlpatterns = [
    path("usulan/<number:number>/", detail.detail, name="proposal-detail"),
    path("usulan/<number:number>/periksa/", submission.check, name="proposal-check"),
    path("usulan/<number:number>/kirim/", submission.submit, name="proposal-submit"),
    path("usulan/<number:number>/tanda-terima/", receipts.receipt, name="receipt"),
    path("usulan/<number:number>/tanda-terima/<int:version_no>/", receipts.receipt, name="receipt"),
    path("usulan/<number:number>/tarik/", withdrawal.withdraw, name="proposal-withdraw"),
    path("usulan/<number:number>/perbaikan/", revision.revision, name="revision"),
    path("usulan/<number:number>/banding/", comparing.differences, name="proposal-diff"),
    path("usulan/<number:number>/riwayat/", history.history, name="proposal-history"),
    path("kirim/<uuid:key>/", submission.outcome, name="submission-outcome"),
]
