"""What an agency does to its own proposal before it is handed in: begin, fill in, delete, bring back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from accounts.mandate import Mandate
from accounts.models import Membership, User
from accounts.roles import Role
from lebong_proposals import clock
from proposals import audit
from proposals.deadlines import window
from proposals.imports.budget_block import TOO_MANY
from proposals.models import AgencyCycle, FundingSource, Obligation, Proposal, ProposalSection, SubmissionCycle
from proposals.policy import can_create
from proposals.sections import Section
from proposals.services import copying, cycles, editing, funding_change, row_merge, section_rows
from proposals.services.editing import EditConflict, EditRefused
from proposals.snapshot import PLAIN_FIELDS
from proposals.text import bare_number
from proposals.workflow import Refusal, State, Verdict

__all__ = ["EditConflict", "EditRefused", "Saved", "create_proposal", "delete_draft", "restore_draft", "save_section"]

RESTORABLE_FOR = timedelta(days=30)
CHOSEN_FIELDS = {
    Section.IDENTITY: ("funding_source", "ministry"),
    Section.ALIGNMENT: ("national_mission", "regional_mission"),
}
FIELDS = {section: (*PLAIN_FIELDS.get(section, ()), *CHOSEN_FIELDS.get(section, ())) for section in Section}


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save left: the section's version, and by field what was and what is (empty when nothing changed).

    ``merged`` says whose rows were taken over, in one sentence.
    """

    version: int
    changes: dict[str, list[Any]]
    merged: str = ""


@transaction.atomic
def create_proposal(
    *,
    actor: User,
    agency_cycle: AgencyCycle,
    title: str,
    funding_source: FundingSource,
    copy_from: Proposal | None = None,
) -> Proposal:
    """Begin a draft with the next number of its cycle, prefilled from the office and the person, or from another one.

    Locks the agency's row (a new draft withdraws NIHIL) and then the cycle's (the number). Raises ``EditRefused``.
    """
    row = AgencyCycle.objects.select_related("cycle", "agency").select_for_update(of=("self",)).get(pk=agency_cycle.pk)
    cycle = SubmissionCycle.objects.select_for_update().get(pk=row.cycle_id)
    at = clock.now()
    mandate = Mandate(actor, at)
    _require_may_create(mandate, row, at, copy_from)
    cycle.last_number += 1
    cycle.save(update_fields=["last_number"])
    proposal = Proposal(
        cycle=cycle,
        agency=row.agency,
        number=f"{cycle.year}-{cycle.last_number:04d}",
        title=title,
        funding_source=funding_source,
        created_at=at,
        created_by=actor,
        updated_at=at,
        **_prefilled(row, actor, at),
    )
    if copy_from is not None:
        copying.copy_fields(copy_from, proposal)
    proposal.save(force_insert=True)
    ProposalSection.objects.bulk_create([ProposalSection(proposal=proposal, code=section) for section in Section])
    if copy_from is not None:
        copying.copy_rows(copy_from, proposal)
    facts = {"title": title, "funding_source": funding_source.label, "copied_from": copy_from and copy_from.number}
    editing.record(audit.Verb.CREATED, proposal, actor, mandate, at, facts)
    if row.obligation == Obligation.NIL_DECLARED:
        cycles.end_nil(row, actor=actor, mandate=mandate, at=at)
    return proposal


def _require_may_create(mandate: Mandate, row: AgencyCycle, at: datetime, copy_from: Proposal | None) -> None:
    verdict = can_create(mandate, window(row, at))
    offices = {row.agency_id, copy_from.agency_id if copy_from else row.agency_id}
    if mandate.is_agency and not offices <= mandate.agency_ids:
        verdict = Verdict("Anda tidak berwenang membuat usulan untuk OPD ini.", Refusal.ROLE)
    if not verdict:
        raise EditRefused(verdict, at)


def _prefilled(row: AgencyCycle, actor: User, at: datetime) -> dict[str, Any]:
    """What the office and the person's profile already tell (one query)."""
    heads = Membership.objects.active(clock.wib_date(at)).filter(agency=row.agency_id, role=Role.AGENCY_HEAD)
    head = heads.select_related("user").order_by("is_acting", "starts_on").first()
    return {
        "fiscal_year": row.cycle.year + 1,
        "responsible_name": head.user.name if head else "",
        "responsible_nip": head.nip if head else "",
        "responsible_title": head.full_title if head else row.agency.head_title,
        "contact_name": actor.name,
        "contact_phone": bare_number(actor.phone),
    }


