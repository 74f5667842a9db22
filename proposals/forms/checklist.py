"""Daftar periksa: for every criterion a verdict and, where something is missing, a short reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from proposals.forms.fields import CleanCharField, OptionField
from proposals.models import CriterionResult, CriterionVerdict, ReviewCriterion

REMARK_LENGTH = 300


class ChecklistForm(forms.Form):
    """All criteria at once; what is left open stays open."""

    def __init__(
        self,
        data: Any = None,
        *,
        criteria: Iterable[ReviewCriterion],
        results: Mapping[int, CriterionResult],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.criteria = tuple(criteria)
        for criterion in self.criteria:
            result = results.get(criterion.pk)
            self.fields[f"verdict_{criterion.pk}"] = OptionField(
                label=criterion.label,
                required=False,
                choices=CriterionVerdict.choices,
                widget=forms.RadioSelect,
                help_text=criterion.hint,
                initial=result.verdict if result else None,
            )
            self.fields[f"remark_{criterion.pk}"] = CleanCharField(
                label="Alasan singkat",
                required=False,
                max_length=REMARK_LENGTH,
                initial=result.remark if result else "",
            )

    optional_fields: frozenset[str] = frozenset()

    def lines(self) -> Iterator[tuple[ReviewCriterion, BoundField, BoundField]]:
        """Give each criterion with its two fields."""
        for criterion in self.criteria:
            yield criterion, self[f"verdict_{criterion.pk}"], self[f"remark_{criterion.pk}"]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where work is needed, and for the verdict where there is a reason."""
        values = super().clean() or {}
        for criterion in self.criteria:
            verdict, remark = values.get(f"verdict_{criterion.pk}"), values.get(f"remark_{criterion.pk}")
            if verdict == CriterionVerdict.NEEDS_WORK and remark == "":
                self.add_error(f"remark_{criterion.pk}", "Isi alasan singkat.")
            if verdict == "" and remark:
                self.add_error(f"verdict_{criterion.pk}", "Pilih hasil pemeriksaan butir ini.")
        return values

    def findings(self) -> dict[int, tuple[CriterionVerdict, str]]:
        """Give what was said, by the criterion's key."""
        values = self.cleaned_data
        return {
            criterion.pk: (CriterionVerdict(verdict), values[f"remark_{criterion.pk}"])
            for criterion in self.criteria
            if (verdict := values[f"verdict_{criterion.pk}"])
        }
