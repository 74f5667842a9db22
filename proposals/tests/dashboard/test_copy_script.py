"""The button that copies a message, in a real browser; without it the text stands there."""

from pathlib import Path

import pytest
from django.conf import settings

SCRIPT = Path(settings.BASE_DIR) / "static/js/copy_text.js"
MARKUP = """<!doctype html><html lang="id"><body><details data-copy open><summary>Pesan</summary>
<p class="copy-text">Yth. Kepala Dinas.</p><button type="button" hidden>Salin</button>
<span role="status"></span></details></body></html>"""


@pytest.fixture
def opened(page):
    page.set_content(MARKUP)
    return page


def test_without_script_there_is_the_text_and_no_dead_button(opened):
    assert opened.locator(".copy-text").is_visible()
    assert not opened.locator("button").is_visible()


def test_message_is_copied_and_said_so(opened):
    opened.evaluate(
        "() => navigator.__defineGetter__('clipboard', () => ({writeText: async (t) => {window.copied = t}}))"
    )
    opened.add_script_tag(path=SCRIPT)

    opened.locator("button").click()

    opened.get_by_text("Pesan disalin.").wait_for()
    assert opened.evaluate("window.copied") == "Yth. Kepala Dinas."


def test_without_a_clipboard_the_message_is_marked(opened):
    opened.evaluate("() => navigator.__defineGetter__('clipboard', () => undefined)")
    opened.add_script_tag(path=SCRIPT)

    opened.locator("button").click()

    opened.get_by_text("Pesan ditandai.").wait_for()
    assert opened.evaluate("getSelection().toString()") == "Yth. Kepala Dinas."
