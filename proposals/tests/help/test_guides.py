"""Templates and the complete example: for everybody who is signed in, before any proposal exists."""

import io
import tomllib

import pytest
from docx import Document

from proposals.exports.terms_template import terms_template
from proposals.models import FundingSource, Ministry, NationalMission, ReadinessRequirement, RegionalMission
from proposals.money import spell_rupiah
from proposals.views.guides import EXAMPLE

HEADINGS = [
    "1. Dasar Hukum",
    "2. Gambaran Umum / Kondisi Saat Ini",
    "3. Permasalahan dan Analisis Kesenjangan",
    "4. Maksud dan Tujuan",
    "5. Penerima Manfaat",
    "6. Keluaran (Output) dan Hasil (Outcome)",
    "7. Strategi Pencapaian",
    "8. Jadwal / Kurun Waktu Pelaksanaan",
    "9. Lokasi",
    "10. Rencana Anggaran Biaya",
    "11. Keselarasan Kebijakan",
    "12. Keberlanjutan",
]


@pytest.fixture
def example():
    return tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))


def test_home_leads_to_templates_and_example(operator, client_for):
    desk = client_for(operator)

    home = desk.get("/beranda/").text

    for address, words in (
        ("/bantuan/templat/rab/", "Templat RAB (Excel)"),
        ("/bantuan/templat/kak/", "Templat KAK (Word)"),
        ("/bantuan/contoh/", "Contoh usulan yang lengkap"),
    ):
        assert f'<a href="{address}">{words}</a>' in home
        assert desk.get(address).status_code == 200


def test_word_template_has_the_headings_of_a_kak(operator, client_for):
    answer = client_for(operator).get("/bantuan/templat/kak/")

    document = Document(io.BytesIO(answer.content))
    assert answer["Content-Disposition"].startswith('attachment; filename="Templat KAK.docx"')
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == HEADINGS
    assert document.tables[0].cell(0, 1).text == "Kabupaten Lebong"
    assert len(document.tables) == 4


def test_word_template_has_the_same_bytes_each_time():
    assert terms_template("Kabupaten Lebong") == terms_template("Kabupaten Lebong")


def test_empty_budget_can_be_read_back(operator, client_for):
    workbook = client_for(operator).get("/bantuan/templat/rab/")

    assert workbook.content.startswith(b"PK")
    assert 'filename="Templat RAB.xlsx"' in workbook["Content-Disposition"]


def test_example_reads_like_a_proposal_without_asking_for_any(operator, client_for, django_assert_max_num_queries):
    desk = client_for(operator)

    with django_assert_max_num_queries(6):
        page = desk.get("/bantuan/contoh/").text

    for words in ("Rehabilitasi Daerah Irigasi Air Sipang", "2.047.950.000", spell_rupiah(2_047_950_000), "Desa Bajok"):
        assert words in page
    assert "Ubah" not in page


def test_example_sums_exactly(example):
    rows = example["budget"]["rows"]
    items = [row for row in rows if row["kind"] == "item"]

    assert all(row["amount"] == int(row["quantity"]) * row["unit_price"] for row in items)
    net = sum(row["amount"] for row in items)
    assert (net, net * 11 // 100) == (1_845_000_000, rows[-1]["amount"])
    assert sum(row["amount"] for row in rows) == example["budget"]["total"] == 2_047_950_000


@pytest.mark.django_db
def test_example_speaks_of_reference_data_as_it_is(example):
    identity, alignment = example["identity"], example["alignment"]
    source = FundingSource.objects.get(code=identity["funding_source"]["code"])

    assert source.label == identity["funding_source"]["label"]
    assert Ministry.objects.get(code=identity["ministry"]["code"]).name == identity["ministry"]["label"]
    assert str(NationalMission.objects.get(number=2)) == alignment["national_mission"]["label"]
    assert RegionalMission.objects.get(number=1).text == alignment["regional_mission"]["label"]
    asked = ReadinessRequirement.objects.filter(funding_source__in=[None, source]) | (
        ReadinessRequirement.objects.filter(funding_source__isnull=True)
    )
    assert {row["label"] for row in example["readiness"]["rows"]} == set(asked.values_list("label", flat=True))


def test_visitors_sign_in_first(client, db):
    for address in ("/bantuan/contoh/", "/bantuan/templat/rab/", "/bantuan/templat/kak/"):
        assert client.get(address)["Location"].startswith("/masuk/")
