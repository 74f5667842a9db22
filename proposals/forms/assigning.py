"""To whom a proposal is given, and why."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from proposals.forms.fields import CleanCharField, ObjectField


class AssignForm(forms.Form):
    """The reason is read by both reviewers and stands in the history."""

    asistor = ObjectField(User.objects.none(), label="Asistor", to_field_name="username")
    alasan = CleanCharField(label="Alasan", required=False, max_length=300)

    def __init__(self, *args: Any, reviewers: Any, **kwargs: Any) -> None:
        """Offer the people who may review what is given."""
        super().__init__(*args, **kwargs)
        self.fields["asistor"].queryset = reviewers.order_by("name")  # type: ignore[attr-defined]
