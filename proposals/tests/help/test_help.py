"""The help page keeps up with what the product shows."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from proposals.sections import Section
from proposals.standing import DERIVED_LOOKS, LOOKS, WITHDRAWN

TEMPLATES = Path(settings.BASE_DIR) / "templates"


@pytest.fixture
def html(operator, client_for):
    return client_for(operator).get(reverse("help")).content.decode()


def strip(markup):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup)).strip()


def test_every_status_is_explained_with_its_own_look(html):
    table = re.search(r'aria-labelledby="status">.*?</table>', html, re.DOTALL)[0]
    shown = re.findall(
        r'<span class="state-tag ([\w-]+)"><svg[^>]*><use href="#i-([\w-]+)"/></svg>([^<]+)</span>', table
    )

    looks = [*LOOKS.values(), *DERIVED_LOOKS.values(), WITHDRAWN]
    assert set(shown) == {(look.css_class, look.icon, look.label.format(round_number=1)) for look in looks}


def test_every_topic_is_reached_from_the_list(html):
    listed = re.findall(r'<li><a href="#([\w-]+)">([^<]+)</a>', html)
    topics = re.findall(r'<h2 id="([\w-]+)">([^<]+)</h2>', html)

    assert listed
    assert listed == topics


def test_buttons_named_in_the_steps_exist(html):
    """A step that names a button nobody finds is worse than none."""
    pages = [path for path in TEMPLATES.rglob("*.html") if "help" not in path.parts and path.name != "help.html"]
    words = " ".join(path.read_text() for path in pages) + " ".join(
        path.read_text() for path in Path(settings.BASE_DIR).joinpath("proposals").glob("*.py")
    )
    steps = re.findall(r"<ol>.*?</ol>", html, re.DOTALL)
    named = {strip(name) for step in steps for name in re.findall(r"<strong>(.*?)</strong>", step)}
    known = {"Dasbor", "Asistensi", "Paket pusat", "Beranda", *(section.label for section in Section)}

    assert len(named) > 20
    assert {name for name in named if name not in words} - known == set()


def test_uploading_is_told_for_pages_with_and_without_the_upload_button(html):
    uploading = strip(re.search(r'aria-labelledby="lampiran">.*?</section>', html, re.DOTALL)[0])

    assert "Berkas langsung diunggah begitu dipilih. Bila ada tombol Unggah berkas, tekan tombol itu." in uploading
    assert "Tunggu sampai tertulis “Terunggah”." in uploading


def test_page_names_whom_to_ask(html, cycle):
    contact = re.search(r'aria-labelledby="hubungi">.*?</section>', html, re.DOTALL)[0]

    assert cycle.regency.contact_name in contact
    assert cycle.regency.contact_phone in contact
