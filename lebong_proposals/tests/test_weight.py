"""What a weak line has to carry: the first page is under 120 KB, each next one under 25 KB, because parts are kept."""

import gzip
import re
from contextlib import closing

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from lebong_proposals.tests.test_static_files import LISTED
from ops.testing import page_checks
from ops.testing.journeys import cost
from proposals.sections import Section

FIRST, NEXT, MOST_REQUESTS = 120 * 1024, 25 * 1024, 8
A_YEAR = 365 * 24 * 3600


@pytest.fixture
def served(tmp_path, settings):
    """``served(name)``: the answer to a request for a static file, collected and served as in production."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    call_command("collectstatic", interactive=False, verbosity=0)
    middleware = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))

    def get(name):
        request = RequestFactory().get(staticfiles_storage.url(name), headers={"Accept-Encoding": "gzip"})
        with closing(middleware(request)) as answer:
            return answer.headers, b"".join(answer.streaming_content)

    return get


@pytest.mark.slow
def test_parts_are_kept_for_a_year_and_sent_compressed(served):
    answers = {name: served(name) for name in LISTED if not name.endswith(".map")}

    for name, (headers, body) in answers.items():
        kept = re.search(r"max-age=(\d+)", headers["Cache-Control"])
        assert int(kept[1]) >= A_YEAR, name
        assert "immutable" in headers["Cache-Control"], name
        if headers.get("Content-Encoding") != "gzip":  # a font, or too small to gain by it
            assert len(gzip.compress(body, 9)) > len(body) * 0.9, name
    assert len(answers) > 10


@pytest.fixture
def proposal(make_proposal, maker):
    """A complete draft whose budget has fifty rows."""
    made = make_proposal()
    rows = [cost(f"Pekerjaan pasangan batu ruas {number}", "2.5", "m3", 1_250_000) for number in range(50)]
    maker.save(made, Section.BUDGET, {}, rows=rows)
    return made


def pages_of(number):
    sections = (f"/usulan/{number}/{section.slug}/" for section in Section)
    return ("/beranda/", "/usulan/", f"/usulan/{number}/", *sections, f"/usulan/{number}/periksa/", "/bantuan/")


@pytest.mark.slow
def test_every_page_of_drafting_is_light_for_who_comes_straight_to_it(
    new_context, site, client_for, operator, proposal
):
    heavy = {}
    for path in pages_of(proposal.number):
        weight = page_checks.weigh(signed_in(new_context, site, client_for(operator)), path)
        if weight.size > FIRST or weight.requests > MOST_REQUESTS:
            heavy[path] = weight

    assert heavy == {}


@pytest.mark.slow
def test_after_signing_in_each_page_adds_little(new_context, site, client_for, operator, proposal):
    known = page_checks.weigh(new_context(base_url=site).new_page(), "/masuk/").addresses
    page = signed_in(new_context, site, client_for(operator))

    sizes = {}
    for path in pages_of(proposal.number):
        weight = page_checks.weigh(page, path, known)
        sizes[path] = weight.size
        known |= frozenset(address for address in weight.addresses if "/static/" in address)

    assert {path: size for path, size in sizes.items() if size > NEXT} == {}
    assert sizes["/beranda/"] > 1_000  # the page itself counts


def signed_in(new_context, site, client):
    """A new window with the session of a test client."""
    context = new_context(base_url=site)
    context.add_cookies([{"name": "sid", "value": client.cookies["sid"].value, "url": site}])
    return context.new_page()
