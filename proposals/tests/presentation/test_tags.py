"""Tags and filters in a rendered template: words, marks for outside checks, escaping, the error summary, forms."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from proposals.standing import DERIVED_LOOKS, LOOKS, WITHDRAWN, standing
from proposals.templatetags.titian import ICONS
from proposals.workflow import State

NOTHING = '<span aria-hidden="true">—</span><span class="visually-hidden">tidak ada</span>'


def render(source, **context):
    return Template("{% load titian crispy_forms_tags %}" + source).render(Context(context)).strip()


class Entry(forms.Form):
    title = forms.CharField(label="Judul usulan", help_text="Tulis kegiatan dan lokasinya.")
    source = forms.ChoiceField(label="Sumber dana", choices=[("a", "DAK"), ("b", "Inpres")], widget=forms.RadioSelect)
    place = forms.CharField(label="Koordinat", required=False)
    letter = forms.FileField(label="Surat", help_text="PDF.")

    def clean(self):
        raise forms.ValidationError("Total melebihi pagu.")


class Section(forms.Form):
    optional_fields = frozenset({"place"})
    problem = forms.CharField(label="Masalah", required=False)
    place = forms.CharField(label="Koordinat", required=False)


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ value|rupiah }}", 12_450_000_000, "Rp12.450.000.000"),
        ("{{ value|rupiah_plain }}", 12_450_000_000, "12.450.000.000"),
        ("{{ value|rupiah_plain }}", 0, "0"),
        ("{{ value|rupiah_plain }}", None, NOTHING),
        ("{{ value|rupiah_short }}", 12_450_000_000, "Rp12,45\u00a0miliar"),
        ("{{ value|quantity }}", Decimal("2.750"), "2,75"),
        ("{{ value|filesize_id }}", 25 * 1024 * 1024, "25 MB"),
        ("{{ value|filesize_id }}", 3_774_874, "3,6 MB"),
        ("{{ value|filesize_id }}", 2048, "2 kB"),
        ("{{ value|filesize_id }}", 0, "0 byte"),
        ("{{ value|nip }}", "198503122010011004", "19850312 201001 1 004"),
        ("{{ value|nip }}", "1985", "1985"),
    ],
)
def test_filter_writes_numbers_the_indonesian_way(source, value, expected):
    assert render(source, value=value) == expected


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("long", "Kamis, 27 November 2025, pukul 14.06 WIB"),
        ("moment", "27 Nov 2025, 14.06 WIB"),
        ("stamp", "Kamis, 27 November 2025, pukul 14.06.31 WIB"),
        ("cutoff", "Kamis, 27 November 2025, pukul 14.05 WIB"),
        ("day", "Kamis, 27 November 2025"),
        ("date", "27 November 2025"),
        ("short", "27 Nov 2025"),
        ("time", "14.06 WIB"),
    ],
)
def test_when_marks_up_the_moment_in_wib(style, words):
    at = datetime(2025, 11, 27, 7, 6, 31, tzinfo=UTC)

    shown = render("{% when at style %}", at=at, style=style)

    assert shown == f'<time datetime="2025-11-27T14:06:31+07:00">{words}</time>'


def test_when_without_a_moment_says_so_to_readers():
    assert render("{% when at %}", at=None) == NOTHING


def test_state_tag_carries_state_derived_state_icon_and_word():
    shown = render("{% state_tag shown number='2025-0042' %}", shown=standing(State.DRAFT, is_complete=True))

    assert shown == (
        '<span class="state-tag state-tag-ready" data-state="draft" data-derived="complete_unsent"'
        ' data-number="2025-0042"><svg class="icon" aria-hidden="true" focusable="false"><use href="#i-warning"/></svg>'
        "Lengkap, belum dikirim</span>"
    )


def test_state_tag_without_a_derived_state_has_no_such_mark():
    assert "data-derived" not in render("{% state_tag shown %}", shown=standing(State.SUBMITTED))


def test_every_icon_named_anywhere_is_in_the_sprite():
    sprite = (Path(settings.BASE_DIR) / "templates/includes/icons.svg.html").read_text()
    looks = [*LOOKS.values(), *DERIVED_LOOKS.values(), WITHDRAWN]

    assert set(re.findall(r'id="i-([a-z-]+)"', sprite)) == ICONS
    assert {look.icon for look in looks} <= ICONS


def test_icon_that_does_not_exist_is_an_error():
    with pytest.raises(TemplateSyntaxError):
        render("{% icon 'unicorn' %}")


def test_error_summary_links_each_message_to_its_field_word_for_word():
    form = Entry({"title": ""})

    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', render("{% error_summary form %}", form=form))

    assert links == [
        ("id_title", "Total melebihi pagu."),
        ("id_title", form.errors["title"][0]),
        ("id_source_0", form.errors["source"][0]),
        ("id_letter", form.errors["letter"][0]),
    ]


def test_error_summary_counts():
    one = render("{% error_summary errors=lines %}", lines=[("Isi judul.", "id_title")])
    two = render("{% error_summary errors=lines %}", lines=[("Isi judul.", "id_title"), ("Isi tujuan.", "")])

    assert "Ada yang perlu diperbaiki" in one
    assert "Ada 2 hal yang perlu diperbaiki" in two
    assert "<li>Isi tujuan.</li>" in two


@pytest.mark.parametrize("form", [None, Entry()])
def test_error_summary_is_absent_without_errors(form):
    assert render("{% error_summary form %}", form=form) == ""


def test_error_summary_lists_the_rows_of_a_formset():
    rows = forms.formset_factory(Section, min_num=1, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-problem": ""}
    )
    rows.forms[0].fields["problem"].required = True

    assert 'href="#id_form-0-problem"' in render("{% error_summary rows %}", rows=rows)


def test_error_summary_escapes_what_people_typed():
    shown = render("{% error_summary errors=lines %}", lines=[("Berkas <b>x</b> kosong.", "id_letter")])

    assert "Berkas &lt;b&gt;x&lt;/b&gt; kosong." in shown


@pytest.mark.parametrize(
    ("context", "prefix"),
    [
        ({}, ""),
        ({"form": Entry()}, ""),
        ({"form": Entry({"title": ""})}, "Galat:"),
        ({"forms": [Section({}), Entry({"title": ""})]}, "Galat:"),
        ({"has_errors": True}, "Galat:"),
    ],
)
def test_title_says_first_that_there_are_errors(context, prefix):
    assert render("{% title_prefix %}", **context) == prefix


def test_field_has_label_hint_and_error_before_its_control():
    shown = render("{{ form.title|as_crispy_field }}", form=Entry({"title": ""}))

    order = [shown.index(part) for part in ("<label", "id_title_helptext", 'id="id_title_error"', "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert "*" not in shown


def test_group_of_choices_is_a_fieldset_described_by_its_error():
    shown = render("{{ form.source|as_crispy_field }}", form=Entry({"title": ""}))

    assert '<fieldset aria-describedby="id_source_error">' in shown
    assert shown.count('id="id_source_error"') == 1
    assert 'for="id_source_1"' in shown


def test_file_control_is_described_too():
    shown = render("{{ form.letter|as_crispy_field }}", form=Entry({"title": ""}))

    assert '<label for="id_letter"' in shown
    assert 'aria-describedby="id_letter_helptext id_letter_error"' in shown


@pytest.mark.parametrize(
    ("form", "name", "marked"),
    [(Entry(), "title", False), (Entry(), "place", True), (Section(), "problem", False), (Section(), "place", True)],
)
def test_only_what_is_truly_optional_says_so(form, name, marked):
    shown = render("{{ field|as_crispy_field }}", field=form[name])

    assert ("(opsional)" in shown) is marked


def test_errors_of_the_whole_form_stand_in_the_summary_only():
    assert "Total melebihi pagu." not in render("{{ form|crispy }}", form=Entry({"title": ""}))


def test_pages_keep_the_filters_of_the_list():
    request = RequestFactory().get("/usulan/?status=diajukan&page=2")

    shown = render("{% pages page %}", page=Paginator(range(60), 25).page(2), request=request)

    assert "Halaman 2 dari 3" in shown
    assert re.findall(r'href="([^"]+)"', shown) == [
        "?status=diajukan&amp;page=1",
        "?status=diajukan&amp;page=3",
    ]


def test_single_page_needs_no_links():
    assert render("{% pages page %}", page=Paginator(range(5), 25).page(1)) == ""
