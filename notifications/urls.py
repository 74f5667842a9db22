"""Addresses of the demonstration's mailbox; the project includes them only with ``DEMO``."""

from django.urls import path

from notifications import views

urlpatterns = [
    path("kotak-surat/", views.mails, name="demo-inbox"),
    path("kotak-surat/<str:key>/", views.mail, name="demo-inbox-mail"),
    path("kotak-surat/<str:key>/isi/", views.mail_frame, name="demo-inbox-frame"),
]
