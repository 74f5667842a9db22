""" "Isian sudah berubah sejak catatan ini": what the piece said when the note was written, and what it says now."""

from decimal import Decimal

import pytest
from django.urls import reverse

from ops.testing.scene import again
from proposals.sections import Section

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def in_review(scene):
    return scene.make("in_assistance", contact_name="Narahubung Lama")


@pytest.fixture
def proposal(db, in_review):
    return again(in_review)


def come_back(maker, proposal, change):
    maker.give_back(proposal)
    change()
    maker.resubmit(proposal)
    maker.take(proposal)


def thread(client, proposal, number=1):
    text = client.get(reverse("review-workspace", args=[proposal.number])).content.decode()
    return text.split(f'id="catatan-{number}"')[1].split("</article>")[0]


def test_field_shows_what_it_said_and_what_it_says(client_for, reviewer, proposal, maker):
    maker.note(proposal, section=Section.IDENTITY, field="contact_name")
    come_back(maker, proposal, lambda: maker.fill(proposal, contact_name="Narahubung Baru"))

    shown = thread(client_for(reviewer), proposal)

    assert "Isian sudah berubah sejak catatan ini" in shown
    assert "Lihat perubahan" in shown
    assert "Narahubung Lama</del> →" in shown
    assert "Narahubung Baru</ins>" in shown
    diff = reverse("proposal-diff", args=[proposal.number])
    assert f'href="{diff}?dari=1&amp;ke=2#bagian-identitas"' in shown
    assert client_for(reviewer).get(diff, {"dari": "1", "ke": "2"}).status_code == 200


def test_long_text_stands_in_two_blocks(client_for, reviewer, proposal, maker):
    maker.note(proposal, section=Section.BACKGROUND, field="objectives")
    long_text = ("Tujuan yang ditulis ulang dengan panjang. " * 5).strip()
    others = ("problem_statement", "legal_basis", "consequences", "implementation")
    values = dict.fromkeys(others, "Saluran bocor sejak 2019.")
    come_back(
        maker,
        proposal,
        lambda: maker.save(proposal, Section.BACKGROUND, values | {"objectives": long_text}, is_done=True),
    )

    shown = thread(client_for(reviewer), proposal)

    assert "Semula:" in shown
    assert '<del class="d-block">Saluran bocor sejak 2019.</del>' in shown
    assert f'<ins class="d-block">{long_text}</ins>' in shown


def test_budget_row_shows_its_price_before_and_after_and_a_removed_one_that_it_is_gone(
    client_for, reviewer, proposal, maker
):
    item = proposal.cost_items.get()
    maker.note(proposal, section=Section.BUDGET, cost_item=item.uuid)
    row = {
        "uuid": item.uuid,
        "kind": "item",
        "description": item.description,
        "quantity": Decimal("180"),
        "unit": "m3",
        "unit_price": 985_000,
        "rate": None,
    }
    come_back(maker, proposal, lambda: maker.save(proposal, Section.BUDGET, {}, rows=[row]))

    shown = thread(client_for(reviewer), proposal)

    assert "@ Rp1.450.000" in shown
    assert "@ Rp985.000" in shown

    new = row | {"uuid": None, "description": "Galian tanah"}
    come_back(maker, proposal, lambda: maker.save(proposal, Section.BUDGET, {}, rows=[new]))
    assert "Baris RAB yang sudah dihapus" in thread(client_for(reviewer), proposal)


def test_note_on_a_whole_section_lists_what_changed_in_it(client_for, reviewer, proposal, maker):
    maker.note(proposal, section=Section.IDENTITY)
    come_back(maker, proposal, lambda: maker.fill(proposal, contact_name="Narahubung Baru"))

    shown = thread(client_for(reviewer), proposal)

    assert "Nama narahubung" in shown
    assert "Narahubung Baru" in shown


def test_unchanged_piece_says_nothing(client_for, reviewer, proposal, maker):
    maker.note(proposal, section=Section.IDENTITY, field="title")
    come_back(maker, proposal, lambda: maker.fill(proposal, contact_name="Narahubung Baru"))

    assert "Isian sudah berubah" not in thread(client_for(reviewer), proposal)
