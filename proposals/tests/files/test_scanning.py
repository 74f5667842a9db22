"""The virus scanner: a small server that speaks INSTREAM stands in for clamd, over a real socket."""

import socketserver
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lebong_proposals.celery import app
from ops.testing.journeys import PDF
from proposals.completeness import DemandTable, assess
from proposals.fingerprint import sha256_hex
from proposals.invariants.history import no_lost_update, stories
from proposals.judging import judge_many
from proposals.models import Attachment, AttachmentSlot, AuditEntry, Proposal
from proposals.services.scanning import Rescanned, rescan
from proposals.snapshot import with_content
from proposals.tasks import scan_files

MARK = b"%%EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
SICK = PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4\n" + MARK + b"\n")
UNSAFE = "tidak dapat diterima karena berisi makro atau program. Simpan sebagai PDF lalu unggah lagi."


class Clamd(socketserver.BaseRequestHandler):
    """Answers as clamd does: FOUND when the mark is in the stream, an error when the stream is too long."""

    limit = 25 * 1024 * 1024

    def handle(self):
        stream = self.request.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(stream.read(4), "big"):
            content += stream.read(length)
        self.server.seen.append(len(content))
        verdict = b"Eicar-Signature FOUND" if self.server.mark in content else b"OK"
        if len(content) > self.server.limit:
            verdict = b"INSTREAM size limit exceeded. ERROR"
        self.request.sendall(b"stream: " + verdict + b"\0")


class TcpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    limit = Clamd.limit
    mark = MARK


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    limit = Clamd.limit
    mark = MARK


@pytest.fixture
def serve(settings):
    """``serve(server)``: run it and configure it as the scanner."""
    running = []

    def begin(server, url):
        server.seen = []
        running.append(server)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        settings.CLAMD_URL = url
        return server

    yield begin
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def scanner(serve):
    server = TcpServer(("127.0.0.1", 0), Clamd)
    return serve(server, f"tcp://127.0.0.1:{server.server_address[1]}")


@pytest.fixture
def draft(make_proposal):
    return make_proposal(complete=False)


@pytest.fixture
def desk(client_for, operator):
    return client_for(operator)


@pytest.fixture
def send(desk, draft):
    slot = AttachmentSlot.objects.get(code="terms_of_reference")

    def upload(content=PDF):
        sent = {"slot": slot.pk, "file": SimpleUploadedFile("KAK.pdf", content)}
        return desk.post(f"/usulan/{draft.number}/lampiran/unggah/", sent)

    return upload


def page(desk, draft):
    return desk.get(f"/usulan/{draft.number}/lampiran/").text


def download(client, file):
    answer = client.get(f"/lampiran/{file.pk}/")
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def infected(send, draft, settings, serve):
    """A file that came while the scanner was away, and what the scanner says of it when it is back."""
    away(settings)
    assert send(SICK).status_code == 303
    server = TcpServer(("127.0.0.1", 0), Clamd)
    serve(server, f"tcp://127.0.0.1:{server.server_address[1]}")
    assert rescan() == Rescanned(0, 1)
    return draft.attachments.get()


def lacking(proposal):
    """What the sections lack, as the lists and as the check page judge it; both must agree."""
    judged = judge_many([proposal.pk])[proposal.pk]
    stored = with_content(Proposal.objects.filter(pk=proposal.pk)).get()
    assert judged.missing == assess(stored, DemandTable().of(stored)).missing
    return [piece.text for piece in judged.missing]


def away(settings):
    settings.CLAMD_URL = "tcp://127.0.0.1:1"


def test_without_a_scanner_nothing_is_said(send, draft, desk):
    assert send().status_code == 303

    assert draft.attachments.get().scan_state == ""
    assert "dipindai" not in page(desk, draft)


def test_a_clean_file_is_taken_and_marked(scanner, send, draft, desk):
    assert send().status_code == 303

    assert draft.attachments.get().scan_state == "clean"
    assert scanner.seen == [len(PDF)]
    assert "Sudah dipindai" in page(desk, draft)


def test_an_infected_file_is_refused(scanner, send, draft, settings):
    answer = send(SICK)

    assert answer.status_code == 422
    assert f"Berkas KAK.pdf {UNSAFE}" in answer.text
    assert not draft.attachments.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_unix_socket_serves_as_well(serve, send, draft, tmp_path):
    serve(UnixServer(str(tmp_path / "clamd.ctl"), Clamd), f"unix://{tmp_path}/clamd.ctl")

    assert send(SICK).status_code == 422


