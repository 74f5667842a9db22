"""Uploads over lines that stall: a few places, 429 beyond them, and threads that are left for sending in.

The server is the one that ``./run`` starts, with two processes; the stalled lines are real connections.
"""

import socket
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from playwright.sync_api import expect

from accounts.models import User
from conftest import PASSWORD
from lebong_proposals import upload_places
from lebong_proposals.errors import UPLOAD_AFTER
from lebong_proposals.upload_places import UploadPlacesMiddleware
from ops.launcher.services import WEB_THREADS, WEB_WORKERS
from ops.testing import processes
from ops.testing.browser_steps import sign_in
from ops.testing.http_browser import SECRET, HttpBrowser
from ops.testing.journeys import PDF
from proposals.models import AttachmentSlot
from proposals.workflow import State

PATIENCE = 20  # seconds
BOUNDARY = "k" * 20
SAFE = "Isian dan berkas yang sudah tersimpan aman, dan usulan tetap dapat dikirim."


def body_of(slot, content=PDF):
    fields = {"csrfmiddlewaretoken": SECRET, "slot": str(slot.pk)}
    start = f"--{BOUNDARY}\r\nContent-Disposition: form-data"
    parts = [f'{start}; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    parts.append(f'{start}; name="file"; filename="KAK.pdf"\r\nContent-Type: application/pdf\r\n\r\n')
    return "".join(parts).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


class Upload:
    """One upload over a connection of its own; ``missing`` bytes of its body are kept back until ``go_on``."""

    def __init__(self, browser, address, body, missing=0):
        self.connection = HTTPConnection(browser.server, timeout=PATIENCE)
        self.connection.putrequest("POST", address)
        headers = {
            "Cookie": browser.cookies,
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Content-Length": str(len(body)),
            "Referer": f"http://{browser.server}/usulan/",
        }
        for header, value in headers.items():
            self.connection.putheader(header, value)
        self.connection.endheaders()
        self.connection.send(body[: len(body) - missing])
        self.rest = body[len(body) - missing :]

    def answer(self):
        """Status, Retry-After and text of what came back."""
        with closing(self.connection) as connection:
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Retry-After"), answer.read().decode()

    def is_answered(self, seconds):
        """Whether anything comes back within so many seconds."""
        self.connection.sock.settimeout(seconds)
        try:
            return bool(self.connection.sock.recv(1, socket.MSG_PEEK))
        except TimeoutError:
            return False
        finally:
            self.connection.sock.settimeout(PATIENCE)


FILE = {"CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}"}


def sent_by(user, path="/"):
    """A form with files, as it reaches the places."""
    request = RequestFactory().post(path, {"a": "b"})
    request.user = user
    return request


def test_there_are_fewer_places_than_threads():
    assert 1 <= site_settings.UPLOADS_AT_ONCE < WEB_THREADS - 1, "one is the strangers'"


def test_a_place_is_free_again_even_after_a_crash(settings):
    settings.UPLOADS_AT_ONCE = 1
    inside, go_on = threading.Event(), threading.Event()

    def view(request):
        inside.set()
        go_on.wait(PATIENCE)
        if "crash" in request.path:
            raise ZeroDivisionError
        return HttpResponse()

    site = UploadPlacesMiddleware(view)
    first = threading.Thread(target=pytest.raises, args=(ZeroDivisionError, site, sent_by(User(), "/crash/")))
    first.start()
    assert inside.wait(PATIENCE)

    told = site(sent_by(User()))
    go_on.set()
    first.join(PATIENCE)

    assert (told.status_code, told["Retry-After"]) == (429, UPLOAD_AFTER)
    assert SAFE in told.text
    assert site(sent_by(User())).status_code == 200


def test_strangers_take_no_place_of_the_agencies(settings):
    settings.UPLOADS_AT_ONCE = 1
    beside = []
    site = UploadPlacesMiddleware(lambda request: beside.append(site(sent_by(AnonymousUser()))) or HttpResponse())

    assert site(sent_by(AnonymousUser())).status_code == 200
    assert [answer.status_code for answer in beside] == [429], "all strangers together have one place"

    site = UploadPlacesMiddleware(lambda request: beside.append(free.acquire(blocking=False)) or HttpResponse())
    free = site.places
    assert site(sent_by(AnonymousUser())).status_code == 200
    assert beside[1:] == [True]


def test_bodies_without_files_need_no_place(settings):
    settings.UPLOADS_AT_ONCE = 1
    site = UploadPlacesMiddleware(lambda request: HttpResponse())
    assert site.places.acquire(blocking=False)

    assert site(RequestFactory().get("/")).status_code == 200
    form = RequestFactory().post("/", "a=b", content_type="application/x-www-form-urlencoded")
    assert site(form).status_code == 200


class Line:
    """A body that comes over a socket, as gunicorn hands it on."""

    def __init__(self):
        self.near, self.far = socket.socketpair()
        self.failed = False

    def read(self, size=-1):
        return self.near.recv(size)

    readline = read

    def request(self):
        environ = {"gunicorn.socket": self.near, "wsgi.input": self, "CONTENT_LENGTH": "1000", **FILE}
        request = RequestFactory().generic("POST", "/", **environ)
        request.user = User()
        return request


@pytest.fixture
def line():
    line = Line()
    yield line
    line.near.close()
    line.far.close()


def test_a_sender_who_falls_silent_is_given_up(line, monkeypatch, settings):
    monkeypatch.setattr(upload_places, "SILENCE", 0.1)
    site = UploadPlacesMiddleware(lambda request: pytest.fail("nothing came"))
    line.far.send(b"--" + BOUNDARY.encode())

    assert site(line.request()).status_code == 400

    assert line.failed
    assert line.near.gettimeout() is None
    assert site.places.acquire(blocking=False)


def test_who_is_turned_away_holds_the_thread_for_a_moment_only(line, settings):
    settings.UPLOADS_AT_ONCE = 1
    site = UploadPlacesMiddleware(lambda request: pytest.fail("there was no place"))
    assert site.places.acquire(blocking=False)
    begun = time.monotonic()

    assert site(line.request()).status_code == 429

    assert time.monotonic() - begun < 5
    assert line.failed


@pytest.mark.parametrize(
    "path",
    [
        "/usulan/{number}/lampiran/unggah/",
        "/usulan/{number}/rab/impor/",
        "/usulan/{number}/berita-acara/1/1/pindaian/",
        "/kelola/referensi/harga-satuan/unggah/",
    ],
)
def test_every_form_with_a_file_is_told_to_come_again_and_nothing_is_lost(
    path, make_proposal, client_for, operator, slot, settings
):
    draft = make_proposal(complete=False)
    settings.UPLOADS_AT_ONCE = 0  # as if others had all the places
    desk = client_for(operator)
    file = SimpleUploadedFile("berkas.pdf", PDF)
    opened_at = f"http://testserver/usulan/{draft.number}/"

    answer = desk.post(
        path.format(number=draft.number), {"slot": slot.pk, "file": file}, headers={"Referer": opened_at}
    )

    assert (answer.status_code, answer["Retry-After"]) == (429, UPLOAD_AFTER)
    assert SAFE in answer.text
    assert f'href="{opened_at}"' in answer.text
    saved = urlencode({"seen_version": "0", "is_done": "no", "objectives": "Jalan yang baik."})
    form = "application/x-www-form-urlencoded"
    assert desk.post(f"/usulan/{draft.number}/latar-belakang/", saved, content_type=form).status_code == 303
    draft.refresh_from_db()
    assert (draft.objectives, draft.attachments.count()) == ("Jalan yang baik.", 0)


def test_the_way_back_stays_on_this_site(client_for, operator, settings):
    settings.UPLOADS_AT_ONCE = 0

    answer = client_for(operator).post("/", {"a": "b"}, headers={"Referer": "https://elsewhere.example/"})

    assert "elsewhere" not in answer.text


@pytest.fixture
def slot(db):
    return AttachmentSlot.objects.get(code="terms_of_reference")


@pytest.fixture
def served(owner_url, maker, tmp_path, settings):
    """``served(UPLOADS_AT_ONCE=1)``: the address of a server over this test's database."""
    with ExitStack() as stack:

        @contextmanager
        def serve(**changes):
            environment = processes.environment_of(owner_url, MEDIA_ROOT=str(settings.MEDIA_ROOT), **changes)
            with processes.web(environment, tmp_path / "logs") as address:
                yield address

        yield lambda **changes: stack.enter_context(serve(**changes))


@pytest.fixture
def stalled():
    """Uploads that stay half-way; their lines are cut when the test ends."""
    uploads = []
    yield uploads
    for upload in uploads:
        upload.connection.close()


def fill(browser, address, body, stalled):
    """Stall an upload in the one place of each process; give back those that were turned away meanwhile.

    The kernel decides which of the processes a connection meets.
    """
    refused = []
    while len(stalled) < WEB_WORKERS and len(refused) < 50:
        upload = Upload(browser, address, body, missing=100)
        (refused if upload.is_answered(1.5) else stalled).append(upload)
        if len(stalled) == WEB_WORKERS:  # a busy machine may have answered later than that
            refused += [late for late in stalled if late.is_answered(0.5)]
            stalled[:] = [upload for upload in stalled if upload not in refused]
    assert len(stalled) == WEB_WORKERS
    return refused


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_stalled_uploads_hold_their_places_and_keep_nobody_from_sending(
    served, stalled, make_proposal, client_for, operator, slot
):
    draft, complete = make_proposal(complete=False), make_proposal()
    browser = HttpBrowser(served(UPLOADS_AT_ONCE="1"), client_for(operator), patience=PATIENCE)
    address = f"/usulan/{draft.number}/lampiran/unggah/"
    body = body_of(slot)
    assert browser.get("/healthz/ready").status == 200

    refused = fill(browser, address, body, stalled)
    told = [upload.answer() for upload in [*refused, *(Upload(browser, address, body) for _ in range(6))]]
    assert {(status, after) for status, after, _ in told} == {(429, UPLOAD_AFTER)}
    assert all(SAFE in page and "/usulan/" in page for _, _, page in told)
    assert not draft.attachments.exists()

    begun = time.monotonic()
    saved = browser.post(f"/usulan/{draft.number}/latar-belakang/", {"seen_version": "0", "is_done": "no"})
    sent = browser.post(f"/usulan/{complete.number}/kirim/", browser.declaration(complete.number))
    seconds = time.monotonic() - begun

    complete.refresh_from_db()
    assert (saved.status, sent.status, complete.state) == (303, 303, State.SUBMITTED)
    assert seconds < PATIENCE / 2

    finished = stalled.pop()
    finished.connection.send(finished.rest)
    assert finished.answer()[0] == 303, "a slow upload that goes on is taken"
    stalled.pop().connection.close()
    draft.attachments.update(replaced_at=draft.attachments.get().uploaded_at)
    until = time.monotonic() + PATIENCE
    statuses = []
    while statuses[-4:] != [303] * 4 and time.monotonic() < until:
        statuses.append(Upload(browser, address, body_of(slot, PDF + b"%%%d\n" % len(statuses))).answer()[0])
    assert statuses[-4:] == [303] * 4, "both places are free again"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_page_waits_as_long_as_it_is_told_and_uploads_by_itself(
    served, stalled, new_context, make_proposal, client_for, operator, slot, settings, browser_faults
):
    draft = make_proposal(complete=False)
    operator.set_password(PASSWORD)
    operator.save(update_fields=["password"])
    settings.SITE_URL = address = served(UPLOADS_AT_ONCE="1")
    browser = HttpBrowser(address, client_for(operator), patience=PATIENCE)
    assert browser.get("/healthz/ready").status == 200
    page = new_context(base_url=address).new_page()
    sign_in(page, operator.username, PASSWORD)
    page.goto(f"/usulan/{draft.number}/lampiran/")
    for upload in fill(browser, f"/usulan/{draft.number}/lampiran/unggah/", body_of(slot), stalled):
        upload.connection.close()
    large = PDF.replace(b"\n2 0", b"\n%" + b"x" * 3_000_000 + b"\n2 0", 1)

    page.locator(f"#berkas-{slot.pk}").set_input_files(
        {"name": "KAK.pdf", "mimeType": "application/pdf", "buffer": large}
    )

    row = page.locator(f"#id_slot-{slot.pk}")
    expect(row.locator(".upload-row")).to_contain_text(
        "Server sedang menerima banyak berkas. Dicoba lagi dalam 10 detik.", timeout=10_000
    )
    expect(row.get_by_role("button", name="Batalkan KAK.pdf")).to_be_visible()
    assert not draft.attachments.exists()
    for upload in stalled:
        upload.connection.close()
    expect(row).to_contain_text("Terunggah", timeout=30_000)
    assert draft.attachments.get().size == len(large)
