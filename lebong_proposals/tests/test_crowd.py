"""Many people of one agency at the same moment, over HTTP: nothing is lost in silence, nothing is sent twice."""

import re
import threading
from collections import Counter
from uuid import uuid4

import pytest

from notifications.models import OutboxMessage
from ops.testing.http_browser import HttpBrowser
from proposals.models import AuditEntry, SubmissionAttempt, SubmittedVersion
from proposals.workflow import State

pytestmark = pytest.mark.slow

EDITORS, INSISTENT, SENDERS = 50, 20, 32
PATIENCE = 60  # seconds


def at_once(*calls):
    """Let each call start from the same instant; give back what each of them answered, in order."""
    barrier = threading.Barrier(len(calls))
    answers = [None] * len(calls)

    def run(position, call):
        barrier.wait(PATIENCE)
        answers[position] = call()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return answers


@pytest.fixture
def browsers(live_server, site, client_for, operator, agency_head):
    """``browsers(n)``: windows of the agency, by turns the operator's and the head's."""
    live_server.thread.httpd.socket.listen(4 * EDITORS)  # the test's own server would let only ten of them wait
    people = [HttpBrowser(site, client_for(user), patience=PATIENCE) for user in (operator, agency_head)]
    return lambda number: [people[position % 2] for position in range(number)]


def saved_texts(draft):
    """What the record says was written into the objectives, in its order."""
    saves = AuditEntry.objects.filter(proposal=draft, verb="section_saved").order_by("pk")
    return [entry.facts["changes"]["objectives"][1] for entry in saves]


def test_of_fifty_who_save_one_section_one_wins_and_forty_nine_see_both_texts(browsers, make_proposal):
    draft = make_proposal(complete=False)
    path = f"/usulan/{draft.number}/latar-belakang/"
    texts = [f"Tujuan nomor {number:02}." for number in range(EDITORS)]

    def saving(browser, text):
        return lambda: browser.post(path, {"seen_version": "0", "is_done": "no", "objectives": text})

    answers = at_once(*map(saving, browsers(EDITORS), texts))

    draft.refresh_from_db()
    assert Counter(answer.status for answer in answers) == {303: 1, 409: EDITORS - 1}
    won = next(text for text, answer in zip(texts, answers, strict=True) if answer.status == 303)
    assert (draft.objectives, saved_texts(draft)) == (won, [won])
    told = [(text, answer.text) for text, answer in zip(texts, answers, strict=True) if answer.status == 409]
    assert [text for text, page in told if text not in page or won not in page] == []


def test_those_who_insist_after_each_conflict_are_all_in_the_history(browsers, make_proposal):
    draft = make_proposal(complete=False)
    path = f"/usulan/{draft.number}/latar-belakang/"
    texts = [f"Tujuan nomor {number:02}." for number in range(INSISTENT)]

    def saving(browser, text):
        """Save one's own text, and on a conflict save it again on the version that the answer has shown."""

        def save_until_accepted():
            seen = "0"
            for _ in texts:
                answer = browser.post(path, {"seen_version": seen, "is_done": "no", "objectives": text})
                if answer.status != 409:
                    return answer.status
                seen = re.search(r'name="seen_version" value="(\d+)"', answer.text)[1]
            return "never accepted"

        return save_until_accepted

    statuses = at_once(*map(saving, browsers(INSISTENT), texts))

    draft.refresh_from_db()
    history = saved_texts(draft)
    assert statuses == [303] * INSISTENT
    assert sorted(history) == texts
    assert draft.objectives == history[-1]
    assert draft.sections.get(code="background").version == INSISTENT


def test_thirty_two_at_once_with_one_key_get_one_receipt(browsers, make_proposal):
    proposal = make_proposal()
    people = browsers(SENDERS)
    form = people[0].declaration(proposal.number)

    answers = at_once(*[lambda b=b: b.post(f"/usulan/{proposal.number}/kirim/", form) for b in people])

    receipt = f"/usulan/{proposal.number}/tanda-terima/1/"
    assert Counter((answer.status, answer.headers.get("Location")) for answer in answers) == {(303, receipt): SENDERS}
    assert SubmittedVersion.objects.filter(proposal=proposal).count() == 1
    assert AuditEntry.objects.filter(proposal=proposal, verb="submitted").count() == 1
    assert SubmissionAttempt.objects.filter(proposal=proposal, outcome="accepted").count() == 1
    mails = Counter(OutboxMessage.objects.filter(proposal=proposal).values_list("recipient__username", flat=True))
    assert mails == {"operator.uji": 1, "kepala.uji": 1}


def test_of_thirty_two_at_once_with_keys_of_their_own_one_is_accepted_and_the_others_told(browsers, make_proposal):
    proposal = make_proposal()
    people = browsers(SENDERS)
    form = people[0].declaration(proposal.number)

    def sending(browser, key):
        """Send; who waited so long that the answer is not known yet presses the button again, as the page says."""

        def send():
            answer = browser.post(f"/usulan/{proposal.number}/kirim/", form | {"key": key})
            for _ in range(SENDERS):
                if answer.status != 503:
                    break
                assert "Status pengiriman belum diketahui" in answer.text
                answer = browser.post(f"/usulan/{proposal.number}/kirim/", form | {"key": key})
            return answer

        return send

    answers = at_once(*[sending(browser, str(uuid4())) for browser in people])

    assert Counter(answer.status for answer in answers) == {303: 1, 409: SENDERS - 1}
    assert all('data-reason="' in answer.text for answer in answers if answer.status == 409)
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED
    assert SubmittedVersion.objects.filter(proposal=proposal).count() == 1
