"""Answering notes as a browser does it: the page's own form goes back as it stands, with what was typed."""

from django.urls import reverse

from ops.testing.html_forms import forms_of
from proposals.models import NoteResponse

FORM = -1  # after the forms of the page's frame


def page(proposal):
    return reverse("revision", args=[proposal.number])


def press_save(browser, proposal, opened, **typed):
    """Send the form of a page that was opened before; ``note_1_body`` is the explanation of note 1."""
    values = forms_of(opened.text)[FORM].values
    return browser.post(page(proposal), values | {name.replace("_", "-"): text for name, text in typed.items()})


def stored(proposal):
    """The answers by note: kind and text."""
    found = NoteResponse.objects.filter(note__proposal=proposal).order_by("note__number")
    return {one.note.number: (one.kind, one.body) for one in found.select_related("note")}
