"""The number on the return button, in a real browser: ticked boxes and the notes that go out anyway."""

from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

SCRIPT = Path(settings.BASE_DIR) / "static/js/count_ticked.js"


@pytest.fixture
def form(page):
    def show(more, *boxes):
        ticks = "".join(f"<input type=checkbox name=notes value={box} checked>" for box in boxes)
        words = 'data-some="Kirim # catatan" data-none="Kirim catatan"'
        button = f"<button data-ticked=notes {more} {words}>Kirim</button>"
        page.set_content(f"<!doctype html><html lang='id'><body><form>{ticks}{button}</form></body></html>")
        page.add_script_tag(path=SCRIPT)
        return page

    return show


@pytest.mark.parametrize(
    ("more", "with_both", "with_one", "with_none"),
    [("", "2 catatan", "1 catatan", "catatan"), ("data-more=3", "5 catatan", "4 catatan", "3 catatan")],
)
def test_button_follows_the_ticks_and_keeps_what_goes_out_anyway(form, more, with_both, with_one, with_none):
    page = form(more, 4, 5)
    button = page.locator("button")

    said = []
    for box in page.locator("input").all():
        box.uncheck()
        said.append(button.inner_text())
    page.locator("input").first.check()
    page.locator("input").last.check()

    assert [button.inner_text(), *said] == [f"Kirim {words}" for words in (with_both, with_one, with_none)]
