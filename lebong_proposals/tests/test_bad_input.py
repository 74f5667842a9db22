"""What no form, address or query may do: fall over, or keep what cannot be kept. Every form of every role is tried."""

from urllib.parse import urljoin

import pytest

from ops.testing.html_forms import forms_of
from proposals.models import AuditEntry, StockPhrase
from proposals.services import dispatching

NUL, ESCAPE = "\x00", "\x1b"
HUGE = "a" * 5_000_000
PAGES = {
    "visitor": ("/masuk/", "/sandi/lupa/"),
    "operator": (
        "/sandi/ganti/",
        "/usulan/baru/",
        "/usulan/{draft}/identitas/",
        "/usulan/{draft}/latar-belakang/",
        "/usulan/{draft}/penyelarasan/",
        "/usulan/{draft}/lokasi/",
        "/usulan/{draft}/rab/",
        "/usulan/{draft}/rab/impor/",
        "/usulan/{draft}/indikator/",
        "/usulan/{draft}/kesiapan/",
        "/usulan/{draft}/periksa/",
        "/usulan/{submitted}/tarik/",
        "/usulan/{returned}/perbaikan/",
    ),
    "stranger": ("/usulan/tidak-mengajukan/",),
    "reviewer": (
        "/asistensi/{taken}/",
        "/asistensi/{taken}/kembalikan/",
        "/asistensi/{taken}/daftar-periksa/",
        "/asistensi/{taken}/siapkan/?keputusan=tolak",
        "/asistensi/{ready}/siapkan/?keputusan=setujui",
        "/asistensi/{taken}/tugaskan/",
        "/asistensi/massal/?usulan={taken}&usulan={ready}&asistor=telaah.uji",
        "/asistensi/pengganti/",
        "/usulan/{returned}/berita-acara/1/",
    ),
    "approver": ("/asistensi/{taken}/tolak/", "/asistensi/{ready}/setujui/", "/asistensi/{approved}/buka-kembali/"),
    "admin": (
        *("/paket/{package}/kirim/", "/asistensi/{sent}/dikembalikan-kl/"),
        *("/kelola/referensi/kalimat-baku/baru/", "/kelola/referensi/kalimat-baku/{phrase}/"),
    ),
}


@pytest.fixture
def places(maker):
    """Proposals in the states whose pages have forms, and a locked package."""
    made = {name: maker.make(state="in_assistance") for name in ("taken", "ready")}
    states = {"draft": "draft", "submitted": "submitted", "returned": "revision_required", "sent": "sent"}
    made |= {name: maker.make(state=state) for name, state in {**states, "approved": "approved"}.items()}
    maker.note(made["taken"])
    packed = maker.make(state="approved")
    package = dispatching.create(actor=maker.admin, cycle=packed.cycle, ministry=packed.ministry, proposals=[packed])
    dispatching.lock(package, actor=maker.admin, seen_version=package.version)
    phrase = StockPhrase.objects.order_by("pk").first()
    return {name: proposal.number for name, proposal in made.items()} | {"package": package.pk, "phrase": phrase.pk}


@pytest.fixture
def browsers(client, client_for, operator, stranger, reviewer, approver, admin):
    people = {"operator": operator, "stranger": stranger, "reviewer": reviewer, "approver": approver, "admin": admin}
    return {"visitor": client} | {name: client_for(user) for name, user in people.items()}


@pytest.fixture
def post_forms(browsers, places):
    """Every form that sends text: who sends it, the form, the address it goes to."""
    found = []
    for who, paths in PAGES.items():
        for path in paths:
            address = path.format(**places)
            page = browsers[who].get(address)
            assert page.status_code == 200, address
            forms = [form for form in forms_of(page.content.decode()) if form.method == "post" and form.text_boxes]
            assert forms, address
            found += [(browsers[who], form, urljoin(address, form.action)) for form in forms]
    return found


def refuses(browser, form, address, box, character):
    answer = browser.post(address, form.values | {box: (form.values[box] or "isi") + character})
    assert answer.status_code == 422, (address, box, character)


def test_no_form_takes_what_cannot_be_kept(post_forms):
    """One world for every form, because making it takes longer than asking them all."""
    entries = AuditEntry.objects.count()

    for browser, form, address in post_forms:
        refuses(browser, form, address, form.text_boxes[-1], NUL)

    assert len(post_forms) > 25
    assert AuditEntry.objects.count() == entries


@pytest.mark.slow
def test_no_box_of_any_form_takes_what_cannot_be_kept_or_what_is_too_long(post_forms):
    entries = AuditEntry.objects.count()

    for browser, form, address in post_forms:
        for box in form.text_boxes:
            refuses(browser, form, address, box, NUL)
        refuses(browser, form, address, form.text_boxes[0], ESCAPE)
        answer = browser.post(address, form.values | {form.text_boxes[0]: HUGE})
        assert answer.status_code == 413, address
        assert "Isian terlalu besar" in answer.content.decode()

    assert len(post_forms) > 25
    assert AuditEntry.objects.count() == entries


STRANGE_ADDRESSES = (
    "/masuk/?next=%00",
    "/?next=%0d%0aSet-Cookie:x",
    "/usulan/?cari=%00&page=%00",
    "/usulan/?page=99999999999999999999",
    "/usulan/?status=%00&opd=%00&urut=%00",
    "/usulan/2025-0001%00/",
    "/usulan/2025-9999999/",
    "/usulan/2025-0001/tanda-terima/99999999999999999999/",
    "/usulan/2025-0001/latar%00belakang/",
    "/usulan/%2e%2e/%2e%2e/",
    "/lampiran/00000000-0000-0000-0000-000000000000/",
    "/kirim/00000000-0000-0000-0000-000000000000/",
    "/asistensi/?antrean=%00&cari=%00&opd=%00&status=%00&page=%00",
    "/asistensi/2025-0001%00/",
    "/asistensi/%ff/",
    "/paket/99999999999999999999/",
    "/paket/baru/?kementerian=%00",
    "/dasbor/opd/%00/",
    "/dasbor/opd/tidak-ada/",
    "/kotak-surat/%00/",
    "/kotak-surat/..%2f..%2fetc%2fpasswd/",
)


@pytest.mark.parametrize("who", ["operator", "reviewer", "admin"])
def test_no_address_is_strange_enough_for_a_crash(browsers, make_proposal, who):
    make_proposal()
    browsers[who].raise_request_exception = False

    crashed = [address for address in STRANGE_ADDRESSES if browsers[who].get(address).status_code >= 500]

    assert crashed == []


@pytest.mark.parametrize("sent", [b"%ff%fe", b"%ed%a0%80", b"%80", b"\xff", b"title=%C3%A9&note=%c3"])
def test_bytes_that_are_no_text_are_refused_and_stored_nowhere(sent, client_for, operator):
    answer = client_for(operator).generic(
        "POST", "/usulan/baru/", b"funding_source=1&title=Uji+" + sent, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 400
    assert "Isian Anda masih ada." in answer.text
    assert not AuditEntry.objects.filter(verb="created").exists()


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", ""])
def test_body_that_is_no_form_is_refused(kind, client_for, operator):
    desk = client_for(operator)

    assert desk.generic("POST", "/usulan/tidak-mengajukan/", b'{"reason": "x"}', content_type=kind).status_code == 400
    assert desk.generic("POST", "/usulan/tidak-mengajukan/", b"", content_type=kind).status_code == 422
