"""Addresses of pages that other journeys own, as far as mails link to them."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def page(request: HttpRequest, **_: str) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("usulan/", page, name="proposal-list"),
    path("usulan/baru/", page, name="proposal-new"),
    path("usulan/<str:number>/", page, name="proposal-detail"),
    path("usulan/<str:number>/periksa/", page, name="proposal-check"),
    path("usulan/<str:number>/perbaikan/", page, name="revision"),
    path("usulan/<str:number>/tanda-terima/<int:version_no>/", page, name="receipt"),
    path("asistensi/<str:number>/", page, name="review-workspace"),
    path("sandi/atur/<str:uidb64>/<str:token>/", page, name="password-set"),
]
