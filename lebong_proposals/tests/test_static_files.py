"""Static files: exactly what is listed, a font small enough for a weak line, bundles as current as their sources."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from fontTools.ttLib import TTFont

from lebong_proposals.bundles import BUNDLES, bundle, page_scripts
from lebong_proposals.error_style import error_page_csp
from lebong_proposals.staticfiles_finder import PackageFilesFinder

STATIC = Path(settings.BASE_DIR) / "static"
LISTED = {
    "vendor/bootstrap.min.css",
    "vendor/bootstrap.min.css.map",
    "vendor/htmx-2.min.js",
    "fonts/plus-jakarta-sans-latin.woff2",
    "bundles/titian.css",
    "bundles/titian.js",
    "bundles/budget.js",
    "bundles/upload.js",
    *page_scripts(STATIC),
}


@pytest.fixture
def finder():
    return PackageFilesFinder()


def test_finder_lists_exactly_what_is_allowed(finder):
    found = {f"{storage.prefix}/{name}": storage.path(name) for name, storage in finder.list(None)}

    assert set(found) == LISTED
    assert all(Path(path).is_file() for path in found.values())


@pytest.mark.parametrize("path", sorted(LISTED))
def test_finder_finds_what_it_lists(finder, path):
    assert Path(finder.find(path)).is_file()
    assert finder.find(path, find_all=True) == [finder.find(path)]


@pytest.mark.parametrize("path", ["django_htmx/htmx-4.min.js", "vendor/bootstrap.css", "vendor/../settings.py", ""])
def test_finder_knows_nothing_else(finder, path):
    assert finder.find(path) == []


def test_htmx_is_version_two():
    assert 'version:"2.' in Path(find("vendor/htmx-2.min.js")).read_text()


def test_font_is_small_and_writes_indonesian_with_aligned_digits():
    path = Path(find("fonts/plus-jakarta-sans-latin.woff2"))
    with TTFont(path) as font:
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        letters = set(font.getBestCmap())
        axis = font["fvar"].axes[0]

    assert path.stat().st_size < 32_000
    assert {ord(letter) for letter in "ABCxyz0123456789éÉ“”…→·²³\u2013\u2014\u2212\u00d7"} <= letters
    assert "tnum" in features
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 200, 800)


def test_own_style_stays_within_six_and_a_half_kilobytes():
    assert len(gzip.compress(Path(find("bundles/titian.css")).read_bytes(), 9)) <= 6_500


def test_own_scripts_stay_small_and_carry_no_comments():
    scripts = {path: Path(find(path)).read_text() for path in LISTED if path.endswith(".js") and "vendor" not in path}
    weights = {path: len(gzip.compress(text.encode(), 9)) for path, text in scripts.items()}

    assert weights["bundles/titian.js"] <= 7_200
    assert weights["bundles/budget.js"] <= 9_500
    assert sum(weights.values()) <= 22_500, weights
    assert [path for path, text in scripts.items() if "/*" in text or "\n  " in text] == []


@pytest.mark.parametrize("path", ["js/autosave.js", "css/base.css"])
def test_files_that_are_edited_are_found_as_they_are(path):
    assert Path(find(path)) == STATIC / path


def test_bundle_follows_an_edited_source(tmp_path):
    sources = tmp_path / "static"
    for part in BUNDLES["bundles/titian.css"]:
        (sources / part).parent.mkdir(parents=True, exist_ok=True)
        (sources / part).write_text("/* why */\n  a { color: red }\n")
    before = bundle("bundles/titian.css", sources, tmp_path / "made")

    (sources / "css/print.css").write_text("b { color: blue }\n")
    after = bundle("bundles/titian.css", sources, tmp_path / "made")

    assert before.read_text() == "\n".join(["a { color: red }"] * len(BUNDLES["bundles/titian.css"])) + "\n"
    assert after != before
    assert after.read_text().endswith("b { color: blue }\n")


def test_every_source_of_a_bundle_exists():
    assert [part for parts in BUNDLES.values() for part in parts if not (STATIC / part).is_file()] == []


def test_collected_files_are_complete_under_hashed_names(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    storage = ManifestStaticFilesStorage(location=tmp_path)
    style = (tmp_path / storage.stored_name("bundles/titian.css")).read_text()
    font = re.search(r'url\("?\.\./fonts/([^")]+)"?\)', style)
    assert set(LISTED) <= set(storage.hashed_files)
    assert font is not None
    assert (tmp_path / "fonts" / font[1]).is_file()


def test_no_page_carries_inline_script_or_style():
    inline = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    # Mails need inline style, and the two error pages have the one block that their policy names.
    pages = [
        page
        for page in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
        if "notifications" not in page.parts and page.name != "error_style.html"
    ]

    assert pages
    assert [str(page) for page in pages if inline.search(page.read_text())] == []


def test_error_pages_allow_their_own_style_and_nothing_else():
    policy = error_page_csp()

    assert policy.startswith("default-src 'none'; ")
    assert re.search(r"style-src 'sha256-[A-Za-z0-9+/]{43}='", policy)
    assert "unsafe" not in policy
