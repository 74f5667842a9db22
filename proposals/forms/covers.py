"""Pengganti asistor: who is absent, who stands in, from when until when."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from proposals.forms.fields import CleanCharField, IndonesianDateField, ObjectField


class CoverForm(forms.Form):
    """Asks who is absent only of people who set it for others."""

    absent = ObjectField(User.objects.none(), label="Asistor yang digantikan", to_field_name="username")
    substitute = ObjectField(User.objects.none(), label="Pengganti", to_field_name="username")
    starts_on = IndonesianDateField(label="Tanggal mulai")
    ends_on = IndonesianDateField(label="Tanggal selesai", help_text="Hari terakhir, termasuk hari itu.")
    reason = CleanCharField(label="Alasan", required=False, max_length=200)

    def __init__(self, *args: Any, reviewers: Any, absent: User | None = None, **kwargs: Any) -> None:
        """Offer the reviewers; with ``absent`` the person sets it for oneself."""
        super().__init__(*args, **kwargs)
        self.own = absent
        people = reviewers.order_by("name")
        self.fields["absent"].queryset = people  # type: ignore[attr-defined]
        self.fields["substitute"].queryset = people.exclude(pk=absent.pk) if absent else people  # type: ignore[attr-defined]
        if absent:
            del self.fields["absent"]

    def arguments(self) -> dict[str, Any]:
        """Give what ``services.covers.add_cover`` takes."""
        return {"absent": self.own, **self.cleaned_data}

    def refuse(self, field: str, reason: str) -> None:
        """Put the service's sentence beside its field."""
        self.add_error(field if field in self.fields else None, reason)
