"""The receipt's mail brings the receipt as a paper, over the wire and to everybody it is for."""

import pytest

from notifications import delivery
from notifications.enclosures import enclosures
from notifications.models import Kind, OutboxMessage
from proposals.exports import pdf
from proposals.exports.receipt import receipt_paper
from proposals.tests.exports.paper_reader import PaperReader

pytestmark = pytest.mark.usefixtures("unpaced")
LARGEST = 200 * 1000


@pytest.fixture
def proposal(make_proposal, agency_head, monday):
    return make_proposal("submitted")


def attached(mail):
    return [
        (part.get_filename(), part.get_content_type(), part.get_content()) for part in mail.message.iter_attachments()
    ]


def test_operator_and_head_get_the_receipt_as_pdf(proposal, sink, monday, operator, agency_head):
    delivery.dispatch(monday)

    for user in (operator, agency_head):
        (mail,) = sink.to(user.email)
        ((name, content_type, content),) = attached(mail)
        assert (name, content_type) == (f"Tanda-Terima-{proposal.number}-1.pdf", "application/pdf")
        assert len(content) < LARGEST
        assert f"{proposal.number}/1" in PaperReader(content).text
        assert f"{proposal.number}/1" in mail.text
        assert f"{proposal.number}/1" in mail.html


def test_mail_has_the_very_paper_of_the_page(proposal, sink, monday, operator, client_for):
    delivery.dispatch(monday)

    page = client_for(operator).get(f"/usulan/{proposal.number}/tanda-terima/1.pdf")
    assert attached(sink.to(operator.email)[0])[0][2] == page.content


def test_repeated_try_sends_the_same_paper(proposal, sink, monday):
    message = OutboxMessage.objects.filter(kind=Kind.RECEIPT).first()

    assert enclosures(message) == enclosures(message) == [receipt_paper(proposal.versions.get(), is_rehearsal=True)]


def test_other_mails_carry_nothing(make_proposal, sink, monday, operator):
    make_proposal("revision_required")

    delivery.dispatch(monday)

    papers = {mail.message["Subject"].split(":")[0]: len(attached(mail)) for mail in sink.to(operator.email)}
    assert papers == {"[Titian] Diterima": 1, "[Titian] Dikembalikan": 0}


def test_paper_that_cannot_be_made_does_not_hold_the_mail_up(proposal, sink, monday, operator, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "FOLDER", tmp_path)

    delivery.dispatch(monday)

    (mail,) = sink.to(operator.email)
    assert attached(mail) == []
    assert f"{proposal.number}/1" in mail.text


def test_sending_a_proposal_sets_no_paper(maker, monkeypatch, tmp_path):
    """The receipt's paper is made by whoever sends the mail, never in the transaction that accepts a proposal."""
    monkeypatch.setattr(pdf, "TYPESETTER", tmp_path / "nowhere.py")

    maker.submit(maker.make())

    assert OutboxMessage.objects.filter(kind=Kind.RECEIPT).exists()
