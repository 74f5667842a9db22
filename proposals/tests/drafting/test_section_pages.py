"""The section pages as browsers without JavaScript use them."""

import pytest

from proposals.models import FundingSource, Ministry, NationalMission, RegionalMission, Village
from proposals.sections import Section
from proposals.tests.drafting.conftest import row_fields

TEXTS = ("problem_statement", "legal_basis", "objectives", "consequences", "implementation")


def background(**fields):
    return {"seen_version": "0", "is_done": "no", **fields}


@pytest.mark.parametrize("section", Section)
def test_every_section_opens_within_twelve_queries(draft, desk, page_of, at_most_queries, section):
    with at_most_queries(12):
        response = desk.get(page_of(draft, section))

    assert response.status_code == 200
    assert f"<h1>{section.label}</h1>" in response.text
    assert f'data-number="{draft.number}"' in response.text


@pytest.mark.parametrize("section", Section)
def test_a_complete_returned_section_opens_within_twelve_queries(
    make_proposal, desk, page_of, at_most_queries, section
):
    proposal = make_proposal("revision_required")

    with at_most_queries(12):
        response = desk.get(page_of(proposal, section))

    assert response.status_code == 200
    assert ("Cantumkan kondisi awal." in response.text) == (section is Section.BACKGROUND)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_section_does_not_exist_for_strangers_and_bappeda(draft, client_for, page_of, stranger, reviewer, method):
    for person in (stranger, reviewer):
        answer = getattr(client_for(person), method)(page_of(draft, "background"), background(objectives="x"))
        assert answer.status_code == 404

    draft.refresh_from_db()
    assert draft.objectives == ""


def test_an_unknown_section_is_404(draft, desk):
    assert desk.get(f"/usulan/{draft.number}/rahasia/").status_code == 404


def test_anonymous_people_are_led_to_the_sign_in(draft, client, page_of):
    assert client.get(page_of(draft, "background")).headers["Location"].startswith("/masuk/")


def identity():
    return {
        "seen_version": "0",
        "title": "Irigasi Air Kotok",
        "funding_source": FundingSource.objects.get(code="presidential_irrigation").pk,
        "ministry": Ministry.objects.get(code="kemenpu").pk,
        "program": "1.03.02",
        "fiscal_year": "2026",
        "other_funding": "",
        "responsible_name": "Kepala (contoh)",
        "responsible_nip": "19850312 201001 1 004",
        "responsible_title": "Kepala Dinas",
        "contact_name": "Operator (contoh)",
        "contact_phone": "0812-0000-0000",
    }


def test_identity_is_saved_within_eighteen_queries_and_leads_to_the_task_list(draft, desk, page_of, at_most_queries):
    sent = identity() | {"funding_source": draft.funding_source_id}

    with at_most_queries(18):
        response = desk.post(page_of(draft, "identity"), sent)

    draft.refresh_from_db()
    assert response.headers["Location"] == f"/usulan/{draft.number}/"
    assert (draft.title, draft.responsible_nip, draft.contact_phone) == (
        "Irigasi Air Kotok",
        "198503122010011004",
        "081200000000",
    )
    assert (draft.fiscal_year, draft.ministry.code) == (2026, "kemenpu")


@pytest.mark.parametrize(("code", "is_warned"), [("dbh", True), ("fiscal_incentive", True), ("dak_physical", False)])
def test_identity_doubts_a_funding_line_that_is_shared_out_by_a_formula(draft, desk, page_of, code, is_warned):
    source = FundingSource.objects.get(code=code)

    saved = desk.post(page_of(draft, "identity"), identity() | {"funding_source": source.pk}, follow=True)

    said = f"{source.label} dibagi menurut rumus, sehingga biasanya tidak diusulkan per kegiatan."
    assert saved.redirect_chain
    assert (said in saved.text) == is_warned
    assert (said in desk.get(page_of(draft, "identity")).text) == is_warned


def test_identity_can_change_the_funding_line(draft, desk, page_of):
    desk.post(page_of(draft, "identity"), identity())

    draft.refresh_from_db()
    assert draft.funding_source.code == "presidential_irrigation"


