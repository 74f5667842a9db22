"""The pages of packages: from approved proposals to a recorded sending."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lebong_proposals import clock
from ops.testing.scene import again
from proposals.dates import plain_date
from proposals.models import Dispatch, DispatchState
from proposals.services import dispatching
from proposals.workflow import State

pytestmark = pytest.mark.django_db

NEW = "/paket/baru/?kementerian=kemenpu"


@pytest.fixture(scope="module", autouse=True)
def approved(scene):
    return [scene.make("approved"), scene.make("approved")]


@pytest.fixture
def proposals(db, approved):
    return [again(proposal) for proposal in approved]


@pytest.fixture
def dispatch(reviewer, proposals):
    first = proposals[0]
    return dispatching.create(actor=reviewer, cycle=first.cycle, ministry=first.ministry, proposals=proposals)


def lock(client, dispatch):
    dispatch.refresh_from_db()
    return client.post(reverse("package-lock", args=[dispatch.pk]), {"seen_version": dispatch.version})


def send(client, dispatch, **values):
    dispatch.refresh_from_db()
    today = plain_date(clock.wib_date(clock.now()))
    letter = {"letter_number": "600/77/XI/2025", "letter_date": today, "sent_on": today, "channel": "srikandi"}
    seen = {"seen_version": dispatch.version}
    return client.post(reverse("package-send", args=[dispatch.pk]), seen | letter | values)


def order(dispatch):
    return [item.proposal.number for item in dispatch.items.order_by("position")]


def test_list_counts_what_lies_in_no_package(client_for, reviewer, proposals, maker):
    text = client_for(reviewer).get("/paket/").content.decode()

    assert "2 usulan disetujui belum masuk paket." in text
    assert "Buat paket" in text


def test_list_shows_packages_with_their_amount(client_for, reviewer, dispatch):
    text = client_for(reviewer).get("/paket/").content.decode()

    assert "Paket 1" in text
    assert "522.000.000" in text
    assert "Disusun" in text


def test_new_package_starts_with_the_ministry(client_for, reviewer, proposals):
    text = client_for(reviewer).get("/paket/baru/").content.decode()

    assert proposals[0].ministry.name in text
    assert "2 usulan · Rp522.000.000" in text


def test_new_package_takes_the_chosen_proposals(client_for, reviewer, proposals):
    client = client_for(reviewer)
    assert client.get(NEW).status_code == 200

    answer = client.post(NEW, {"proposals": [proposals[1].number]})

    dispatch = Dispatch.objects.get()
    assert answer["Location"] == reverse("package-detail", args=[dispatch.pk])
    assert order(dispatch) == [proposals[1].number]


def test_new_package_needs_a_proposal(client_for, reviewer, proposals):
    answer = client_for(reviewer).post(NEW, {"proposals": []})

    assert answer.status_code == 422
    assert "Pilih paling sedikit satu usulan." in answer.content.decode()
    assert not Dispatch.objects.exists()


def test_proposal_that_lies_in_a_package_is_not_offered_again(client_for, reviewer, proposals, dispatch):
    answer = client_for(reviewer).post(NEW, {"proposals": [proposals[0].number]})

    assert answer.status_code == 422
    assert Dispatch.objects.count() == 1


def test_unknown_ministry_is_not_found(client_for, reviewer):
    assert client_for(reviewer).get("/paket/baru/?kementerian=tidak-ada").status_code == 404


def test_proposals_are_arranged_and_taken_out(client_for, reviewer, proposals, dispatch):
    client = client_for(reviewer)
    first, second = (proposal.number for proposal in proposals)

    def act(number, action):
        dispatch.refresh_from_db()
        where = reverse("package-arrange", args=[dispatch.pk, number])
        return client.post(where, {"seen_version": dispatch.version, "aksi": action})

    act(second, "naik")
    assert order(dispatch) == [second, first]
    act(second, "naik")
    assert order(dispatch) == [second, first]
    act(second, "turun")
    assert order(dispatch) == [first, second]
    act(first, "keluarkan")
    assert order(dispatch) == [second]
    assert act(first, "naik").status_code == 404


def test_package_is_locked_after_a_confirmation(client_for, reviewer, dispatch):
    client = client_for(reviewer)
    shown = client.get(reverse("package-lock", args=[dispatch.pk])).content.decode()

    answer = lock(client, dispatch)

    assert "Setelah dikunci, isi paket tidak dapat diubah." in shown
    assert answer.status_code == 303
    dispatch.refresh_from_db()
    assert dispatch.state == DispatchState.LOCKED
    detail = client.get(reverse("package-detail", args=[dispatch.pk])).content.decode()
    assert "Menunggu tanda tangan Bupati" in detail
    assert "Keluarkan" not in detail


def test_package_of_an_older_page_is_not_locked(client_for, reviewer, dispatch):
    answer = client_for(reviewer).post(reverse("package-lock", args=[dispatch.pk]), {"seen_version": "0"})

    assert answer.status_code == 409
    assert 'data-reason="stale"' in answer.content.decode()


def test_recorded_sending_moves_the_proposals(client_for, approver, reviewer, proposals, dispatch):
    lock(client_for(reviewer), dispatch)
    client = client_for(approver)
    assert client.get(reverse("package-send", args=[dispatch.pk])).status_code == 200

    answer = send(client, dispatch)

    assert answer.status_code == 303
    for proposal in proposals:
        proposal.refresh_from_db()
        assert proposal.state == State.SENT
    assert "600/77/XI/2025" in client.get(reverse("package-detail", args=[dispatch.pk])).content.decode()


def test_sending_after_today_is_refused(client_for, approver, reviewer, dispatch):
    lock(client_for(reviewer), dispatch)
    tomorrow = plain_date(clock.wib_date(clock.now()) + timedelta(days=1))

    answer = send(client_for(approver), dispatch, sent_on=tomorrow)

    assert answer.status_code == 422
    assert "Tanggal kirim tidak boleh setelah hari ini." in answer.content.decode()


def test_letter_is_not_written_after_it_was_sent(client_for, approver, reviewer, dispatch):
    lock(client_for(reviewer), dispatch)
    yesterday = plain_date(clock.wib_date(clock.now()) - timedelta(days=1))

    answer = send(client_for(approver), dispatch, sent_on=yesterday)

    assert "Tanggal surat tidak boleh setelah tanggal kirim." in answer.content.decode()


def test_sending_is_not_recorded_by_a_reviewer(client_for, reviewer, dispatch):
    lock(client_for(reviewer), dispatch)

    assert send(client_for(reviewer), dispatch).status_code == 403


def test_reopened_proposal_is_named_on_the_package(client_for, reviewer, approver, proposals, dispatch, maker):
    lock(client_for(reviewer), dispatch)
    maker.act("reopen", proposals[0], approver, note="Ada kekeliruan pada nilai yang disetujui.")
    client = client_for(approver)

    text = client.get(reverse("package-detail", args=[dispatch.pk])).content.decode()

    assert "Paket dapat dikirim setelah 1 hal berikut dilengkapi." in text
    assert f"Usulan {proposals[0].number} berstatus Dalam asistensi" in text
    assert send(client, dispatch).status_code == 409


@pytest.mark.parametrize("who", ["operator", "stranger", "leader"])
def test_packages_belong_to_bappeda(client_for, who, dispatch, request):
    client = client_for(request.getfixturevalue(who))
    own_pages = [reverse(f"package-{name}", args=[dispatch.pk]) for name in ("detail", "lock", "send")]
    pages = ["/paket/", "/paket/baru/", *own_pages]

    assert {client.get(page).status_code for page in pages} == {403}
    assert lock(client, dispatch).status_code == 403


def test_package_pages_ask_the_same_number_of_questions_whatever_they_hold(
    client_for, reviewer, dispatch, django_assert_max_num_queries
):
    client = client_for(reviewer)

    with django_assert_max_num_queries(12):
        client.get("/paket/")
    with django_assert_max_num_queries(12):
        client.get(reverse("package-detail", args=[dispatch.pk]))


def test_sent_package_goes_on_listing_what_the_ministry_returned(
    client_for, reviewer, admin, proposals, dispatch, maker
):
    client, first = client_for(admin), proposals[0]
    lock(client, dispatch)
    send(client, dispatch)
    for proposal in proposals:
        reason = "Kementerian meminta data lahan dilengkapi."
        maker.act("returned_by_ministry", proposal, admin, note=reason, due_at=clock.now() + timedelta(days=2))
    identity = first.title
    maker.fill(first, title="Judul yang belum dikirim ulang")

    page = client_for(reviewer).get(reverse("package-detail", args=[dispatch.pk])).text
    packages = client_for(reviewer).get("/paket/").text

    assert "2 usulan · Rp522.000.000 · 2 dikembalikan oleh K/L" in page
    for proposal in proposals:
        row = page.partition(f'<tr data-number="{proposal.number}"')[2].partition("</tr>")[0]
        assert "261.000.000" in row
        assert "Dikembalikan oleh K/L" in row
    assert identity in page
    assert "Judul yang belum dikirim ulang" not in page
    assert "522.000.000" in packages
    assert "2 dikembalikan oleh K/L" in packages


def test_amount_of_what_was_approved_again_is_counted_where_it_went(client_for, admin, proposals, dispatch, maker):
    client, first = client_for(admin), proposals[0]
    lock(client, dispatch)
    send(client, dispatch)
    maker.act("returned_by_ministry", first, admin, note="x" * 30, due_at=clock.now() + timedelta(days=2))
    maker.resubmit(first)
    maker.take(first)
    maker.act("approve", first, maker.approver, approved_amount=200_000_000)

    page = client.get(reverse("package-detail", args=[dispatch.pk])).text

    assert "2 usulan · Rp522.000.000 · 1 dikembalikan oleh K/L" in page
    assert "200.000.000" not in page
