"""Every page of every role over the demo: fits a phone, is well formed, has no barrier and weighs little."""

import os
from contextlib import contextmanager

import pytest
from django.db import connections

from accounts.models import User
from lebong_proposals import clock
from lebong_proposals.tests.demo_pages import MAIN, PAGES, REFUSED, VISITOR
from notifications import rounds
from ops.launcher.database_url import name_of, with_database
from ops.testing import databases, page_checks, processes
from ops.testing.journeys import ProposalMaker, cost
from ops.testing.links import broken_links
from proposals.models import AgencyCycle, PreparedDecision
from proposals.sections import Section

pytestmark = pytest.mark.django_db(transaction=True)

LONGEST_TITLE = "Pembangunan" + "Rekonstruksi" * 11 + "Air Kot"
DESKTOP = {"width": 1366, "height": 768}
HEAVIEST, MOST_REQUESTS = 120 * 1024, 8


@pytest.fixture(scope="module")
def demo_template(owner_url, tmp_path_factory):
    """A database with the demo in it, seeded once, to be cloned for each test."""
    owner, name = os.environ["DATABASE_OWNER_URL"], name_of(owner_url) + "_look"
    databases.create_clone(owner, os.environ["TEST_TEMPLATE"], name)
    media = tmp_path_factory.mktemp("media")
    surroundings = processes.environment_of(with_database(owner, name), MEDIA_ROOT=str(media))
    seeded = processes.manage(surroundings, "seed_demo")
    assert seeded.returncode == 0, seeded.stderr
    yield name, media
    databases.drop(owner, name)


@pytest.fixture
def demo(transactional_db, demo_template, owner_url, postbox, settings):
    """The demo, with one more proposal in review, of the longest title and the largest amounts, and its mails."""
    template, settings.MEDIA_ROOT = demo_template
    connections.close_all()
    databases.create_clone(os.environ["DATABASE_OWNER_URL"], template, name_of(owner_url))
    agency_cycle = AgencyCycle.objects.select_related("cycle", "agency").get(agency__code="dpupr", cycle__year=2025)
    people = [
        User.objects.get(username=name) for name in ("operator.dpupr", "telaah1.bappeda", "kepala.bappeda", "admin")
    ]
    maker = ProposalMaker(agency_cycle, *people)
    proposal = maker.draft(LONGEST_TITLE)
    maker.fill(proposal)
    maker.save(proposal, Section.BUDGET, {}, rows=[cost("Pekerjaan" * 10, "999", "m3", 999_999_999_999)])
    maker.submit(proposal)
    maker.take(proposal)
    maker.note(proposal, "Perbaiki" * 60)
    rounds.dispatch(clock.now())
    prepared = PreparedDecision.objects.values_list("seen_version", flat=True).get()
    return {"long": proposal.number, "prepared": prepared, "mail": next((postbox.directory / "new").iterdir()).name}


@pytest.fixture
def visit(demo, site, new_context, client_for):
    """``with visit(name) as page``: a window of that account, signed in."""

    @contextmanager
    def open_window(name, **options):
        context = new_context(base_url=site, viewport=DESKTOP, **options)
        if name != VISITOR:
            signed_in = client_for(User.objects.get(username=name))
            context.add_cookies([{"name": "sid", "value": signed_in.cookies["sid"].value, "url": site}])
        yield context.new_page()
        context.close()

    return open_window


def look(visit, demo, pages, check):
    """Open pages one after the other and collect what the check finds, each with the page it was found on."""
    found = []
    for name, paths in pages.items():
        with visit(name) as page:
            for path in paths:
                page.set_viewport_size(DESKTOP)
                answer = page.goto(path.format(**demo))
                sentences = check(page)
                if answer.status != REFUSED.get((name, path), 200):
                    sentences.append(f"answers {answer.status}")
                if "unsafe" in answer.headers["content-security-policy"]:
                    sentences.append("allows unsafe code")
                found += [f"{name or 'visitor'} {path}: {sentence}" for sentence in sentences]
    return found


def well_made(page):
    """Everything but what takes long: frame, controls, phones, large text."""
    return page_checks.frame(page) + page_checks.overflow(page)


@pytest.mark.slow
def test_the_main_pages_are_light_well_made_and_without_barriers(visit, demo):
    heavy = {}
    for name, paths in MAIN.items():
        for path in paths:
            with visit(name) as page:
                weight = page_checks.weigh(page, path)
                if weight.size > HEAVIEST or weight.requests > MOST_REQUESTS:
                    heavy[path] = weight

    assert heavy == {}
    assert look(visit, demo, MAIN, lambda page: page_checks.barriers(page) + well_made(page)) == []


@pytest.mark.slow
def test_every_page_fits_a_phone_and_is_well_formed(visit, demo):
    assert look(visit, demo, PAGES, well_made) == []


@pytest.mark.slow
def test_no_page_has_a_barrier(visit, demo):
    assert look(visit, demo, PAGES, page_checks.barriers) == []


@pytest.mark.slow
def test_nothing_covers_what_has_the_focus(visit, demo):
    assert look(visit, demo, MAIN, page_checks.covered) == []


BAD_PAGE = """<!doctype html><html lang="en"><title>x</title><body><main><h2>a</h2><h4>b</h4>
<span class="state-tag" data-state="draft"></span><button style="height: 20px; width: 900px">c</button>
<img src="data:,"><input></main></body></html>"""


def test_the_checks_see_a_page_that_is_wrong(page):
    page.set_content(BAD_PAGE)

    frame = " ".join(page_checks.frame(page))

    for sentence in ("language en", "title x", "not one h1", "level 4 under level 2", "does not skip", "without word"):
        assert sentence in frame
    assert "inline code" in frame
    assert "only 20 px high" in frame
    assert {"image-alt", "label", "html-has-lang"} & {
        line.split()[1].rstrip(":") for line in page_checks.barriers(page)
    }
    assert [line.split(":")[0][-3:] for line in page_checks.overflow(page)][:2] == ["360", "320"]


CRAWLERS = ("operator.dpupr", "operator.bpbd", "telaah1.bappeda", "kepala.bappeda", "admin", "bupati")


@pytest.mark.slow
def test_every_link_leads_somewhere(demo, client_for):
    broken = {name: broken_links(client_for(User.objects.get(username=name)), "/") for name in CRAWLERS}

    assert {name: found for name, found in broken.items() if found} == {}
