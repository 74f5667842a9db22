"""What another funding line means for answers given to the old one: what has a counterpart follows, by its code."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from proposals.models import AttachmentSlot, Proposal, ReadinessRequirement
from proposals.sections import Section


def follow(proposal: Proposal) -> dict[str, list[Any]]:
    """Move readiness answers and files to the new line's requirements and slots; say what changed.

    An answer without a counterpart is dropped; a file without one stays as "Lampiran lain". Seven queries at most.
    """
    source = Q(funding_source=None) | Q(funding_source=proposal.funding_source_id)
    changes = _move_answers(proposal, source) | _move_files(proposal, source)
    # A form of these sections that is open elsewhere asks for what the old line wanted; one never saved holds nothing.
    begun = proposal.sections.filter(code__in=[Section.READINESS, Section.ATTACHMENTS], version__gt=0)
    begun.update(version=F("version") + 1)
    return changes


def _move_answers(proposal: Proposal, source: Q) -> dict[str, list[Any]]:
    wanted = {row.code: row for row in ReadinessRequirement.objects.filter(source, is_active=True)}
    dropped, moved = [], []
    for item in proposal.readiness_items.select_related("requirement"):
        counterpart = wanted.get(item.requirement.code)
        if counterpart is None:
            dropped.append(item)
        elif counterpart.pk != item.requirement_id:
            item.requirement = counterpart
            moved.append(item)
    manager = proposal.readiness_items
    if dropped:
        manager.filter(pk__in=[item.pk for item in dropped]).delete()
    manager.bulk_update(moved, ["requirement"])
    return {"readiness_dropped": [[str(item.requirement) for item in dropped], []]} if dropped else {}


def _move_files(proposal: Proposal, source: Q) -> dict[str, list[Any]]:
    wanted = {row.code: row for row in AttachmentSlot.objects.filter(source, is_active=True)}
    loose, moved = [], []
    for file in proposal.attachments.current().filter(slot__isnull=False).select_related("slot"):
        counterpart = wanted.get(file.slot.code) if file.slot else None
        if counterpart is None:
            loose.append(file.filename)
        if counterpart is None or counterpart.pk != file.slot_id:
            file.slot = counterpart
            moved.append(file)
    proposal.attachments.bulk_update(moved, ["slot"])
    return {"files_without_slot": [loose, []]} if loose else {}
