"""Kalimat baku: the sentences that reviewers put into notes."""

from django.urls import path

from proposals.views import phrases

PHRASES = "kelola/referensi/kalimat-baku"
PHRASE = f"{PHRASES}/<int:phrase_id>"

urlpatterns = [
    path(f"{PHRASES}/", phrases.phrase_list, name="manage-phrases"),
    path(f"{PHRASES}/baru/", phrases.new, name="manage-phrase-new"),
    path(f"{PHRASE}/", phrases.change, name="manage-phrase"),
    path(f"{PHRASE}/pindah/", phrases.move, name="manage-phrase-move"),
    path(f"{PHRASE}/pakai/", phrases.use, name="manage-phrase-use"),
]
