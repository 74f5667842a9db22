"""The tables, by subject; import models from here."""

from proposals.models.assistance import (
    AssistanceSession,
    NoteAudience,
    NoteKind,
    NoteResponse,
    NoteStatus,
    ResponseKind,
    ReviewNote,
    SessionResult,
)
from proposals.models.attachment import Attachment
from proposals.models.audit import AuditEntry
from proposals.models.content import (
    CostItem,
    CostKind,
    IndicatorKind,
    Location,
    OutputIndicator,
    ReadinessItem,
    ReadinessStatus,
)
from proposals.models.cycle import AgencyCycle, Extension, Obligation, SubmissionCycle
from proposals.models.dispatch import Dispatch, DispatchChannel, DispatchItem, DispatchState
from proposals.models.proposal import MAX_RUPIAH, CentralOutcome, Proposal, ProposalSection
from proposals.models.reference import (
    AttachmentSlot,
    District,
    FundingSource,
    Holiday,
    HolidayKind,
    Ministry,
    NationalMission,
    ReadinessRequirement,
    Regency,
    RegionalMission,
    Village,
    VillageKind,
)
from proposals.models.version import AttemptOutcome, SubmissionAttempt, SubmittedVersion, Withdrawal

__all__ = [
    "MAX_RUPIAH",
    "AgencyCycle",
    "AssistanceSession",
    "Attachment",
    "AttachmentSlot",
    "AttemptOutcome",
    "AuditEntry",
    "CentralOutcome",
    "CostItem",
    "CostKind",
    "Dispatch",
    "DispatchChannel",
    "DispatchItem",
    "DispatchState",
    "District",
    "Extension",
    "FundingSource",
    "Holiday",
    "HolidayKind",
    "IndicatorKind",
    "Location",
    "Ministry",
    "NationalMission",
    "NoteAudience",
    "NoteKind",
    "NoteResponse",
    "NoteStatus",
    "Obligation",
    "OutputIndicator",
    "Proposal",
    "ProposalSection",
    "ReadinessItem",
    "ReadinessRequirement",
    "ReadinessStatus",
    "Regency",
    "RegionalMission",
    "ResponseKind",
    "ReviewNote",
    "SessionResult",
    "SubmissionAttempt",
    "SubmissionCycle",
    "SubmittedVersion",
    "Village",
    "VillageKind",
    "Withdrawal",
]
