"""What narrows the review queue; it lives in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from proposals.forms.fields import CleanCharField, OptionField, OptionsField
from proposals.workflow import State

STATUSES = {
    "diajukan": State.SUBMITTED,
    "asistensi": State.IN_ASSISTANCE,
    "dikembalikan": State.REVISION_REQUIRED,
    "disetujui": State.APPROVED,
    "ditolak": State.REJECTED,
    "dikirim": State.SENT,
}
WITH_BAPPEDA = "menunggu"
MINE, NOBODY = "saya", "belum"
AGES = {"lewat": "Lewat batas asistensi", "hari-ini": "Batas asistensi hari ini", "3-hari": "3 hari kerja atau lebih"}
LACKING = {
    "tanpa-kak": "Tanpa KAK",
    "belum-ditanggapi": "Catatan belum ditanggapi lebih dari 2 hari kerja",
    "belum-dibuka": "Belum dibuka 3 hari kerja",
}
Options = Iterable[tuple[str, str]]
SELECTS = {
    "opd": "Semua OPD",
    "status": "Semua status",
    "asistor": "Semua asistor",
    "umur": "Semua umur",
    "sumber": "Semua sumber dana",
    "kl": "Semua kementerian",
    "cita": "Semua Asta Cita",
}
SELECTED = mark_safe(" selected")
ALWAYS_SHOWN = ("cari", "opd", "status", "asistor", "umur")


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter: the parameter and the value it stands for, and what it says in words."""

    name: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen, as (value, label)."""

    agencies: Options = ()
    reviewers: Options = ()
    funding_sources: Options = ()
    ministries: Options = ()
    missions: Options = ()
    statuses: Options = field(default_factory=list)


def status_options(slugs: Iterable[str]) -> list[tuple[str, str]]:
    """Give the choices of the status filter; "menunggu" is whatever Bappeda has in hand."""
    labels = {WITH_BAPPEDA: "Menunggu Bappeda"} | {slug: state.label for slug, state in STATUSES.items()}
    return [(slug, str(labels[slug])) for slug in slugs]


def states_of(status: str) -> tuple[State, ...]:
    """Give the states that a choice of the status filter stands for."""
    return (State.SUBMITTED, State.IN_ASSISTANCE) if status == WITH_BAPPEDA else (STATUSES[status],)


class LeanSelect(forms.Select):
    """A select written in one go; Django's own renders two templates for each of the hundred options of this page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write the element with its options; a value that is none of them selects nothing."""
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, SELECTED if key == value else "", label) for key, label in self.choices),
        )
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(self.build_attrs(attrs or {})), options)


class QueueFilterForm(forms.Form):
    """An unknown choice is named beside its field and narrows nothing."""

    cari = CleanCharField(label="Cari judul, nomor, atau OPD", required=False, max_length=100)
    opd = OptionField(label="OPD", spoken_label="OPD", required=False, widget=LeanSelect)
    status = OptionField(label="Status", required=False, widget=LeanSelect)
    asistor = OptionField(label="Asistor", required=False, widget=LeanSelect)
    umur = OptionField(label="Umur", required=False, widget=LeanSelect)
    sumber = OptionField(label="Sumber dana", required=False, widget=LeanSelect)
    kl = OptionField(label="Kementerian", required=False, widget=LeanSelect)
    cita = OptionField(label="Asta Cita", spoken_label="Asta Cita", required=False, widget=LeanSelect)
    kurang = OptionsField(
        label="Hanya yang", required=False, choices=list(LACKING.items()), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(MINE, "Saya"), (NOBODY, "Belum ditugaskan"), *offered.reviewers]
        options: Mapping[str, Options] = {
            "opd": offered.agencies,
            "status": offered.statuses,
            "asistor": people,
            "umur": AGES.items(),
            "sumber": offered.funding_sources,
            "kl": offered.ministries,
            "cita": offered.missions,
        }
        for name, everything in SELECTS.items():
            self.fields[name].choices = [("", everything), *options[name]]  # type: ignore[attr-defined]
        if len(self.fields["status"].choices) == 1:  # type: ignore[attr-defined]
            del self.fields["status"]

    def asked(self) -> dict[str, Any]:
        """Give the filters that are active; what is unknown is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def chips(self) -> list[Chip]:
        """Name the active filters one by one."""
        found = []
        for name, value in self.asked().items():
            label = "Cari" if name == "cari" else self.fields[name].label
            if name == "kurang":
                found += [Chip(name, one, LACKING[one]) for one in value]
            else:
                found.append(Chip(name, value, f"{label}: {self._words(name, value)}"))
        return found

    def shown(self) -> list[forms.BoundField]:
        """The filters that stand on the page at once."""
        return [self[name] for name in ALWAYS_SHOWN if name in self.fields]

    def folded(self) -> list[forms.BoundField]:
        """The filters that are seldom needed, save the boxes."""
        return [self[name] for name in self.fields if name not in (*ALWAYS_SHOWN, "kurang")]

    def is_unfolded(self) -> bool:
        """Whether one of the folded filters is in use, or wrong."""
        self.is_valid()
        return any(self.cleaned_data.get(name) or name in self.errors for name in (*_FOLDED, "kurang"))

    def _words(self, name: str, value: str) -> str:
        if name == "cari":
            return value
        return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]


_FOLDED = tuple(name for name in SELECTS if name not in ALWAYS_SHOWN)
