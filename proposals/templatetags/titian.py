"""The words and marks every page shares: numbers, moments, status tags, icons, the error summary, pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from proposals import dates, form_display, number_format
from proposals.standing import Standing, standing

register = template.Library()

ICONS = frozenset(
    {
        *("arrow-down", "arrow-left", "arrow-up", "calendar", "check", "check-dot", "clock", "clock-off", "cross"),
        *("download", "eye", "file", "flag", "inbox", "info", "minus-circle", "paperclip", "pencil", "plus", "print"),
        *("refresh", "return", "search", "speech", "trash", "upload", "user", "warning"),
    }
)
NOTHING = mark_safe('<span aria-hidden="true">—</span><span class="visually-hidden">tidak ada</span>')
MOMENTS = {
    "long": dates.long_moment,
    "moment": dates.short_moment,
    "time": dates.clock_time,
    "stamp": dates.stamp,
    "cutoff": dates.cutoff_text,
    "day": dates.day_date,
    "date": dates.plain_date,
    "short": dates.short_date,
}
for filter_name, wording in {
    "wib": dates.long_moment,
    "wib_moment": dates.short_moment,
    "wib_time": dates.clock_time,
    "wib_stamp": dates.stamp,
    "wib_day": dates.day_date,
    "wib_date": dates.plain_date,
    "wib_date_short": dates.short_date,
    "cutoff": dates.cutoff_text,
}.items():
    register.filter(filter_name, wording)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one icon of the sprite; it always stands beside a word and is hidden from readers."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"There is no icon named {name!r}")
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def when(value: date | datetime | None, style: str = "long") -> SafeString:
    """Write a moment or date in words, marked up with its machine-readable value in WIB."""
    if value is None:
        return NOTHING
    machine = value.astimezone(dates.WIB) if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', machine.isoformat(), MOMENTS[style](value))  # type: ignore[arg-type]


@register.simple_tag
def state_tag(subject: Any, number: str = "") -> SafeString:
    """Draw the status tag of a Standing, or of a proposal (its ``standing`` when the view attached one)."""
    shown = subject if isinstance(subject, Standing) else getattr(subject, "standing", None)
    if shown is None:
        shown = standing(subject.state, round_number=subject.round_number)
    marks = format_html(' data-state="{}"', shown.state.value)
    if shown.derived:
        marks += format_html(' data-derived="{}"', shown.derived)
    if number:
        marks += format_html(' data-number="{}"', number)
    return format_html(
        '<span class="state-tag {}"{}>{}{}</span>', shown.css_class, marks, icon(shown.icon), shown.label
    )


@register.filter
def rupiah(value: int | None) -> str:
    """Write Rp12.450.000.000."""
    return NOTHING if value is None else number_format.format_rupiah(value)


@register.filter
def rupiah_plain(value: int | None) -> str:
    """Write 12.450.000.000, in a column whose header says (Rp)."""
    return NOTHING if value is None else number_format.format_number(value)


@register.filter
def rupiah_short(value: int | None) -> str:
    """Write Rp12,45 miliar, on the dashboard only."""
    return NOTHING if value is None else number_format.short_rupiah(value)


@register.filter
def quantity(value: Decimal | None) -> str:
    """Write 2,75."""
    return NOTHING if value is None else number_format.format_quantity(value)


@register.filter
def filesize_id(value: int) -> str:
    """Write a number of bytes as 3,6 MB or 384 kB; people compare it with a limit of 25 MB."""
    return number_format.format_size(value)


@register.filter
def nip(value: str) -> str:
    """Group the eighteen digits of a NIP: 19850312 201001 1 004; anything else stays as it is."""
    return number_format.format_nip(value)


@register.inclusion_tag("includes/error_summary.html")
def error_summary(
    *forms: BaseForm | BaseFormSet[Any] | None,
    errors: Iterable[tuple[str, str]] = (),
    heading: str = "",
) -> dict[str, Any]:
    """List what is wrong, each line linked to its field; forms, formsets and (message, anchor) pairs."""
    lines = [*errors, *(line for form in forms if form is not None for line in form_display.error_lines(form))]
    one = "Ada yang perlu diperbaiki"
    usual = one if len(lines) == 1 else f"Ada {len(lines)} hal yang perlu diperbaiki"
    return {"lines": lines, "heading": heading or usual}


@register.simple_tag(takes_context=True)
def title_prefix(context: template.Context) -> str:
    """Say "Galat: " before the title of a page that came back with errors, so that it is heard first."""
    forms = [context.get("form"), context.get("formset"), *(context.get("forms") or [])]
    wrong = context.get("has_errors") or any(form is not None and form_display.error_lines(form) for form in forms)
    return "Galat: " if wrong else ""


@register.simple_tag
def control(field: Any) -> SafeString:
    """Draw a bound field's control with its class and the hint and errors it is described by."""
    return form_display.control(field)


register.filter("is_optional", form_display.is_optional)


@register.inclusion_tag("includes/pagination.html", takes_context=True)
def pages(context: template.Context, page: Page[Any], label: str = "Halaman") -> dict[str, Any]:
    """Link to the neighbouring pages of a list, keeping its filters."""
    return {"page": page, "label": label, "request": context.get("request")}
