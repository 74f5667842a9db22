"""The mail of the whole journey, by real workers over real SMTP: each step told to operator and head, once."""

from datetime import timedelta

import pytest

from lebong_proposals import clock
from ops.testing import processes
from ops.testing.postbox import text
from proposals.models import NoteKind
from proposals.sections import Section
from proposals.services import assistance
from proposals.workflow import Action

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = ("kepala.uji@lebong.example", "operator.uji@lebong.example")
TITLE = "Rehabilitasi Jaringan Irigasi Air Kotok"
NOTES = (
    "Debit andalan musim gadu belum dicantumkan; sertakan hasil pengukuran tiga tahun terakhir beserta sumbernya.",
    "Harga satuan pasangan batu melebihi standar satuan harga 2025.",
)


@pytest.fixture
def outsiders(stranger, other_reviewer, leader):
    """People who have nothing to do with the proposal and must hear nothing."""


@pytest.fixture
def journey(maker, agency_head, outsiders):
    """A proposal that goes all the way in two rounds, by the real actions."""

    def travel():
        proposal = maker.make(state="in_assistance", title=TITLE)
        maker.note(proposal, NOTES[0])
        maker.note(proposal, NOTES[1], section=Section.BUDGET, kind=NoteKind.SUGGESTION)
        maker.act(Action.RETURN, proposal, maker.reviewer, due_at=clock.now() + timedelta(days=2))
        maker.resubmit(proposal)
        maker.take(proposal)
        for note in proposal.notes.all():
            assistance.resolve_note(note, actor=maker.reviewer)
        maker.approve(proposal)
        maker.send(proposal)
        return proposal

    return travel


def subjects(number):
    return sorted(
        (
            f"[Titian] Diterima: usulan {number} — {TITLE}",
            f"[Titian] Dikembalikan: usulan {number} — 2 catatan, perbaiki sebelum 12 November 2025",
            f"[Titian] Diterima: usulan {number} — {TITLE}",
            f"[Titian] Disetujui: usulan {number} — {TITLE}",
            f"[Titian] Dikirim ke pusat: usulan {number}",
        )
    )


def test_every_step_is_told_once_to_operator_and_head_and_to_nobody_else(workers, postbox, surroundings, journey):
    number = journey().number
    told = [(person, subject) for person in PEOPLE for subject in subjects(number)]

    assert postbox.wait_for(len(told)) == told
    tick = processes.manage(surroundings, "tick")

    assert tick.returncode == 0, tick.stderr
    assert [mail for mail in postbox.received() if number in mail[1]] == told
    returned = [mail for mail in postbox.mails() if "Dikembalikan" in mail["Subject"]]
    assert [all(note in text(mail) for note in NOTES) for mail in returned] == [True, True]
    receipts = [text(mail) for mail in postbox.mails() if "Diterima" in mail["Subject"]]
    assert {receipt.partition("Nomor tanda terima: ")[2].split()[0] for receipt in receipts} == {
        f"{number}/1",
        f"{number}/2",
    }