@pytest.mark.parametrize("trouble", ["away", "too long for it", "hangs up"])
def test_a_file_that_gets_no_verdict_is_taken_and_waits(trouble, serve, send, draft, desk, settings):
    if trouble == "away":
        away(settings)
    else:
        handler = Clamd if trouble == "too long for it" else socketserver.BaseRequestHandler
        server = TcpServer(("127.0.0.1", 0), handler)
        server.limit = 1
        serve(server, f"tcp://127.0.0.1:{server.server_address[1]}")

    assert send().status_code == 303

    assert draft.attachments.get().scan_state == "pending"
    assert "Belum dipindai" in page(desk, draft)


def test_what_waited_is_scanned_when_the_scanner_is_back(send, draft, settings, serve, desk):
    away(settings)
    send()
    assert rescan() == Rescanned(0, 0)
    server = TcpServer(("127.0.0.1", 0), Clamd)
    serve(server, f"tcp://127.0.0.1:{server.server_address[1]}")

    assert rescan() == Rescanned(1, 0)

    assert draft.attachments.get().scan_state == "clean"
    assert rescan() == Rescanned(0, 0)


def test_what_turns_out_to_be_infected_is_given_to_nobody(send, draft, settings, serve, desk, caplog):
    away(settings)
    send(SICK)
    file = draft.attachments.get()
    assert download(desk, file) == (200, SICK), "while no scanner answers, people go on working"
    server = TcpServer(("127.0.0.1", 0), Clamd)
    serve(server, f"tcp://127.0.0.1:{server.server_address[1]}")

    assert rescan() == Rescanned(0, 1)

    status, content = download(desk, file)
    assert status == 409
    assert MARK not in content
    assert f"attachment {file.pk}" in caplog.text


def test_an_infected_file_is_on_record_and_looked_at_no_more(infected, draft, desk):
    assert infected.scan_state == "infected"
    entry = AuditEntry.objects.get(proposal=draft, verb="file_infected")
    assert (entry.actor_name, entry.facts["filename"]) == ("Sistem", "KAK.pdf")
    assert draft.version + 2 == Proposal.objects.get(pk=draft.pk).version, "one for the upload, one for the finding"
    assert rescan() == Rescanned(0, 0)
    history = desk.get(f"/usulan/{draft.number}/riwayat/").text
    assert "menemukan program berbahaya dalam lampiran" in history
    assert not no_lost_update(stories()).violations


def test_an_infected_file_fills_no_slot(infected, draft):
    assert "Unggah Kerangka Acuan Kerja (KAK)." in lacking(draft)

    infected.scan_state = "clean"
    infected.save(update_fields=["scan_state"])
    assert "Unggah Kerangka Acuan Kerja (KAK)." not in lacking(draft)


def test_its_agency_is_told_what_to_do_where_it_works(infected, draft, desk):
    for path in ("", "periksa/"):
        told = desk.get(f"/usulan/{draft.number}/{path}").text
        assert "Ganti berkas KAK.pdf (Kerangka Acuan Kerja (KAK))." in told
        assert "tidak ikut terkirim" in told
    slots = page(desk, draft)
    assert "Harus diganti" in slots
    assert "Ganti berkas ini." in slots
    assert f'/lampiran/{infected.pk}/"' not in slots, "there is nothing to look at"


def test_a_clean_file_in_its_place_settles_it(infected, send, draft, desk):
    assert send(PDF).status_code == 303
    assert "Harus diganti" not in page(desk, draft)
    assert "Ganti berkas" not in desk.get(f"/usulan/{draft.number}/").text
    assert "Unggah Kerangka Acuan Kerja (KAK)." not in lacking(draft)
    assert "(tidak dapat dibuka: berisi program berbahaya)" in page(desk, draft), "among the earlier versions"


def test_a_false_alarm_is_settled_by_the_same_file_once_the_scanner_knows_better(infected, send, draft, serve):
    server = TcpServer(("127.0.0.1", 0), Clamd)
    server.mark = b"something else"
    serve(server, f"tcp://127.0.0.1:{server.server_address[1]}")

    assert send(SICK).status_code == 303

    assert draft.attachments.current().get().scan_state == "clean"


