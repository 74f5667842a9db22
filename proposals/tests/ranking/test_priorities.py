"""An agency orders its own proposals, one place at a time."""

import threading

import pytest
from django.db import connection

from proposals.models import AuditEntry, Proposal
from proposals.services.drafting import delete_draft, restore_draft
from proposals.services.ranking import RankingRefused, set_order
from proposals.tests.people import OTHERS
from proposals.workflow import Refusal

PAGE = "/usulan/prioritas/"


@pytest.fixture
def desk(client_for, operator):
    return client_for(operator)


@pytest.fixture
def three(make_proposal):
    return [make_proposal(complete=False, title=title) for title in ("Jalan", "Irigasi", "Jembatan")]


def numbers(proposals):
    return [proposal.number for proposal in proposals]


def ranks():
    return dict(Proposal.objects.values_list("number", "priority_rank"))


def press(desk, button, seen, agency="dpupr"):
    return desk.post(PAGE, {"aksi": button, "seen": " ".join(seen), "opd": agency})


def test_the_last_moves_up_and_everybody_has_a_place(desk, three):
    first, second, third = numbers(three)

    answer = press(desk, f"naik-{third}", [first, second, third])

    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}#usulan-{third}")
    assert ranks() == {first: 1, third: 2, second: 3}
    page = desk.get(PAGE).text
    assert page.index("Jalan") < page.index("Jembatan") < page.index("Irigasi")


def test_the_order_that_stands_can_be_kept(desk, three):
    assert "Belum diurutkan" in desk.get(PAGE).text

    press(desk, "simpan", numbers(three))

    assert list(ranks().values()) == [1, 2, 3]
    assert "Simpan urutan ini" not in desk.get(PAGE).text


def test_pressing_the_same_button_twice_moves_once(desk, three):
    seen = numbers(three)

    answers = [press(desk, f"turun-{seen[0]}", seen) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert ranks() == {seen[1]: 1, seen[0]: 2, seen[2]: 3}
    assert AuditEntry.objects.filter(verb="priority_set").count() == 1


def test_an_order_that_changed_meanwhile_is_refused(desk, three):
    seen = numbers(three)
    press(desk, f"turun-{seen[0]}", seen)

    answer = press(desk, f"naik-{seen[2]}", seen)

    assert answer.status_code == 409
    assert 'data-reason="stale"' in answer.text
    assert ranks() == {seen[1]: 1, seen[0]: 2, seen[2]: 3}


def test_the_record_names_both_orders(desk, three, operator):
    seen = numbers(three)
    press(desk, f"turun-{seen[0]}", seen)

    entry = AuditEntry.objects.get(verb="priority_set")

    assert entry.facts == {"before": seen, "order": [seen[1], seen[0], seen[2]]}
    assert (entry.chain, entry.actor_name, entry.agency.code) == ("cycle:2025", operator.name, "dpupr")
    assert f"mengubah urutan prioritas menjadi {seen[1]}" in desk.get("/beranda/").text


def test_home_list_and_bappeda_see_the_place_without_more_queries(
    desk, three, client_for, reviewer, django_assert_max_num_queries
):
    press(desk, f"naik-{three[1].number}", numbers(three))

    for page, most in (("/beranda/", 12), ("/usulan/", 10)):
        with django_assert_max_num_queries(most):
            text = desk.get(page).text
        assert f"{three[1].number} · Prioritas 1" in text
    assert "Prioritas" not in client_for(reviewer).get("/usulan/").text, "drafts show Bappeda their titles alone"


def test_bappeda_sees_the_place_of_what_was_handed_in(desk, make_proposal, client_for, reviewer):
    handed_in = make_proposal("submitted")
    press(desk, "simpan", [handed_in.number])

    assert f"{handed_in.number} · Prioritas 1" in client_for(reviewer).get("/usulan/").text


def test_what_is_deleted_or_rejected_leaves_no_hole(desk, three, operator, make_proposal):
    rejected = make_proposal("rejected")
    seen = numbers(three)
    press(desk, "simpan", seen)

    three[0].refresh_from_db()
    delete_draft(three[0], actor=operator, seen_version=three[0].version)
    home = desk.get("/beranda/").text
    assert f"{seen[1]} · Prioritas 1" in home
    assert f"{rejected.number} · Prioritas" not in home
    press(desk, f"naik-{seen[2]}", seen[1:])
    restore_draft(three[0], actor=operator)

    assert ranks() == {seen[2]: 1, seen[1]: 2, seen[0]: None, rejected.number: None}


def test_it_can_be_read_but_not_changed_after_the_cutoff(desk, three, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    page, answer = desk.get(PAGE), press(desk, "simpan", numbers(three))

    assert "Urutan tidak dapat diubah" in page.text
    assert 'name="aksi"' not in page.text
    assert answer.status_code == 409
    assert 'data-reason="deadline_passed"' in answer.text
    assert set(ranks().values()) == {None}


def test_strangers_order_nothing_of_ours(three, client_for, stranger):
    visitor = client_for(stranger)

    assert "Jalan" not in visitor.get(PAGE).text
    assert press(visitor, "simpan", numbers(three)).status_code == 404
    assert press(visitor, "simpan", numbers(three), agency="dinkes").status_code == 409
    assert set(ranks().values()) == {None}


@pytest.mark.parametrize("other", [name for name in OTHERS if name != "stranger"])
def test_nobody_else_has_the_page(other, three, client_for, request):
    client = client_for(request.getfixturevalue(other))

    assert client.get(PAGE).status_code == 403
    assert press(client, "simpan", numbers(three)).status_code == 403


def test_the_service_refuses_a_stranger_by_itself(three, agency_cycle, stranger):
    with pytest.raises(RankingRefused) as refused:
        set_order(agency_cycle, numbers(three), actor=stranger, seen=numbers(three))

    assert refused.value.refusal is Refusal.ROLE


@pytest.mark.parametrize("button", ["", "hapus-2025-0001", "naik"])
def test_unknown_buttons_change_nothing(desk, three, button):
    assert press(desk, button, numbers(three)).status_code in (400, 404)
    assert set(ranks().values()) == {None}


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins(three, agency_cycle, operator, agency_head):
    seen = numbers(three)
    wishes = [[seen[1], seen[0], seen[2]], [seen[0], seen[2], seen[1]]]
    barrier, outcomes = threading.Barrier(2), []

    def order(wanted, person):
        barrier.wait()
        try:
            outcomes.append(set_order(agency_cycle, wanted, actor=person, seen=seen))
        except RankingRefused as refused:
            outcomes.append(refused.refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=order, args=pair) for pair in zip(wishes, (operator, agency_head), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, outcomes)) == ["True", "stale"]
    assert [number for number, _ in sorted(ranks().items(), key=lambda pair: pair[1])] in wishes
