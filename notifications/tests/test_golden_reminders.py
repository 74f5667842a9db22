"""The exact words of every reminder (``ux.md`` 6.2 and 6.3), as they arrive."""

from datetime import date, datetime

import pytest

from accounts.models import Membership
from accounts.roles import Role
from notifications import reminders
from notifications.delivery import dispatch
from notifications.tests.pinned import assert_mail_pinned, assert_pinned

pytestmark = pytest.mark.usefixtures("unpaced", "monday")

SLOTS = {
    "H-20": "10T08:00",
    "H-14": "14T08:00",
    "H-7": "21T08:00",
    "H-3": "27T08:00",
    "HKT": "28T08:00",
    "HKT-14.00": "28T14:00",
    "H-1": "29T08:00",
    "H": "30T08:00",
    "H-18.00": "30T18:00",
}
STATES = {
    "none": [],
    "draft": [{"state": "draft", "complete": False}] * 2,
    "complete_unsent": [{"state": "draft"}],
    "returned": [{"state": "revision_required"}] * 3,
}


def remind(slot: str) -> None:
    at = datetime.fromisoformat(f"2025-11-{SLOTS[slot]}+07:00")
    reminders.plan(at)
    dispatch(at)


@pytest.mark.parametrize("state", STATES)
def test_subjects_of_all_slots_are_pinned(state, make_proposal, operator, sink):
    for proposal in STATES[state]:
        make_proposal(**proposal)
    dispatch(datetime.fromisoformat("2025-11-10T08:00+07:00"))
    sink.delivered.clear()

    for slot in SLOTS:
        remind(slot)

    lines = [f"{slot}: {mail.message['Subject']}" for slot, mail in zip(SLOTS, sink.to(operator.email), strict=True)]
    assert_pinned(f"reminder_subjects_{state}.txt", "\n".join(lines) + "\n")
    assert max(len(mail.message["Subject"]) for mail in sink.delivered) <= 90


@pytest.mark.parametrize(
    "slot, state",
    [
        ("H-20", "none"),
        ("H-14", "draft"),
        ("H-7", "complete_unsent"),
        ("H-3", "returned"),
        ("HKT", "draft"),
        ("H-1", "none"),
        ("H", "complete_unsent"),
    ],
)
def test_body_of_each_slot_is_pinned(slot, state, make_proposal, operator, sink):
    for proposal in STATES[state]:
        make_proposal(**proposal)
    dispatch(datetime.fromisoformat("2025-11-10T08:00+07:00"))
    sink.delivered.clear()

    remind(slot)

    (mail,) = sink.to(operator.email)
    assert_mail_pinned(f"reminder_{slot}_{state}", mail)


def test_several_states_follow_the_lead_state(make_proposal, operator, sink):
    for state in ("draft", "complete_unsent", "returned"):
        make_proposal(**STATES[state][0])
    dispatch(datetime.fromisoformat("2025-11-10T08:00+07:00"))
    sink.delivered.clear()

    remind("H-7")

    (mail,) = sink.to(operator.email)
    assert_mail_pinned("reminder_several_states", mail)


@pytest.mark.parametrize("slot", ["H-7", "H-1", "H"])
def test_several_agencies_share_one_mail(slot, make_proposal, agency_head, other_agency, sink):
    Membership.objects.create(
        user=agency_head,
        agency=other_agency,
        role=Role.AGENCY_HEAD,
        title="Kepala Dinas Kesehatan",
        is_acting=True,
        starts_on=date(2025, 1, 1),
    )
    make_proposal(**STATES["draft"][0])

    remind(slot)

    (mail,) = sink.to(agency_head.email)
    assert_mail_pinned(f"reminder_several_agencies_{slot}", mail)


@pytest.mark.parametrize("sent_at, advised", [("18:00", True), ("19:59", True), ("20:00", False), ("23:30", False)])
def test_advice_to_send_early_is_given_only_while_it_is_early(operator, sink, sent_at, advised):
    at = datetime.fromisoformat(f"2025-11-30T{sent_at}+07:00")

    reminders.plan(at)
    dispatch(at)

    (mail,) = sink.delivered
    assert ("sebelum pukul 20.00 WIB" in mail.text.replace("\n", " ")) is advised
