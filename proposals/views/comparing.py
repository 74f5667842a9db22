"""Banding: what differs between two versions of a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.mandate import Mandate
from proposals.compared_sides import DRAFT, NotComparable, Side, chosen, sides_of
from proposals.comparison import compare
from proposals.differences import ComparedSection, compared_sections
from proposals.history import as_told
from proposals.marked_files import marks_of
from proposals.models import Proposal, ScanState, SubmittedVersion
from proposals.sections import Section
from proposals.snapshot import Content, load_content, of_version, take
from proposals.unasked_changes import asked_sections
from proposals.views.lookup import mandate_of, visible_proposal

EVERYTHING = "semua"


@dataclass(frozen=True, slots=True)
class Shown:
    """A comparison as the page shows it: all sections, those that changed, and what became of the money."""

    old: Side
    new: Side
    parts: list[ComparedSection]
    unasked: frozenset[Section]  # changed although no note hung on them

    @property
    def changed(self) -> list[ComparedSection]:
        return [part for part in self.parts if part.is_changed]

    @property
    def budget(self) -> ComparedSection:
        return next(part for part in self.parts if part.total)


@require_safe
def differences(request: HttpRequest, number: str) -> HttpResponse:
    """Page "Perbandingan": ``?dari=1&ke=2``, ``draf`` for the working copy; ``tampil=semua`` shows what stayed too."""
    proposal, mandate = visible_proposal(request, number), mandate_of(request)
    is_owner = proposal.agency_id in mandate.agency_ids
    old, new = request.GET.get("dari", ""), request.GET.get("ke", "")
    if DRAFT in (old, new) and not is_owner:
        raise Http404  # like the draft's own address
    sides = sides_of(proposal, is_owner=is_owner)
    context = {"proposal": proposal, "sides": sides, "shows_all": request.GET.get("tampil") == EVERYTHING}
    context["infected"] = [uuid for uuid, state in marks_of(proposal).items() if state == ScanState.INFECTED]
    try:
        pair = chosen(sides, old, new)
    except NotComparable as refusal:
        context |= {"reason": refusal.reason, "can_choose": len(sides) > 1, "asked_old": old, "asked_new": new}
        return render(request, "proposals/comparing/differences.html", context, status=422 if len(sides) > 1 else 200)
    shown = _shown(proposal, mandate, sides, *pair)
    context |= {"shown": shown, "can_choose": True, "asked_old": shown.old.key, "asked_new": shown.new.key}
    return render(request, "proposals/comparing/differences.html", context)


def _shown(proposal: Proposal, mandate: Mandate, sides: Sequence[Side], old: Side, new: Side) -> Shown:
    before, after = _contents(proposal, old, new)
    found = compare(before, after)
    asked = _asked(proposal, mandate, sides, old, new)
    unasked = frozenset() if asked is None else found.changed_without_note(asked)
    return Shown(old, new, compared_sections(before, after, found), unasked)


def _asked(proposal: Proposal, mandate: Mandate, sides: Sequence[Side], old: Side, new: Side) -> frozenset[str] | None:
    """The sections that were asked to change; None unless the sides are a reviewed version and the next.

    Two queries, and those of ``as_told``.
    """
    if old.version is None or not old.was_reviewed or sides.index(new) != sides.index(old) + 1:
        return None
    notes = proposal.notes.for_agency().select_related("session").prefetch_related("responses")
    return asked_sections(old.version, new.version, as_told(notes, proposal, mandate))


def _contents(proposal: Proposal, *sides: Side) -> list[Content]:
    """Read both sides: one query for the versions, one for the draft's rows."""
    wanted = [side.version.pk for side in sides if side.version]
    versions = {version.pk: of_version(version) for version in SubmittedVersion.objects.filter(pk__in=wanted)}
    if len(wanted) < len(sides):
        load_content(proposal)
    return [versions[side.version.pk] if side.version else take(proposal) for side in sides]
