"""Changes that nobody asked for: sections that differ from the version before although no note hung on them."""

from __future__ import annotations

from collections.abc import Iterable

from proposals.comparison import compare
from proposals.models import NoteAudience, NoteStatus, ReviewNote, SubmittedVersion
from proposals.sections import Section
from proposals.snapshot import Content, of_version


def unasked_changes(version: SubmittedVersion, content: Content, notes: Iterable[ReviewNote]) -> frozenset[Section]:
    """The sections of a version that changed without a note; none in the first round.

    ``notes`` come with their session. One query, none for a first version.
    """
    if version.version_no == 1:
        return frozenset()
    valid = SubmittedVersion.objects.valid()
    before = valid.filter(proposal=version.proposal_id, version_no__lt=version.version_no).first()
    if before is None:
        return frozenset()
    return compare(of_version(before), content).changed_without_note(asked_sections(before, version, notes))


def asked_sections(
    before: SubmittedVersion, after: SubmittedVersion | None, notes: Iterable[ReviewNote]
) -> frozenset[str]:
    """The codes of the sections that the agency was asked to change between two versions; no version is the draft.

    Asked for is what it was told about the version before, and what it was told earlier and is not settled yet.
    """
    return frozenset(
        note.section
        for note in notes
        if note.released_at is not None
        and note.audience == NoteAudience.AGENCY
        and (after is None or note.session.version_id != after.pk)
        and (note.session.version_id == before.pk or note.status != NoteStatus.RESOLVED)
    )
