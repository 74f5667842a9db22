"""The small scripts of every page, in a real browser: one click one request, the password shown, focus on errors."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

SCRIPTS = Path(settings.BASE_DIR) / "static/js"
COUNT_SUBMISSIONS = """() => {
    window.sent = 0;
    window.addEventListener("submit", (event) => {
        if (!event.defaultPrevented) window.sent += 1;
        event.preventDefault();
    });
}"""
SENDING = """
<form data-submit-once data-sending="Mengirim…" data-sending-status="Jangan tutup halaman ini."
      data-slow-status="Belum ada jawaban dari server.">
  <p role="status"></p><button>Saya menyatakan benar — kirim usulan</button>
</form>
"""


@pytest.fixture
def show(page):
    def open_page(markup, *scripts):
        page.set_content(f"<!doctype html><html lang='id'><body>{markup}</body></html>")
        for script in scripts:
            page.add_script_tag(path=SCRIPTS / script)
        return page

    return open_page


def test_submit_button_sends_once_and_says_so(show):
    page = show(SENDING, "submit_once.js")
    page.evaluate(COUNT_SUBMISSIONS)
    button = page.locator("button")

    for _ in range(3):
        button.dispatch_event("click")

    assert page.evaluate("window.sent") == 1
    assert button.inner_text() == "Mengirim…"
    assert button.get_attribute("aria-disabled") == "true"
    assert page.get_by_role("status").inner_text() == "Jangan tutup halaman ini."


def test_submit_button_works_again_when_no_answer_comes(show, page):
    page.clock.install()
    show(SENDING, "submit_once.js")
    page.evaluate(COUNT_SUBMISSIONS)
    button = page.locator("button")
    button.dispatch_event("click")

    page.clock.fast_forward(21_000)
    slow = page.get_by_role("status").inner_text()
    page.clock.fast_forward(10_000)
    button.dispatch_event("click")

    assert slow == "Belum ada jawaban dari server."
    assert page.evaluate("window.sent") == 2


def test_form_without_the_mark_is_left_alone(show):
    page = show(SENDING.replace("data-submit-once", ""), "submit_once.js")
    page.evaluate(COUNT_SUBMISSIONS)

    page.locator("button").dispatch_event("click")
    page.locator("button").dispatch_event("click")

    assert page.evaluate("window.sent") == 2


def test_password_is_shown_on_request_and_hidden_before_it_is_sent(show):
    page = show("<form><label>Kata sandi <input type=password id=p></label><button>Masuk</button></form>")
    page.add_script_tag(path=SCRIPTS / "reveal_password.js")
    page.evaluate(COUNT_SUBMISSIONS)
    field = page.locator("#p")

    page.get_by_role("button", name="Tampilkan kata sandi").click()
    shown = field.get_attribute("type")
    page.get_by_role("button", name="Masuk").click()

    assert shown == "text"
    assert field.get_attribute("type") == "password"


def test_focus_goes_to_the_error_summary_and_on_to_the_field(show):
    summary = Template("{% load titian %}{% error_summary errors=lines %}").render(
        Context({"lines": [("Isi judul usulan.", "id_title")]})
    )
    page = show(summary + "<div class=field><label>Judul <input id=id_title></label></div>", "error_summary.js")
    first = page.evaluate("document.activeElement.id")

    page.get_by_role("link", name="Isi judul usulan.").click()

    assert first == "galat"
    assert page.evaluate("document.activeElement.id") == "id_title"


def test_failed_request_is_told_in_the_nearest_status_line(show):
    page = show("<form><p role=status></p><input id=q></form>", "requests.js")

    page.evaluate("""() => {
        const detail = { elt: document.getElementById("q"), xhr: { status: 500 } };
        document.getElementById("q").dispatchEvent(new CustomEvent("htmx:responseError", { detail, bubbles: true }));
    }""")

    assert page.get_by_role("status").inner_text() == "Permintaan gagal (kode 500). Isian Anda aman. Coba lagi."
