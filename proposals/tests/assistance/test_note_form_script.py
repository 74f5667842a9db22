"""The note form's script, in a real browser: a phrase goes into the text at once, Ctrl+Enter saves."""

from pathlib import Path

import pytest
from django.conf import settings

SCRIPT = Path(settings.BASE_DIR) / "static/js/note_form.js"
FORM = """
<form><select name="phrase"><option value="">Pilih</option><option value="1">Lampirkan SSH.</option></select>
<button name="insert" value="1">Sisipkan kalimat baku</button>
<textarea name="body" data-save-keys>Harga tinggi.</textarea><input name="other"><button>Simpan catatan</button></form>
"""
COUNT = """() => {
    window.saved = [];
    window.addEventListener("submit", (event) => {
        window.saved.push(event.submitter && event.submitter.name);
        event.preventDefault();
    });
}"""


@pytest.fixture
def form(page):
    page.set_content(f"<!doctype html><html lang='id'><body>{FORM}</body></html>")
    page.evaluate(COUNT)
    page.add_script_tag(path=SCRIPT)
    return page


def test_phrase_goes_into_the_text_without_a_request(form):
    form.locator("select").select_option("1")
    form.locator("[name=insert]").click()

    assert form.locator("textarea").input_value() == "Harga tinggi.\nLampirkan SSH."
    assert form.locator("select").input_value() == ""
    assert form.evaluate("document.activeElement.name") == "body"
    form.locator("[name=insert]").click()
    assert form.locator("textarea").input_value() == "Harga tinggi.\nLampirkan SSH."
    assert form.evaluate("window.saved") == []


def test_control_and_enter_save_from_the_text_only(form):
    form.locator("[name=other]").press("Control+Enter")
    form.locator("textarea").press("Enter")
    before = form.evaluate("window.saved.length")
    form.locator("textarea").press("Control+Enter")

    assert form.evaluate("window.saved.length") == before + 1
    assert form.evaluate("window.saved").pop() is None
