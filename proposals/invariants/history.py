"""I4 and I9: what was acknowledged is in the history, and the history leads to what is there and cannot be changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from proposals.audit import verify
from proposals.invariants.finding import Finding
from proposals.invariants.guards import check_guards
from proposals.invariants.replay import Story
from proposals.models import AuditEntry, Proposal, ProposalSection

CHUNK = 2000


def stories() -> Mapping[int, Story]:
    """Replay the record of every proposal (one streamed query)."""
    found: dict[int, Story] = defaultdict(Story)
    entries = AuditEntry.objects.filter(proposal__isnull=False).order_by("chain", "sequence")
    for proposal, verb, facts in entries.values_list("proposal_id", "verb", "facts").iterator(CHUNK):
        found[proposal].add(verb, facts)
    return found


def no_lost_update(told: Mapping[int, Story]) -> Finding:
    """Every acknowledged change has raised a version by one and left one entry: both counts are the same."""
    finding = Finding("I4", "every acknowledged change is in the history, and nothing else changed a version")
    for pk, number, version in Proposal.objects.values_list("pk", "number", "version").iterator(CHUNK):
        recorded = told[pk].version
        finding.expect(version == recorded, f"{number}: version {version}, the history tells of {recorded}")
    rows = ProposalSection.objects.values_list("proposal_id", "proposal__number", "code", "version")
    for proposal, number, code, version in rows.iterator(CHUNK):
        recorded = told[proposal].sections[code]
        finding.expect(version == recorded, f"{number}: {code} at {version}, the history tells of {recorded}")
    return finding


def audited_moves(told: Mapping[int, Story]) -> Finding:
    """Every state follows from the record by the transition table; chains hold; the guards in the database stand."""
    finding = Finding("I9", "every move is on record once, the chains hold, and nobody who serves can change them")
    fields = ("pk", "number", "state", "round_number", "deleted_at")
    for pk, number, state, round_number, deleted_at in Proposal.objects.values_list(*fields).iterator(CHUNK):
        story = told[pk]
        finding.expect(not story.errors, f"{number}: {', '.join(story.errors)}")
        finding.expect(story.state == state, f"{number}: is {state}, the record leads to {story.state}")
        same_round = story.round_number == round_number
        finding.expect(same_round, f"{number}: round {round_number}, the record leads to {story.round_number}")
        finding.expect(story.is_deleted == (deleted_at is not None), f"{number}: deleted, and the record differs")
    chains = verify()
    finding.checked += chains.checked
    if found := chains.first_break:
        finding.fail(f"entry {found.entry_id} ({found.chain}#{found.sequence}): {found.what}")
    check_guards(finding)
    return finding
