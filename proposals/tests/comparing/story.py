"""A proposal that goes back once and comes again, changed as agencies change theirs."""

from ops.testing.journeys import PDF, cost
from proposals import row_marks
from proposals.sections import Section


def give_back(maker):
    """Returned in round 1 with a note on the background; its budget has three rows."""
    proposal = maker.make()
    stone, cement = cost("Pasangan batu", "100", "m3", 1_000_000), cost("Semen", "10", "zak", 80_000)
    maker.save(proposal, Section.BUDGET, {}, rows=[stone, cement, cost("Pasir", "5", "m3", 200_000)])
    maker.submit(proposal)
    maker.take(proposal)
    maker.give_back(proposal)
    proposal.refresh_from_db()
    return proposal


def revise(maker, proposal):
    """Change a word and a price, move a row, drop one, add one, and replace a file."""
    maker.save(proposal, Section.BACKGROUND, {"objectives": "Saluran kokoh sejak 2019."}, is_done=True)
    stone, _, sand = (row_marks.values(item) for item in proposal.cost_items.all())
    wire = cost("Kawat bronjong", "2", "gulung", 500_000)
    maker.save(proposal, Section.BUDGET, {}, rows=[sand, stone | {"unit_price": 900_000}, wire])
    file = proposal.attachments.current().exclude(slot=None).order_by("slot__order")[0]
    maker.attach(proposal, file.slot, PDF + b"%2\n")


def send_again(maker):
    """Returned, revised and sent again: versions 1 and 2."""
    proposal = give_back(maker)
    revise(maker, proposal)
    maker.resubmit(proposal)
    proposal.refresh_from_db()
    return proposal