@transaction.atomic
def save_section(
    proposal: Proposal,
    section: Section,
    values: Mapping[str, Any],
    *,
    actor: User,
    seen_version: int,
    is_done: bool | None = None,
    rows: Sequence[Mapping[str, Any]] | None = None,
    seen_rows: Mapping[str, str] | None = None,
    rows_start: int | None = None,
) -> Saved:
    """Write one section's fields and rows, all or nothing, with one audit entry for what changed.

    ``rows`` None leaves the rows alone. Amounts are computed here. Saving what is already stored changes nothing and
    conflicts with nobody. Raises ``EditConflict`` when the section is not at ``seen_version``, ``EditRefused``
    (``INCOMPLETE`` where more rows come together than a budget may have).
    With ``seen_rows`` (``row_marks``) budget rows are merged one by one: only a row that both changed conflicts.
    With ``rows_start`` they are a part of the budget, which began behind so many rows: the others stay as they are.
    """
    edit = editing.open_section(proposal, section, actor)
    found = edit.proposal
    differing = {name: pair for name, pair in _pairs(section, found, values) if pair[0] != pair[1]}
    row_change = None if rows is None else section_rows.compare(section, found, rows, seen_rows, rows_start)
    changes = {name: [_plain(old), _plain(new)] for name, (old, new) in differing.items()}
    if row_change is not None:
        changes |= row_change.facts()
    merged = row_change.merged if row_change is not None else None
    conflicts = merged.conflicts if merged else []
    if conflicts or (merged is None and edit.section.version != seen_version and changes):
        raise EditConflict(edit.section, changes, conflicts)
    # Whoever counted the rows of the page did so without the lock: others may have added some meanwhile.
    if row_change is not None and row_change.is_too_long:
        raise EditRefused(Verdict(TOO_MANY, Refusal.INCOMPLETE), edit.at)
    taken_over = _taken_over(merged, edit.section, seen_version)
    if is_done is not None and is_done != edit.section.is_done:
        changes["is_done"] = [edit.section.is_done, is_done]
        edit.section.is_done = is_done
    if not changes:
        return Saved(edit.section.version, {}, taken_over)
    for name, (_, new) in differing.items():
        setattr(found, name, new)
    if row_change is not None and row_change.differs:
        _write_rows(row_change, found, changes)
    if "funding_source" in differing:
        changes |= funding_change.follow(found)
    edit.close()
    written = ["version", "updated_at", *differing, *(["requested_amount"] if section is Section.BUDGET else [])]
    found.save(update_fields=written)
    edit.record(audit.Verb.SECTION_SAVED, {"section": section.value, "changes": changes})
    return Saved(edit.section.version, changes, taken_over)


def _taken_over(merged: row_merge.Merged | None, section: ProposalSection, seen_version: int) -> str:
    """Say whose rows a merge took over since the page was made."""
    if merged is None or not merged.taken_over or section.version == seen_version:
        return ""
    name = section.updated_by.name if section.updated_by else "orang lain"
    return f"Perubahan {name} pada baris {', '.join(map(str, merged.taken_over))} sudah digabungkan."


def _pairs(section: Section, proposal: Proposal, values: Mapping[str, Any]) -> list[tuple[str, tuple[Any, Any]]]:
    if unknown := set(values) - set(FIELDS[section]):
        raise ValueError(f"not fields of section {section}: {sorted(unknown)}")
    return [(name, (getattr(proposal, name), value)) for name, value in values.items()]


def _plain(value: Any) -> Any:
    """A value as the audit trail keeps it: a chosen row by its words."""
    return str(value) if isinstance(value, models.Model) else value


def _write_rows(change: section_rows.RowChange, proposal: Proposal, changes: dict[str, list[Any]]) -> None:
    change.write()
    total = change.total
    if total is not None and total != proposal.requested_amount:
        changes["requested_amount"] = [proposal.requested_amount, total]
        proposal.requested_amount = total


@transaction.atomic
def delete_draft(proposal: Proposal, *, actor: User, seen_version: int) -> None:
    """Put a draft away for 30 days; it keeps its number and its history. Raises ``EditRefused``."""
    found = editing.lock_draft(proposal)
    at, mandate = editing.decide(found, actor)
    if found.deleted_at is not None:
        return
    if found.state != State.DRAFT:
        raise EditRefused(Verdict("Hanya draf yang dapat dihapus.", Refusal.LOCKED), at)
    editing.require_version(found, seen_version, at)
    _set_deleted(found, at, actor, deleted=True)
    editing.record(audit.Verb.DELETED, found, actor, mandate, at, {"title": found.title})


@transaction.atomic
def restore_draft(proposal: Proposal, *, actor: User) -> None:
    """Bring a deleted draft back within 30 days, also after the limit. Raises ``EditRefused``."""
    found = editing.lock_draft(proposal)
    at = clock.now()
    mandate = Mandate(actor, at)
    if found.agency_id not in mandate.agency_ids:
        raise EditRefused(Verdict("Anda tidak berwenang mengubah usulan ini.", Refusal.ROLE), at)
    if found.deleted_at is None:
        return
    if at >= found.deleted_at + RESTORABLE_FOR:
        raise EditRefused(Verdict("Draf hanya dapat dikembalikan dalam 30 hari.", Refusal.LOCKED), at)
    _set_deleted(found, at, actor, deleted=False)
    editing.record(audit.Verb.RESTORED, found, actor, mandate, at, {"title": found.title})


def _set_deleted(proposal: Proposal, at: datetime, actor: User, *, deleted: bool) -> None:
    proposal.deleted_at = at if deleted else None
    proposal.deleted_by = actor if deleted else None
    proposal.version += 1
    proposal.updated_at = at
    proposal.save(update_fields=["deleted_at", "deleted_by", "version", "updated_at"])
