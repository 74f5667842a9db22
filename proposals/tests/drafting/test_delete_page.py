import pytest

from proposals.models import Proposal


@pytest.fixture
def address(draft):
    return f"/usulan/{draft.number}/hapus/"


def test_the_page_names_what_is_deleted(draft, desk, address):
    page = desk.get(address)

    assert page.status_code == 200
    assert f"Draf “{draft.title}” beserta 0 lampiran akan dihapus." in page.text


def test_a_draft_is_deleted_and_brought_back(draft, desk, address):
    gone = desk.post(address, {"seen_version": draft.version})
    assert gone.headers["Location"] == f"/usulan/{draft.number}/pulihkan/"
    assert not Proposal.objects.alive().exists()
    assert desk.get(address).status_code == 404
    assert "Kembalikan draf" in desk.get(gone.headers["Location"]).text

    back = desk.post(gone.headers["Location"])

    assert back.headers["Location"] == f"/usulan/{draft.number}/"
    assert Proposal.objects.alive().get() == draft


def test_an_older_page_deletes_nothing(draft, desk, address):
    response = desk.post(address, {"seen_version": draft.version - 1})

    assert response.status_code == 409
    assert 'data-reason="stale"' in response.text
    assert Proposal.objects.alive().exists()


def test_a_submitted_proposal_is_not_deleted(make_proposal, desk):
    proposal = make_proposal("submitted")
    address = f"/usulan/{proposal.number}/hapus/"

    assert desk.get(address).status_code == 409
    assert desk.post(address, {"seen_version": proposal.version}).status_code == 409


def test_nothing_is_deleted_after_the_limit(draft, desk, address, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    assert desk.get(address).status_code == 409
    assert desk.post(address, {"seen_version": draft.version}).status_code == 409
    assert Proposal.objects.alive().exists()


def test_deletion_does_not_exist_for_strangers(draft, client_for, stranger, desk, address):
    page = client_for(stranger)
    assert page.get(address).status_code == 404
    assert page.post(address, {"seen_version": draft.version}).status_code == 404

    desk.post(address, {"seen_version": draft.version})

    assert page.get(f"/usulan/{draft.number}/pulihkan/").status_code == 404
    assert page.post(f"/usulan/{draft.number}/pulihkan/").status_code == 404
    assert not Proposal.objects.alive().exists()
