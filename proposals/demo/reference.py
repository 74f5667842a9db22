"""The lists that the demo's codes and names point into, each read once."""

from __future__ import annotations

from functools import cached_property

from proposals.models import (
    AttachmentSlot,
    FundingSource,
    Ministry,
    NationalMission,
    ReadinessRequirement,
    RegionalMission,
    Village,
)


class Reference:
    """Reference data by code or name; a list is read when it is first asked for."""

    @cached_property
    def funding_sources(self) -> dict[str, FundingSource]:
        return {row.code: row for row in FundingSource.objects.all()}

    @cached_property
    def ministries(self) -> dict[str, Ministry]:
        return {row.code: row for row in Ministry.objects.all()}

    @cached_property
    def national_missions(self) -> dict[int, NationalMission]:
        return {row.number: row for row in NationalMission.objects.all()}

    @cached_property
    def regional_missions(self) -> dict[int, RegionalMission]:
        return {row.number: row for row in RegionalMission.objects.all()}

    @cached_property
    def villages(self) -> dict[tuple[str, str], Village]:
        return {(row.district.name, row.name): row for row in Village.objects.select_related("district")}

    def requirement(self, source_id: int, code: str) -> ReadinessRequirement:
        """Find a requirement of one funding source, else the one for all."""
        return self._requirements.get((source_id, code)) or self._requirements[None, code]

    def slot(self, source_id: int, code: str) -> AttachmentSlot:
        """Find a slot of one funding source, else the one for all."""
        return self._slots.get((source_id, code)) or self._slots[None, code]

    @cached_property
    def _requirements(self) -> dict[tuple[int | None, str], ReadinessRequirement]:
        return {(row.funding_source_id, row.code): row for row in ReadinessRequirement.objects.all()}

    @cached_property
    def _slots(self) -> dict[tuple[int | None, str], AttachmentSlot]:
        return {(row.funding_source_id, row.code): row for row in AttachmentSlot.objects.all()}