@pytest.mark.parametrize(
    ("field", "entry", "sentence"),
    [
        ("title", "", "Isi judul usulan."),
        ("title", "\u00a0 \u200b", "Isi judul usulan."),
        ("title", "a\x00b", "Hapus karakter yang tidak diizinkan dari judul usulan, lalu simpan lagi."),
        ("title", "x" * 151, "Judul usulan paling banyak 150 karakter. Sekarang 151 karakter."),
        ("responsible_nip", "1985", "NIP terdiri atas 18 angka. Sekarang 4 angka."),
        ("fiscal_year", "20255", "Tahun anggaran paling besar 2030."),
        ("fiscal_year", "abcd", "Tulis tahun anggaran dengan angka bulat, misalnya 2026."),
        ("fiscal_year", "-1", "Tahun anggaran harus 2025 atau lebih."),
        ("ministry", "999999", "Pilih salah satu pilihan yang tersedia."),
        ("funding_source", "\x00", "Pilih salah satu pilihan yang tersedia."),
        ("contact_phone", "rumah", "Tulis nomor telepon dengan angka, misalnya 0812 3456 7890."),
    ],
)
def test_identity_refuses_at_the_field_and_keeps_the_rest(draft, desk, page_of, field, entry, sentence):
    title = draft.title

    response = desk.post(page_of(draft, "identity"), identity() | {"program": "Ketikan saya", field: entry})

    draft.refresh_from_db()
    assert response.status_code == 422
    assert response.text.count(sentence) == 2
    assert "<title>Galat: " in response.text
    assert "Ketikan saya" in response.text
    assert draft.title == title


def test_unfinished_texts_are_saved_without_errors(draft, desk, page_of):
    response = desk.post(page_of(draft, "background"), background(objectives="Baru tujuan."))

    draft.refresh_from_db()
    assert response.status_code == 303
    assert draft.objectives == "Baru tujuan."
    assert not draft.sections.get(code="background").is_done


def test_a_section_called_finished_must_be_whole(draft, desk, page_of):
    response = desk.post(page_of(draft, "background"), background(objectives="Ada.", is_done="yes"))

    assert response.status_code == 422
    assert "Ada 4 hal yang perlu diperbaiki" in response.text
    assert response.text.count("Isi masalah yang dihadapi.") == 2
    draft.refresh_from_db()
    assert draft.objectives == ""


def test_a_whole_section_is_marked_finished(draft, desk, page_of):
    desk.post(page_of(draft, "background"), background(is_done="yes", **dict.fromkeys(TEXTS, "Ada.")))

    assert draft.sections.get(code="background").is_done


def test_a_free_text_section_asks_whether_it_is_finished(draft, desk, page_of):
    response = desk.post(page_of(draft, "background"), {"seen_version": "0", "objectives": "Ada."})

    assert response.status_code == 422
    assert "Pilih apakah bagian ini sudah selesai." in response.text


def test_alignment_asks_for_what_fits_best(draft, desk, page_of):
    response = desk.post(page_of(draft, "alignment"), {"seen_version": "0", "is_done": "yes"})

    assert response.status_code == 422
    for sentence in (
        "Pilih Asta Cita yang paling sesuai.",
        "Pilih sasaran RPJMD Kabupaten Lebong.",
        "Isi penjelasan keterkaitan.",
    ):
        assert response.text.count(sentence) == 2


def test_alignment_is_saved_and_shown_again(draft, desk, page_of, at_most_queries):
    mission = NationalMission.objects.get(number=2)
    sent = {
        "seen_version": "0",
        "is_done": "yes",
        "national_mission": mission.pk,
        "regional_mission": RegionalMission.objects.first().pk,
        "alignment_note": "Mendukung swasembada pangan.",
    }
    with at_most_queries(18):
        desk.post(page_of(draft, "alignment"), sent)

    again = desk.get(page_of(draft, "alignment")).text

    draft.refresh_from_db()
    assert draft.national_mission == mission
    assert "Mendukung swasembada pangan." in again


def test_what_looks_like_markup_is_text(draft, desk, page_of):
    desk.post(page_of(draft, "background"), background(objectives='"><script>alert(1)</script>{{7*7}}'))

    shown = desk.get(page_of(draft, "background")).text

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in shown


def test_saving_may_lead_to_the_next_section_or_back_to_the_check_page(draft, desk, page_of):
    there = page_of(draft, "background")

    onward = desk.post(there, background(aksi="lanjut"))
    back = desk.post(there + "?kembali=periksa", background())

    assert onward.headers["Location"] == page_of(draft, "alignment")
    assert back.headers["Location"] == f"/usulan/{draft.number}/periksa/"


def test_places_and_who_benefits_are_saved_within_eighteen_queries(draft, desk, page_of, at_most_queries):
    first, second = Village.objects.order_by("pk")[:2]
    sent = row_fields(
        {"village": first.pk, "place_name": "Saluran induk", "latitude": "-3,1", "longitude": "102.25"},
        {"village": second.pk, "place_name": ""},
        {"village": "", "place_name": " "},
        beneficiary_count="1.250",
        beneficiary_unit="KK",
    )

    with at_most_queries(18):
        response = desk.post(page_of(draft, "location"), sent)

    draft.refresh_from_db()
    assert response.status_code == 303
    assert [row.village for row in draft.locations.all()] == [first, second]
    assert str(draft.locations.first().longitude) == "102.250000"
    assert (draft.beneficiary_count, draft.beneficiary_unit) == (1250, "KK")


