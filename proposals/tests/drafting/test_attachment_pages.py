import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ops.testing.journeys import PDF
from proposals.models import AttachmentSlot


@pytest.fixture
def slot(db):
    return AttachmentSlot.objects.get(code="terms_of_reference")


@pytest.fixture
def send(desk):
    """Upload a file as the operator's browser does."""

    def upload(proposal, slot, content=PDF, name="KAK.pdf", client=desk, headers=None):
        sent = {"slot": slot.pk if slot else "", "file": SimpleUploadedFile(name, content)}
        return client.post(f"/usulan/{proposal.number}/lampiran/unggah/", sent, headers=headers)

    return upload


def file_address(file):
    return f"/lampiran/{file.pk}/"


def read(client, file):
    """Download a file to its end; status and content."""
    response = client.get(file_address(file))
    content = b"".join(response.streaming_content) if response.streaming else b""
    return response.status_code, content


def test_section_of_files_is_refused_by_name_while_bappeda_holds_it(make_proposal, desk, page_of):
    address = page_of(make_proposal(state="submitted"), "attachments")

    answer = desk.post(address, {})

    assert answer.status_code == 409
    assert ' data-reason="locked"' in answer.text
    assert desk.get(address).status_code == 302


def test_an_uploaded_file_stands_in_its_slot(draft, slot, send, desk, page_of, at_most_queries):
    # One more than other writes may take, for what the signed paper says.
    with at_most_queries(19):
        response = send(draft, slot)

    file = draft.attachments.get()
    assert response.headers["Location"] == page_of(draft, "attachments") + f"#id_slot-{slot.pk}"
    assert (file.slot, file.filename, file.content_type) == (slot, "KAK.pdf", "application/pdf")
    shown = desk.get(page_of(draft, "attachments")).text
    assert "KAK.pdf" in shown
    assert "Sudah ada" in shown


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "surat.pdf",
            b"MZ\x90\x00" + b"\0" * 200,
            "Berkas surat.pdf bukan PDF. Unggah PDF, JPG, PNG, XLSX, atau DOCX.",
        ),
        ("surat.pdf", b"", "Berkas surat.pdf kosong. Pilih berkas lain."),
        (
            "surat.exe",
            b"MZ",
            "Berkas surat.exe bukan jenis berkas yang dapat diterima. Unggah PDF, JPG, PNG, XLSX, atau DOCX.",
        ),
    ],
)
def test_a_file_is_refused_at_its_slot(draft, slot, send, name, content, sentence):
    response = send(draft, slot, content, name)

    assert response.status_code == 422
    assert response.text.count(sentence) == 2
    assert f'href="#berkas-{slot.pk}"' in response.text
    assert not draft.attachments.exists()


def test_sending_without_a_file_asks_for_one(draft, desk):
    response = desk.post(f"/usulan/{draft.number}/lampiran/unggah/", {"slot": ""})

    assert response.status_code == 422
    assert response.text.count("Pilih berkas yang akan diunggah.") == 2


def test_a_slot_of_another_funding_line_is_refused(draft, send):
    foreign = (
        AttachmentSlot.objects.exclude(funding_source=None).exclude(funding_source=draft.funding_source_id).first()
    )

    assert send(draft, foreign).status_code == 422


def test_the_twenty_first_file_is_refused(draft, send):
    for number in range(20):
        assert send(draft, None, PDF + b"%%%d\n" % number).status_code == 303

    response = send(draft, None, PDF + b"%one too many\n")

    assert response.status_code == 422
    assert "Satu usulan paling banyak berisi 20 berkas." in response.text


SAME = "Berkas yang sama sudah ada pada lampiran “{}” dengan nama kak.pdf. Tidak ada yang berubah."


@pytest.mark.parametrize("name", ["surat-baru.pdf", "kak.pdf"])
def test_the_same_content_again_is_told_by_the_name_it_has(draft, slot, send, desk, page_of, name):
    send(draft, slot, name="kak.pdf")
    desk.get(page_of(draft, "attachments"))

    shown = desk.get(send(draft, slot, name=name).headers["Location"]).text

    assert SAME.format(slot.label) in shown
    assert "sudah diunggah" not in shown
    assert draft.attachments.get().filename == "kak.pdf"


@pytest.mark.parametrize("address", ["/usulan/{draft.number}/lampiran/unggah/", "/lampiran/{file.pk}/hapus/"])
def test_the_address_of_a_refused_answer_leads_back_to_the_files(draft, slot, send, desk, page_of, address):
    send(draft, slot)

    answer = desk.get(address.format(draft=draft, file=draft.attachments.get()) + "?kembali=periksa")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(page_of(draft, "attachments") + "?kembali=periksa")


def test_a_deceiving_name_is_shown_harmless(draft, send):
    send(draft, None, name="../../x\u202egpj.pdf")

    assert draft.attachments.get().filename == "xgpj.pdf"


def test_a_file_is_removed(draft, slot, send, desk):
    send(draft, slot)
    file = draft.attachments.get()

    desk.get(file_address(file) + "hapus/")
    assert draft.attachments.current().exists()
    assert desk.post(file_address(file) + "hapus/").status_code == 303
    assert not draft.attachments.current().exists()


