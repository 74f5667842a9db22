"""However often the button is pressed, a proposal is sent once and has one receipt."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from ops.testing import browser_steps as agency_does
from ops.testing.http_browser import HttpBrowser
from proposals.models import AuditEntry, SubmittedVersion
from proposals.workflow import State

SEND = "Saya menyatakan benar — kirim usulan"


@pytest.fixture
def proposal(make_proposal, agency_head):
    return make_proposal()


@pytest.mark.parametrize(
    "scripts",
    [pytest.param(True, id="with scripts", marks=pytest.mark.slow), pytest.param(False, id="without scripts")],
)
def test_a_double_click_gives_one_receipt(window, operator, proposal, scripts):
    page = window(operator, java_script_enabled=scripts)
    page.goto(f"/usulan/{proposal.number}/periksa/")
    agency_does.declare(page)

    page.get_by_role("button", name=SEND).dblclick()

    agency_does.heading(page, "Usulan terkirim")
    assert page.locator(".receipt-number").inner_text() == f"{proposal.number}/1"
    assert SubmittedVersion.objects.filter(proposal=proposal).count() == 1
    assert AuditEntry.objects.filter(proposal=proposal, verb="submitted").count() == 1


@pytest.mark.slow
def test_a_lost_answer_is_found_again_by_pressing_again(window, operator, proposal):
    page = window(operator, java_script_enabled=False)
    page.goto(f"/usulan/{proposal.number}/periksa/")
    agency_does.declare(page)
    lost = []

    def lose_the_answer(route):
        lost.append(route.fetch(max_redirects=0).status)
        route.abort("aborted")  # the page stays where it is, as it does when a line goes dead

    page.route("**/kirim/", lose_the_answer, times=1)
    with page.expect_event("requestfailed"):
        agency_does.press(page, SEND)
    agency_does.press(page, SEND)

    agency_does.heading(page, "Usulan terkirim")
    assert lost == [303]
    assert SubmittedVersion.objects.filter(proposal=proposal).count() == 1


@pytest.fixture
def send(site, client_for, operator, proposal):
    """Send the declaration over a connection of its own, as the operator's browser would."""
    browser = HttpBrowser(site, client_for(operator))
    form = browser.declaration(proposal.number)
    return lambda key: browser.post(f"/usulan/{proposal.number}/kirim/", form | {"key": str(key)})


def test_five_at_once_with_one_key_get_the_same_receipt(send, proposal):
    with ThreadPoolExecutor(5) as threads:
        answers = list(threads.map(send, [uuid4()] * 5))

    receipt = f"/usulan/{proposal.number}/tanda-terima/1/"
    assert {(answer.status, answer.headers["Location"]) for answer in answers} == {(303, receipt)}
    assert SubmittedVersion.objects.filter(proposal=proposal).count() == 1


def test_of_five_at_once_with_five_keys_one_is_accepted_and_four_are_told_why(send, proposal):
    with ThreadPoolExecutor(5) as threads:
        answers = list(threads.map(send, [uuid4() for _ in range(5)]))

    assert sorted(answer.status for answer in answers) == [303, 409, 409, 409, 409]
    assert all('data-reason="' in answer.text for answer in answers if answer.status == 409)
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED
    assert SubmittedVersion.objects.filter(proposal=proposal).count() == 1
