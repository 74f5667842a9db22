"""How the list of proposals is narrowed: by its filters, by words and by numbers."""

from dataclasses import replace

import pytest

from accounts.models import Agency
from accounts.roles import Role
from conftest import person
from proposals.models import AgencyCycle
from proposals.tests.lists.test_list import LIST, numbers


@pytest.fixture(scope="module", autouse=True)
def mixed(scene):
    """The numbers of proposals of two agencies in three states, by name."""
    ours, agency = scene.maker, Agency.objects.get(code="dinkes")
    row = AgencyCycle.objects.select_related("cycle", "agency").get(cycle=ours.agency_cycle.cycle, agency=agency)
    theirs = replace(ours, agency_cycle=row, operator=person("operator.lain", agency, Role.OPERATOR))
    return {
        "draft": ours.make(title="Jembatan Gantung Ketahun").number,
        "sent": ours.make("submitted", title="Rehabilitasi Irigasi Air Kotok").number,
        "approved": theirs.make("approved", title="Hemodialisis RSUD").number,
    }


FILTERED = [
    ({"status": "draf"}, ["draft"]),
    ({"status": "diajukan"}, ["sent"]),
    ({"status": "disetujui"}, ["approved"]),
    ({"opd": "dpupr"}, ["sent", "draft"]),
    ({"opd": "dinkes"}, ["approved"]),
    ({"cari": "irigasi"}, ["sent"]),
    ({"cari": "IRIGASI air"}, ["sent"]),
    ({"cari": "rehabilitsi"}, ["sent"]),
    ({"cari": "dinas kesehatan"}, ["approved"]),
    *(({"cari": misspelt}, ["sent"]) for misspelt in ("irigsi", "irgasi", "irigassi", "irgiasi", "air irigsi", "kotk")),
    *(({"cari": misspelt}, ["draft"]) for misspelt in ("jembtan", "jembatam", "jemabtan", "ketaun", "gantng ketaun")),
    *(({"cari": misspelt}, ["approved"]) for misspelt in ("dinas kesehtan", "dinkess", "kesehatan dinas")),
    ({"cari": "pekerjan umum"}, ["sent", "draft"]),
    *(({"cari": other}, []) for other in ("sekolah", "pengairan", "jalan", "iringan", "puskesmas", "irigasi sekolah")),
    *(({"cari": other}, []) for other in ("perikanan", "dinas perikanan", "gnt", "a.*b", "\\", "x" * 100)),
    ({"cari": "ketahun", "status": "draf", "opd": "dpupr"}, ["draft"]),
    ({"cari": "ketahun", "status": "disetujui"}, []),
    ({"cari": "100%"}, []),
    ({"status": "tidak-ada", "opd": "tidak-ada"}, ["approved", "sent", "draft"]),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERED, ids=str)
def test_filters_narrow_the_list(filters, expected, client_for, reviewer, mixed):
    assert numbers(client_for(reviewer), **filters) == [mixed[name] for name in expected]


def test_short_word_may_lack_a_letter(client_for, reviewer, make_proposal):
    topos = make_proposal(title="Peningkatan Jalan Topos").number
    for title in ("Peningkatan Jalan Lebong Atas", "Pengadaan Tes Kesehatan", "Pengairan Sawah Tapus"):
        make_proposal(title=title)
    browser = client_for(reviewer)

    assert numbers(browser, cari="tpos") == numbers(browser, cari="tops") == [topos]
    assert len(numbers(browser, cari="jlan")) == 2
    assert len(numbers(browser, cari="pengadan")) == 1


def test_number_finds_its_proposal_in_full_and_by_its_end(client_for, reviewer, mixed):
    browser = client_for(reviewer)

    for words in (mixed["sent"], mixed["sent"].removeprefix("2025-"), mixed["sent"].removeprefix("2025-").lstrip("0")):
        assert numbers(browser, cari=words) == [mixed["sent"]]


def test_beginning_of_a_number_finds_all_of_the_cycle(client_for, reviewer, mixed):
    assert numbers(client_for(reviewer), cari="2025-") == [mixed["approved"], mixed["sent"], mixed["draft"]]


def test_active_filters_are_named_and_can_be_dropped(client_for, reviewer, mixed):
    page = client_for(reviewer).get(LIST, {"cari": "irigasi", "status": "diajukan"}).text

    assert '<a href="?status=diajukan"><span class="visually-hidden">Hapus saringan </span>Cari: irigasi' in page
    assert '<a href="?cari=irigasi"><span class="visually-hidden">Hapus saringan </span>Status: Diajukan' in page
    assert "1 usulan ditemukan." in page


def test_empty_result_offers_to_drop_the_filters(client_for, reviewer, mixed):
    assert "Tidak ada usulan yang cocok dengan saringan ini." in client_for(reviewer).get(LIST, {"cari": "zzz"}).text


def test_search_asks_no_more_queries_than_the_list(client_for, reviewer, mixed, django_assert_max_num_queries):
    browser = client_for(reviewer)

    with django_assert_max_num_queries(10):
        browser.get(LIST, {"cari": "irigasi", "status": "diajukan", "opd": "dpupr"})