def test_a_download_is_inert(draft, send, desk):
    send(draft, None, name="laporan; Kegiatan ½.pdf")
    file = draft.attachments.get()

    response = desk.get(file_address(file))

    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment; filename")
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_strangers_can_neither_upload_nor_read_nor_remove(draft, slot, send, client_for, stranger):
    send(draft, slot)
    file = draft.attachments.get()
    page = client_for(stranger)

    assert send(draft, slot, PDF + b"%2\n", client=page).status_code == 404
    assert page.get(file_address(file)).status_code == 404
    assert page.post(file_address(file) + "hapus/").status_code == 404
    assert draft.attachments.get() == file


def test_bappeda_and_leadership_read_only_the_files_of_a_submitted_version(
    make_proposal, slot, send, desk, client_for, reviewer, leader
):
    proposal = make_proposal("revision_required")
    submitted = proposal.attachments.current().get(slot=slot)
    send(proposal, slot, PDF + b"%later\n")
    later = proposal.attachments.current().get(slot=slot)

    for person in (reviewer, leader):
        page = client_for(person)
        assert read(page, submitted) == (200, PDF)
        assert read(page, later) == (404, b"")
        assert page.post(file_address(submitted) + "hapus/").status_code == 404
    assert read(desk, later) == (200, PDF + b"%later\n")


def test_files_of_a_draft_do_not_exist_for_bappeda(draft, slot, send, client_for, reviewer):
    send(draft, slot)

    assert client_for(reviewer).get(file_address(draft.attachments.get())).status_code == 404


def test_a_late_upload_is_refused(draft, slot, send, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    response = send(draft, slot)

    assert response.status_code == 409
    assert 'data-reason="deadline_passed"' in response.text
    assert not draft.attachments.exists()


def test_nothing_is_uploaded_to_or_removed_from_what_was_handed_in(make_proposal, slot, send, desk):
    proposal = make_proposal("submitted")
    file = proposal.attachments.current().get(slot=slot)

    assert send(proposal, slot, PDF + b"%2\n").status_code == 409
    assert desk.post(file_address(file) + "hapus/").status_code == 409
    assert proposal.attachments.current().get(slot=slot) == file


def test_a_file_that_is_lost_on_the_disk_is_404(draft, send, desk, settings, tmp_path):
    send(draft, None)
    settings.MEDIA_ROOT = tmp_path / "elsewhere"

    assert desk.get(file_address(draft.attachments.get())).status_code == 404


SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


def test_a_script_is_answered_with_the_slot_alone(draft, slot, send, at_most_queries):
    with at_most_queries(25):
        response = send(draft, slot, headers=SCRIPT)

    file = draft.attachments.get()
    assert response.status_code == 200
    assert response.text.count("<li id=") == 1
    assert "<html" not in response.text
    assert f'id="id_slot-{slot.pk}"' in response.text
    assert file.fingerprint in response.text
    assert f"/lampiran/{file.pk}/hapus/" in response.text


def test_a_script_is_told_that_the_same_file_is_there(draft, slot, send):
    send(draft, slot, name="kak.pdf")

    response = send(draft, slot, name="surat-baru.pdf", headers=SCRIPT)

    assert response.status_code == 200
    assert f'<p class="notice" data-told>{SAME.format(slot.label)}</p>' in response.text


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("surat.pdf", b"MZ" + b"\0" * 200, "Berkas surat.pdf bukan PDF."), ("surat.pdf", b"", "Berkas surat.pdf kosong.")],
)
def test_a_script_is_told_at_the_slot_why_a_file_is_refused(draft, slot, send, name, content, sentence):
    response = send(draft, slot, content, name, headers=SCRIPT)

    assert response.status_code == 422
    assert response.text.count(sentence) == 1
    assert "<html" not in response.text


def test_a_script_is_told_that_it_is_too_late(draft, slot, send, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    response = send(draft, slot, headers=SCRIPT)

    assert response.status_code == 409
    assert "data-sentence" in response.text
    assert not draft.attachments.exists()


def test_a_script_removes_a_file_and_gets_the_empty_slot(draft, slot, send, desk):
    send(draft, slot)

    response = desk.post(file_address(draft.attachments.get()) + "hapus/", headers=SCRIPT)

    assert response.status_code == 200
    assert "Belum ada" in response.text
    assert not draft.attachments.current().exists()


def test_a_stranger_gets_no_slot_either(draft, slot, send, client_for, stranger):
    assert send(draft, slot, client=client_for(stranger), headers=SCRIPT).status_code == 404


def test_earlier_versions_stay_to_be_downloaded(draft, slot, send, desk, page_of):
    send(draft, slot)
    send(draft, slot, PDF + b"%2\n", name="KAK baru.pdf")
    first = draft.attachments.get(version_no=1)

    shown = desk.get(page_of(draft, "attachments")).text

    assert "Versi sebelumnya (1)" in shown
    assert f'href="{file_address(first)}"' in shown
    assert read(desk, first) == (200, PDF)
