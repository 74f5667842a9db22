"""Indikator: rows of what is delivered (keluaran) and what changes by it (hasil)."""

from __future__ import annotations

from collections.abc import Iterator

from proposals.forms.drafting.rows import Row, RowList
from proposals.forms.drafting.section import SectionForm
from proposals.forms.fields import CleanCharField
from proposals.forms.fields.sentences import INVALID_CHOICE
from proposals.models import IndicatorKind, Proposal
from proposals.sections import Section

BOTH_KINDS = "Isi paling sedikit satu indikator keluaran dan satu indikator hasil."


class IndicatorRows(RowList):
    title = "Indikator"
    fields = ("name", "kind", "unit", "baseline", "target", "source")
    kept_fields = ("kind",)
    anchor = "id_indicators"
    maximum = 50
    too_many = "Satu usulan paling banyak berisi 50 indikator."
    kinds = IndicatorKind.choices
    labels = {
        "name": ("indikator", 200),
        "unit": ("satuan", 60),
        "baseline": ("kondisi awal", 100),
        "target": ("target", 100),
        "source": ("sumber data", 200),
    }

    @classmethod
    def first_rows(cls) -> list[Row]:
        """One row for each kind that is needed."""
        return [Row(key, {"kind": kind}) for key, kind in enumerate(IndicatorKind.values)]

    @classmethod
    def stored_rows(cls, proposal: Proposal) -> Iterator[dict[str, str]]:
        for row in proposal.indicators.all():
            yield {name: getattr(row, name) for name in cls.fields}

    def new_row(self, kind: str) -> dict[str, str]:
        return {"kind": IndicatorKind.OUTPUT.value}

    def judge(self, row: Row) -> None:
        kind = row.raw.get("kind", "")
        if kind not in IndicatorKind.values:
            row.errors["kind"] = INVALID_CHOICE
        row.values = {"kind": kind}
        for name, (label, length) in self.labels.items():
            box = CleanCharField(max_length=length, required=False)
            row.values[name] = self.clean_cell(row, name, box, f"{label} baris {row.number}") or ""

    def judge_list(self, *, complete: bool) -> None:
        """A finished section names every indicator and has both kinds, each with a target."""
        if not complete:
            return
        for row in self.living:
            if not row.values["name"]:
                row.errors.setdefault("name", f"Isi indikator baris {row.number}.")
        kinds = {row.values["kind"] for row in self.living if row.values["target"]}
        if not kinds >= set(IndicatorKind.values):
            self.list_errors.append(BOTH_KINDS)


class IndicatorForm(SectionForm):
    section = Section.INDICATORS
    purpose = "Apa yang dihasilkan (keluaran) dan apa yang berubah karenanya (hasil)."
    row_list = IndicatorRows
