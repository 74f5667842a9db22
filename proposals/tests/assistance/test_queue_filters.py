"""The filters of the queue, the order of its rows, and that all of it stands in the address."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Cover
from ops.testing.scene import again
from proposals.models import FundingSource, Ministry
from proposals.tests.assistance.conftest import QUEUE

pytestmark = pytest.mark.django_db

EVERYTHING = {
    "antrean": "semua",
    "cari": "irigasi",
    "opd": "dpupr",
    "status": "asistensi",
    "asistor": "saya",
    "sumber": "apbn_ministry",
    "kl": "kemenpu",
    "cita": "2",
    "urut": "-nilai",
}


@pytest.fixture(scope="module", autouse=True)
def made(scene):
    """A queue of four, in the order in which it shows them, and a proposal that has left it."""
    asked = {"funding_source": FundingSource.objects.get(code="apbn_ministry")}
    special = asked | {"ministry": Ministry.objects.get(code="kementan")}
    return {
        "free": scene.make("submitted", title="Jembatan Gantung Desa Tik Sirong", **special),
        "mine": scene.make("in_assistance", title="Cetak sawah dan irigasi Bingin Kuning"),
        "second": scene.make("in_assistance", title="Asrama putri Muara Aman"),
        "returned": scene.make("revision_required", title="Bendung Air Sipang"),
        "approved": scene.make("approved"),
    }


@pytest.fixture
def proposals(db, made):
    return {name: again(proposal) for name, proposal in made.items()}


@pytest.fixture
def number(made):
    """``number("free", "mine")``: their numbers."""
    return lambda *names: [made[name].number for name in names]


WAITING = ("free", "mine", "second", "returned")


def copied(proposal, number):
    """More rows like this one, as plain rows: what is measured is reading them."""
    for place in range(1, number):
        proposal.pk, proposal.number = None, f"2025-9{place:03}"
        proposal.save(force_insert=True)


def test_search_forgives_a_wrong_letter(found, number):
    (bridge,) = number("free")

    assert found(cari="jembatn gantung") == [bridge]
    assert found(cari="Pekerjaan Umum") == found() == number(*WAITING)
    assert found(cari=str(int(bridge[5:]))) == [bridge]


def test_filters_by_what_was_asked_of_whom(found, number):
    assert found(kl="kementan") == number("free")
    assert found(kl="kemenpu") == number("mine", "second", "returned")
    assert found(sumber="apbn_ministry") == number(*WAITING)
    assert found(sumber="dak_physical") == []
    assert found(cita="2") == number(*WAITING)
    assert found(cita="5") == []


@pytest.mark.parametrize("order", ["batas", "-batas", "menunggu", "-menunggu"])
def test_what_has_no_limit_comes_after_everything_that_has_one(client_for, reviewer, clock_at, proposals, maker, order):
    clock_at("2025-11-12T09:00+07:00")
    late = maker.make("submitted")

    rows = client_for(reviewer).get(QUEUE, {"antrean": "semua", "urut": order}).context["page"].object_list

    found = [row.number for row in rows]
    assert found[-1] == proposals["returned"].number
    assert found.index(late.number) == (3 if order in ("batas", "-menunggu") else 0)


def test_filters_by_reviewer(found, reviewer, other_reviewer, number):
    assert found(asistor="saya") == found(asistor=reviewer.username) == number("mine", "second", "returned")
    assert found(asistor=other_reviewer.username) == []
    assert found(asistor="belum") == number("free")


def test_rows_are_sorted_by_a_header_and_back(client_for, reviewer):
    client = client_for(reviewer)

    def titles(order):
        answer = client.get(QUEUE, {"antrean": "semua", "urut": order})
        return [proposal.title[0] for proposal in answer.context["page"].object_list]

    assert titles("usulan") == ["A", "B", "C", "J"]
    assert titles("-usulan") == ["J", "C", "B", "A"]
    assert titles("") == titles("tidak-ada") == titles("--batas") == ["J", "C", "A", "B"]
    text = client.get(QUEUE, {"antrean": "semua", "urut": "usulan"}).content.decode()
    assert text.count("aria-sort=") == 1
    assert '<input type="hidden" name="urut" value="usulan">' in text
    head = '<th scope="col" aria-sort="ascending"><a class="nowrap" href="/asistensi/?antrean=semua&amp;urut=-{}">'
    assert head.format("usulan") in text
    assert head.format("batas") in client.get(QUEUE, {"antrean": "semua"}).content.decode()


def test_every_order_and_tab_answers(client_for, reviewer):
    client = client_for(reviewer)

    for tab in ("saya", "belum", "semua", "selesai"):
        for order in ("usulan", "status", "nilai", "asistor", "menunggu", "batas"):
            for asked in (order, f"-{order}"):
                assert client.get(QUEUE, {"antrean": tab, "urut": asked}).status_code == 200


def test_each_filter_can_be_dropped_alone(client_for, reviewer):
    answer = client_for(reviewer).get(QUEUE, EVERYTHING | {"page": "1"})

    chips = dict(answer.context["chips"])
    assert list(chips) == [
        "Cari: irigasi",
        "OPD: DPUPR-Hub",
        "Status: Dalam asistensi",
        "Asistor: Saya",
        "Sumber dana: " + FundingSource.objects.get(code="apbn_ministry").label,
        "Kementerian: " + Ministry.objects.get(code="kemenpu").name,
        next(text for text in chips if text.startswith("Asta Cita: 2. ")),
    ]
    assert "opd=" not in chips["OPD: DPUPR-Hub"]
    assert "cari=irigasi" in chips["OPD: DPUPR-Hub"]
    assert "page=" not in chips["OPD: DPUPR-Hub"]
    assert "<details open>" in answer.content.decode()


@pytest.mark.parametrize("name", ["opd", "status", "asistor", "umur", "sumber", "kl", "cita", "kurang"])
def test_unknown_filter_is_named_and_narrows_nothing(client_for, reviewer, number, name):
    client = client_for(reviewer)

    for value in ("tidak-ada", "\x00", "'; --", "9" * 400):
        answer = client.get(QUEUE, {"antrean": "semua", name: value})
        assert answer.status_code == 200
        assert [row.number for row in answer.context["page"].object_list] == number(*WAITING)
        assert "Pilih salah satu pilihan yang tersedia." in answer.content.decode()
        assert answer.context["chips"] == []


def test_workload_counts_what_waits_and_leads_to_it(client_for, approver, reviewer):
    client = client_for(approver)

    text = client.get(QUEUE).content.decode()

    address = f"{QUEUE}?antrean=semua&amp;status=menunggu&amp;asistor={reviewer.username}"
    assert f'<a href="{address}">{reviewer.name} 2</a> · <a href="{QUEUE}?antrean=belum">Belum ditugaskan 1</a>' in text
    assert len(client.get(address.replace("&amp;", "&")).context["page"].object_list) == 2


def test_workload_names_whoever_has_nothing_in_hand(client_for, approver, reviewer, other_reviewer):
    client = client_for(approver)

    text = client.get(QUEUE).content.decode()

    address = f"{QUEUE}?antrean=semua&amp;status=menunggu&amp;asistor={other_reviewer.username}"
    assert f'{reviewer.name} 2</a> · <a href="{address}">{other_reviewer.name} 0</a> · <a' in text
    assert client.get(address.replace("&amp;", "&")).context["page"].object_list == []


def test_workload_of_a_reviewer_who_is_none_any_more_leads_to_it_too(client_for, approver, reviewer):
    reviewer.memberships.update(ends_on=date(2025, 11, 1))
    client = client_for(approver)

    page = client.get(QUEUE, {"antrean": "semua", "status": "menunggu", "asistor": reviewer.username})

    assert len(page.context["page"].object_list) == 2
    assert reviewer.username not in [one.value for one in page.context["reviewers"]], "nothing is assigned to them"


@pytest.mark.parametrize("rows", [10, 60])
def test_queue_with_every_filter_takes_at_most_twelve_queries(client_for, reviewer, other_reviewer, proposals, rows):
    first = proposals["mine"]
    copied(first, rows)
    Cover.objects.create(
        absent=other_reviewer,
        substitute=reviewer,
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        created_by=reviewer,
        created_at=first.created_at,
    )
    client = client_for(reviewer)

    for asked in (
        EVERYTHING,
        {"antrean": "semua"},
        EVERYTHING | {"umur": "lewat", "kurang": ["tanpa-kak", "belum-dibuka"]},
    ):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(QUEUE, asked)
        assert len(queries) <= 12, [query["sql"][:150] for query in queries]
        assert answer.status_code == 200


def test_queue_reads_the_submitted_version_and_not_the_working_copy(client_for, reviewer, maker, proposals):
    proposal = proposals["returned"]
    maker.fill(proposal, title="Embung yang belum dikirim")
    proposal.refresh_from_db()
    assert proposal.title == "Embung yang belum dikirim"

    text = client_for(reviewer).get(QUEUE, {"antrean": "semua"}).content.decode()
    bulk = client_for(reviewer).get("/asistensi/massal/", {"usulan": [proposal.number]}).content.decode()

    for page in (text, bulk):
        assert "Bendung Air Sipang" in page
        assert "Embung yang belum dikirim" not in page