def test_a_place_refuses_what_is_not_on_earth_or_not_in_the_list(draft, desk, page_of):
    sent = row_fields({"village": "0", "place_name": "Saluran", "latitude": "95", "longitude": "timur"})

    response = desk.post(page_of(draft, "location"), sent)

    assert response.status_code == 422
    for sentence in (
        "Pilih salah satu pilihan yang tersedia.",
        "Lintang lokasi 1 paling besar 90.",
        "Tulis bujur lokasi 1 dengan angka desimal, misalnya 102,123456.",
    ):
        assert response.text.count(sentence) == 2
    assert 'href="#rows-0-latitude"' in response.text
    assert not draft.locations.exists()


def test_finished_indicators_are_of_both_kinds(draft, desk, page_of):
    output = {"name": "Saluran", "kind": "output", "target": "620", "unit": "m"}
    outcome = {"name": "Sawah terairi", "kind": "outcome", "target": "50", "unit": "ha"}

    one = desk.post(page_of(draft, "indicators"), row_fields(output, is_done="yes"))
    both = desk.post(page_of(draft, "indicators"), row_fields(output, outcome, is_done="yes"))

    assert one.status_code == 422
    assert "Isi paling sedikit satu indikator keluaran dan satu indikator hasil." in one.text
    assert both.status_code == 303
    assert [row.kind for row in draft.indicators.all()] == ["output", "outcome"]


def test_an_indicator_has_a_name(draft, desk, page_of):
    nameless = {"kind": "output", "target": "620"}
    response = desk.post(page_of(draft, "indicators"), row_fields(nameless, is_done="yes"))

    assert response.status_code == 422
    assert response.text.count("Isi indikator baris 1.") == 2


def test_indicators_to_be_finished_later_are_stored_without_their_names(draft, desk, page_of):
    response = desk.post(page_of(draft, "indicators"), row_fields({"kind": "output", "unit": "m"}, is_done="no"))

    assert response.status_code == 303
    assert [(row.name, row.unit) for row in draft.indicators.all()] == [("", "m")]


def readiness_field(draft, index=0):
    form_key = draft.funding_source.requirements.order_by("order", "id")[index]
    return form_key, f"requirement-{form_key.pk}"


def test_readiness_is_answered_item_by_item(draft, desk, page_of, at_most_queries):
    first, key = readiness_field(draft)
    second, other = readiness_field(draft, 1)
    sent = {
        "seen_version": "0",
        f"{key}-status": "in_progress",
        f"{key}-expected_on": "20 November 2025",
        f"{other}-status": "available",
        f"{other}-reason": "Tidak relevan lagi",
        "sustainability_plan": "Dipelihara oleh P3A.",
    }

    with at_most_queries(18):
        desk.post(page_of(draft, "readiness"), sent)

    answers = {
        item.requirement: (item.status, str(item.expected_on), item.reason) for item in draft.readiness_items.all()
    }
    assert answers == {first: ("in_progress", "2025-11-20", ""), second: ("available", "None", "")}
    assert "syarat siap." in desk.get(page_of(draft, "readiness")).text


def test_readiness_asks_for_the_date_of_what_is_under_way_and_the_reason_of_what_is_not_needed(draft, desk, page_of):
    first, key = readiness_field(draft)
    second, other = readiness_field(draft, 1)
    sent = {"seen_version": "0", f"{key}-status": "in_progress", f"{other}-status": "not_needed"}

    response = desk.post(page_of(draft, "readiness"), sent)

    assert response.status_code == 422
    assert f"Isi perkiraan selesai “{first.label}”." in response.text
    assert f"Isi alasan “{second.label}”." in response.text


def test_megabytes_of_text_are_refused_kindly(draft, desk, page_of):
    response = desk.post(page_of(draft, "background"), background(objectives="x" * 5_000_000))

    assert response.status_code == 413
    assert "Isian ini lebih besar daripada yang dapat diterima sekaligus." in response.text
    draft.refresh_from_db()
    assert draft.objectives == ""


def test_too_long_a_text_stays_in_its_box(draft, desk, page_of):
    text = "kata " * 2001

    response = desk.post(page_of(draft, "background"), background(objectives=text))

    assert response.status_code == 422
    assert "Tujuan paling banyak 10.000 karakter. Sekarang 10.004 karakter." in response.text
    assert text.strip() in response.text
