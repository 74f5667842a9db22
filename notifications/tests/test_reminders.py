"""Who is reminded when: due, moved, merged, superseded, stopped."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from accounts.models import Membership
from accounts.roles import Role
from conftest import person
from lebong_proposals import clock
from notifications import reminders
from notifications.delivery import dispatch
from notifications.models import MessageState, OutboxMessage, PlannedSlot, ReminderRule
from proposals.models import AgencyCycle, Obligation
from proposals.services import cycles, drafting


def wib(text: str) -> datetime:
    return datetime.fromisoformat(f"2025-{text}+07:00")


H20, H14, H7 = wib("11-10T08:00"), wib("11-14T08:00"), wib("11-21T08:00")
H3, HKT, H1, H = wib("11-27T08:00"), wib("11-28T08:00"), wib("11-29T08:00"), wib("11-30T08:00")
CUTOFF = wib("12-01T00:00")


def planned(state=MessageState.PENDING) -> set[tuple[str, str]]:
    rows = OutboxMessage.objects.filter(state=state)
    return set(rows.values_list("rule__code", "recipient__username"))


def plan_alone(at: datetime) -> set[tuple[str, str]]:
    """What one pass adds."""
    before = planned()
    reminders.plan(at)
    return planned() - before


@pytest.mark.parametrize(
    "at, code", [(H20, "H-20"), (H14, "H-14"), (H7, "H-7"), (H3, "H-3"), (HKT, "HKT"), (H1, "H-1"), (H, "H")]
)
def test_people_of_an_agency_that_has_not_begun_are_reminded_at_each_slot(operator, agency_head, at, code):
    assert plan_alone(at - timedelta(seconds=1)) & {(code, "operator.uji")} == set()
    assert plan_alone(at) >= {(code, "operator.uji"), (code, "kepala.uji")}


def test_a_second_pass_changes_nothing(operator, agency_head):
    first = reminders.plan(H7)

    assert reminders.plan(H7 + timedelta(minutes=1)) == reminders.Planned(0, 0)
    assert first.messages == OutboxMessage.objects.filter(state=MessageState.PENDING).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_planners_at_once_make_one_message_for_each_person(operator, agency_head):
    barrier, made, faults = threading.Barrier(3), [], []

    def planner():
        try:
            barrier.wait(10)
            made.append(reminders.plan(H7).messages)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=planner) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert faults == []
    assert sorted(made) == [0, 0, 2]
    assert planned() == {("H-7", "operator.uji"), ("H-7", "kepala.uji")}


def test_nobody_is_reminded_before_the_cycle_opens_or_from_the_cutoff_on(operator, cycle):
    assert plan_alone(cycle.opens_at - timedelta(seconds=1)) == set()
    assert plan_alone(CUTOFF) == set()
    assert plan_alone(CUTOFF - timedelta(microseconds=1)) == {("H", "operator.uji")}


@pytest.mark.parametrize(
    "state, complete, owed",
    [
        ("draft", False, True),
        ("draft", True, True),
        ("revision_required", True, True),
        ("submitted", True, False),
        ("in_assistance", True, False),
        ("approved", True, False),
        ("rejected", True, False),
        ("sent", True, False),
    ],
)
def test_only_what_the_agency_has_still_to_do_is_owed(make_proposal, state, complete, owed):
    make_proposal(state=state, complete=complete)

    assert plan_alone(H7) == ({("H-7", "operator.uji")} if owed else set())


def test_an_agency_with_something_sent_and_a_draft_still_owes(make_proposal):
    make_proposal(state="submitted")
    make_proposal(state="draft", complete=False)

    assert plan_alone(H7) == {("H-7", "operator.uji")}


def test_a_deleted_draft_leaves_a_required_agency_without_any(maker):
    proposal = maker.make(state="draft")
    drafting.delete_draft(proposal, actor=maker.operator, seen_version=proposal.version)

    assert plan_alone(H7) == {("H-7", "operator.uji")}


def test_an_optional_agency_is_reminded_only_once_it_has_a_proposal(agency_cycle, maker):
    AgencyCycle.objects.filter(pk=agency_cycle.pk).update(obligation=Obligation.OPTIONAL)

    assert plan_alone(H20) == set()

    maker.make(state="draft")
    assert plan_alone(H14) == {("H-14", "operator.uji")}


def test_nihil_stops_the_reminders(agency_cycle, operator):
    cycles.declare_nil(agency_cycle, actor=operator, reason="Tidak ada kebutuhan tahun ini.", official="Kepala Dinas")

    assert plan_alone(H7) == set()


def test_only_operators_and_heads_in_office_on_the_day_are_reminded(agency, operator, agency_head, reviewer):
    Membership.objects.filter(user=agency_head).update(ends_on=date(2025, 11, 13))
    successor = person("kepala.baru", agency, Role.AGENCY_HEAD)
    Membership.objects.filter(user=successor).update(starts_on=date(2025, 11, 14))

    assert {name for _, name in plan_alone(H20)} == {"operator.uji", "kepala.uji"}
    assert {name for _, name in plan_alone(H14)} == {"operator.uji", "kepala.baru"}


def test_people_without_an_address_or_account_are_left_out(operator, agency_head):
    type(operator).objects.filter(pk=operator.pk).update(email="")
    type(operator).objects.filter(pk=agency_head.pk).update(is_active=False)

    assert plan_alone(H7) == set()


def test_a_head_of_two_agencies_gets_one_mail_for_both(agency_head, other_agency, operator):
    Membership.objects.create(
        user=agency_head,
        agency=other_agency,
        role=Role.AGENCY_HEAD,
        title="Kepala Dinkes",
        is_acting=True,
        starts_on=date(2025, 1, 1),
    )

    reminders.plan(H7)

    (message,) = OutboxMessage.objects.filter(recipient=agency_head)
    assert (message.facts["agencies"], message.agency) == (["dinkes", "dpupr"], None)


def test_a_scheduler_that_slept_sends_the_newest_and_records_the_rest(operator, agency_head):
    reminders.plan(H1 + timedelta(hours=1))

    assert planned() == {("H-1", "operator.uji"), ("H-1", "kepala.uji")}
    assert planned(MessageState.SUPERSEDED) == {
        (code, name) for code in ("H-3", "HKT") for name in ("operator.uji", "kepala.uji")
    }
    newest = OutboxMessage.objects.get(rule__code="H-1", recipient=operator)
    older = OutboxMessage.objects.filter(recipient=operator, state=MessageState.SUPERSEDED)
    assert {row.superseded_by_id for row in older} == {newest.pk}
    assert older.count() == 3


def test_a_reminder_that_is_late_is_sent_while_it_is_of_use(operator):
    assert plan_alone(H7 + timedelta(days=3)) == {("H-7", "operator.uji")}


def test_a_reminder_that_speaks_of_today_is_not_sent_tomorrow(operator):
    assert plan_alone(wib("11-29T00:00")) == set()
    assert plan_alone(wib("11-29T07:59")) == set()
    assert plan_alone(H1) == {("H-1", "operator.uji")}


def test_who_comes_to_owe_after_a_slot_was_planned_waits_for_the_next(operator, maker, clock_at):
    clock_at("2025-11-14T07:00+07:00")
    proposal = maker.make(state="submitted")
    assert plan_alone(H14) == set()

    clock_at("2025-11-14T10:00+07:00")
    maker.take(proposal)
    maker.give_back(proposal)

    assert plan_alone(wib("11-14T10:01")) == set()
    assert plan_alone(H7) == {("H-7", "operator.uji")}


def test_an_extended_agency_is_reminded_of_its_own_cutoff(operator, stranger, agency_cycle, admin):
    extended_on = wib("11-30T10:00")
    agency_cycle.cycle.national_closes_at = wib("12-08T00:00")
    agency_cycle.cycle.save()
    agency_cycle.closes_at = wib("12-06T00:00")
    agency_cycle.save()
    agency_cycle.extensions.create(
        new_closes_at=agency_cycle.closes_at,
        national_closes_at=agency_cycle.cycle.national_closes_at,
        reason="Jaringan terputus tiga hari.",
        letter_number="1/2025",
        granted_by=admin,
        granted_at=extended_on,
    )

    assert plan_alone(wib("11-30T18:00")) == {("H", "operator.lain")}
    assert plan_alone(wib("12-02T08:00")) == {("H-3", "operator.uji")}
    assert plan_alone(wib("12-04T08:00")) == {("H-1", "operator.uji")}


def test_a_sealed_agency_is_not_reminded(operator, agency_cycle):
    agency_cycle.sealed_at = H3
    agency_cycle.save()

    assert plan_alone(HKT) == set()


def test_a_rule_that_is_switched_off_makes_no_reminder(operator):
    reminders.plan(H20)
    ReminderRule.objects.filter(code="H-14").update(is_active=False)

    assert plan_alone(H14) == set()
    assert plan_alone(H7) == {("H-7", "operator.uji")}


def test_a_reminder_is_dropped_when_the_work_was_done_before_it_was_sent(maker, sink, unpaced, clock_at):
    clock_at("2025-11-21T08:00+07:00")
    proposal = maker.make(state="draft")
    reminders.plan(H7)
    maker.submit(proposal)

    dispatch(clock.now())

    message = OutboxMessage.objects.get(rule__code="H-7")
    assert (message.state, message.body_text) == (MessageState.CANCELLED, "")
    assert [mail.message["Subject"].split(":")[0] for mail in sink.delivered] == ["[Titian] Diterima"]


def test_a_reminder_for_a_cutoff_that_was_moved_is_dropped(operator, agency_cycle, sink, unpaced):
    reminders.plan(H7)
    agency_cycle.closes_at = wib("11-30T12:00")
    agency_cycle.save()

    dispatch(H7)

    assert OutboxMessage.objects.get().state == MessageState.CANCELLED
    assert sink.delivered == []


def test_a_reminder_is_worded_for_the_moment_of_sending(operator, sink, unpaced):
    reminders.plan(H14)

    dispatch(H14 + timedelta(days=3))

    (mail,) = sink.delivered
    assert mail.message["Subject"] == "[Titian] 13 hari lagi: belum ada usulan dari DPUPR-Hub"
    assert "Waktu yang tersisa 13 hari kalender atau 10 hari kerja." in mail.text.replace("\n", " ")


def test_planning_and_sending_ask_a_bounded_number_of_queries(
    operator, stranger, cycle, django_assert_max_num_queries, sink, unpaced
):
    for row in AgencyCycle.objects.filter(cycle=cycle).exclude(agency__code="dpupr").select_related("agency"):
        person(f"operator.{row.agency.code}", row.agency, Role.OPERATOR)
    AgencyCycle.objects.filter(cycle=cycle).update(obligation=Obligation.REQUIRED)

    with django_assert_max_num_queries(20):
        made = reminders.plan(H7).messages

    assert made == 40
    # For each message four statements and two pairs of savepoints (which are transactions outside a test).
    with django_assert_max_num_queries(40 * 9 + 30):
        dispatch(H7)
    assert len(sink.delivered) == 40
    assert PlannedSlot.objects.count() == 1
