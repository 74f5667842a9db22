"""The receipt: what it says, that it stays, who may read it."""

import pytest
from django.urls import reverse

from ops.testing.scene import again
from proposals.fingerprint import short_fingerprint
from proposals.sections import Section
from proposals.workflow import Action


def receipt(proposal, *number):
    return reverse("receipt", args=[proposal.number, *number])


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    scene.clock_at("2025-11-27T14:06:31+07:00")
    return {"submitted": scene.make("submitted"), "returned": scene.make("revision_required", title="Judul lama")}


@pytest.fixture
def proposal(db, made):
    return again(made["submitted"])


@pytest.fixture
def returned(db, made):
    return again(made["returned"])


def test_receipt_says_number_moment_next_steps_and_fingerprint(mine, proposal):
    page = mine.get(receipt(proposal)).text

    version = proposal.versions.get()
    assert "<h1>Usulan terkirim</h1>" in page
    assert f"{proposal.number}/1" in page
    assert "Kamis, 27 November 2025, pukul 14.06.31 WIB" in page
    # Two working days are left, so the review has one.
    assert "Bappeda memulai asistensi paling lambat" in page
    assert "Jumat, 28 November 2025" in page
    assert "usulan masuk paket untuk Kementerian Pekerjaan Umum" in page
    assert short_fingerprint(version.content_sha256) in page
    assert version.content_sha256 in page


def test_receipt_offers_to_take_back_and_another_proposal(mine, proposal):
    page = mine.get(receipt(proposal)).text

    assert reverse("proposal-withdraw", args=[proposal.number]) in page
    assert reverse("proposal-new") in page


@pytest.mark.parametrize("who", ["agency_head", "reviewer", "approver", "admin", "leader"])
def test_receipt_is_read_by_the_agency_bappeda_and_leadership(who, request, client_for, proposal):
    answer = client_for(request.getfixturevalue(who)).get(receipt(proposal, 1))

    assert answer.status_code == 200
    assert f'data-receipt="{proposal.number}/1"' in answer.text


@pytest.mark.parametrize("who", ["reviewer", "leader"])
def test_only_the_agency_is_offered_to_take_back(who, request, client_for, proposal):
    page = client_for(request.getfixturevalue(who)).get(receipt(proposal)).text

    assert reverse("proposal-withdraw", args=[proposal.number]) not in page


def test_stranger_finds_no_receipt(client_for, stranger, proposal):
    assert client_for(stranger).get(receipt(proposal, 1)).status_code == 404


def test_receipt_that_was_never_given_is_not_found(mine, proposal):
    assert mine.get(receipt(proposal, 2)).status_code == 404


def test_draft_has_no_receipt(mine, make_proposal):
    assert mine.get(receipt(make_proposal())).status_code == 404


def test_withdrawn_receipt_stays_and_says_so(mine, proposal, maker):
    maker.act(Action.RECALL, proposal, maker.operator, note="Keliru memilih sumber dana.")

    page = mine.get(receipt(proposal, 1)).text

    assert "Ditarik" in page
    assert "Alasan: Keliru memilih sumber dana." in page
    assert reverse("proposal-withdraw", args=[proposal.number]) not in page


def test_second_receipt_follows_the_revision(mine, returned, maker):
    maker.resubmit(returned)

    page = mine.get(receipt(returned)).text

    assert f'data-receipt="{returned.number}/2"' in page
    assert mine.get(receipt(returned, 1)).status_code == 200


def test_receipt_of_an_old_version_keeps_its_title(mine, returned, maker):
    maker.save(returned, Section.IDENTITY, {"title": "Judul baru"})

    assert "Judul lama" in mine.get(receipt(returned, 1)).text
    assert "Judul baru" not in mine.get(receipt(returned, 1)).text


def test_receipt_stays_within_its_queries(mine, proposal, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        mine.get(receipt(proposal))
