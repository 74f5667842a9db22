"""The panel "Bagian ini sudah diubah orang lain": for each field that differs, both entries to choose from."""

from __future__ import annotations

from typing import Any

from proposals import row_marks
from proposals.budget import amounts
from proposals.forms.drafting import SectionForm
from proposals.models import CostItem
from proposals.services.drafting import EditConflict
from proposals.services.row_merge import Row
from proposals.services.section_rows import line

TAKEN_OUT = "Baris dihapus"


def panel(form: SectionForm, conflict: EditConflict) -> dict[str, Any]:
    """Give the context of the panel, and let the form forget the difference that the person now sees."""
    if conflict.rows:
        fields = [_row(each.uuid, each.theirs, each.mine) for each in conflict.rows]
        _show_stored_marks(form, conflict)
    else:
        fields = [_field(form, name, *pair) for name, pair in conflict.fields.items()]
    return {"conflict": conflict, "conflict_fields": fields, "data_reason": "stale"}


def _field(form: SectionForm, name: str, theirs: Any, mine: Any) -> dict[str, Any]:
    is_list = isinstance(mine, list)
    label = str(form.fields[name].label) if name in form.fields else "Baris yang berbeda"
    if name == "row_order":
        label = "Urutan baris"
    return {
        "name": "rows" if is_list else name,
        "label": label,
        "theirs": theirs if is_list else [theirs],
        "mine": mine if is_list else [mine],
        "takes_theirs": mine in (None, "", []),
    }


def _row(identity: Any, theirs: Row | None, mine: Row | None) -> dict[str, Any]:
    shown: Row = mine or theirs or {}
    return {
        "name": f"baris-{identity}",
        "label": f"Baris “{shown['description']}”",
        "theirs": [_line(theirs)],
        "mine": [_line(mine)],
        "takes_theirs": False,
    }


def _line(row: Row | None) -> str:
    if row is None:
        return TAKEN_OUT
    typed = {field: row[field] for field in row_marks.TYPED_FIELDS}
    return line(CostItem(**typed, amount=amounts([typed])[0]))


def _show_stored_marks(form: SectionForm, conflict: EditConflict) -> None:
    """The next save of this page knows the others' rows: whatever is chosen then is chosen knowingly."""
    seen = form.rows.seen if form.rows is not None else None
    if seen is None:
        return
    for each in conflict.rows:
        if each.theirs is None:
            seen.pop(row_marks.key(each.uuid), None)
        else:
            seen[row_marks.key(each.uuid)] = row_marks.digest(each.theirs)