@pytest.mark.parametrize("url", ["", "tcp://127.0.0.1:1"])
def test_what_is_known_to_be_infected_comes_in_nowhere_unscanned(url, infected, desk, draft, make_proposal, settings):
    settings.CLAMD_URL = url
    other = make_proposal(complete=False)

    for proposal, code in [(draft, "terms_of_reference"), (draft, "signed_budget"), (other, "terms_of_reference")]:
        slot = AttachmentSlot.objects.get(code=code)
        sent = {"slot": slot.pk, "file": SimpleUploadedFile("Lain.pdf", SICK)}
        answer = desk.post(f"/usulan/{proposal.number}/lampiran/unggah/", sent)
        assert answer.status_code == 422
        assert f"Berkas Lain.pdf {UNSAFE}" in answer.text

    assert Attachment.objects.get(sha256=infected.sha256) == infected


def test_a_download_finds_it_as_well(send, draft, settings, serve, desk):
    away(settings)
    send(SICK)
    server = TcpServer(("127.0.0.1", 0), Clamd)
    serve(server, f"tcp://127.0.0.1:{server.server_address[1]}")
    file = draft.attachments.get()

    assert [download(desk, file)[0] for _ in range(2)] == [409, 409]

    assert draft.attachments.get().scan_state == "infected"
    assert AuditEntry.objects.filter(proposal=draft, verb="file_infected").count() == 1


@pytest.fixture
def submitted(make_proposal):
    proposal = make_proposal(state="submitted")
    file = proposal.attachments.get(slot__code="terms_of_reference")
    Attachment.objects.filter(pk=file.pk).update(scan_state="pending")
    return proposal, file


def test_a_submitted_version_stays_what_it_was_and_says_what_became_of_its_file(
    submitted, serve, desk, client_for, reviewer, stranger
):
    proposal, file = submitted
    version = proposal.versions.get()
    server = TcpServer(("127.0.0.1", 0), Clamd)
    server.mark = b"%PDF"
    serve(server, f"tcp://127.0.0.1:{server.server_address[1]}")

    assert rescan() == Rescanned(0, 1)

    version.refresh_from_db()
    assert sha256_hex(version.content) == version.content_sha256
    assert str(file.pk) in version.content
    own = desk.get(f"/usulan/{proposal.number}/").text
    assert f"Berkas {file.filename} (Kerangka Acuan Kerja (KAK)) tidak dapat dibuka Bappeda" in own
    assert "Tarik usulan ini, ganti berkasnya, lalu kirim lagi." in own
    for text in (own, client_for(reviewer).get(f"/asistensi/{proposal.number}/").text):
        assert "(tidak dapat dibuka: berisi program berbahaya)" in text
        assert f"/lampiran/{file.pk}/" not in text
    assert client_for(reviewer).get(f"/lampiran/{file.pk}/").status_code == 409
    assert client_for(stranger).get(f"/lampiran/{file.pk}/").status_code == 404


def test_read_views_say_what_waits_to_be_scanned_while_there_is_a_scanner(
    submitted, desk, client_for, reviewer, settings
):
    proposal, _ = submitted
    readers = [(desk, f"/usulan/{proposal.number}/"), (client_for(reviewer), f"/asistensi/{proposal.number}/")]

    assert ["Belum dipindai" in client.get(path).text for client, path in readers] == [False, False]

    away(settings)
    assert [client.get(path).text.count("Belum dipindai") for client, path in readers] == [1, 1]


def test_waiting_files_are_looked_at_every_quarter_of_an_hour():
    planned = app.conf.beat_schedule["scan"]

    assert (planned["task"], planned["schedule"]) == (scan_files.name, 900.0)
    assert app.amqp.router.route({}, scan_files.name)["queue"].name == "files"


def test_uploads_stop_while_the_disk_is_nearly_full_and_drafts_are_saved(send, draft, desk, settings):
    settings.DISK_RESERVE = 1.1

    answer = send()

    assert answer.status_code == 507
    assert "ruang penyimpanan server penuh" in answer.text
    saved = desk.post(f"/usulan/{draft.number}/latar-belakang/", {"seen_version": "0", "is_done": "no"})
    assert saved.status_code == 303
