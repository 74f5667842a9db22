"""The pages of a round's papers: writing, locking, reading, the signed scan, and who sees what."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ops.testing.journeys import PDF, REASON
from proposals.exports.budget_template import budget_template
from proposals.models import AssistancePaper, PaperKind
from proposals.services import papers
from proposals.tests.exports.paper_reader import PaperReader
from proposals.tests.papers.conftest import SECRETS, SENT

MINUTES, SHEET = PaperKind.MINUTES, PaperKind.SHEET
READERS = ("operator", "agency_head", "other_reviewer", "admin", "leader")
WORDS = {
    "seen_version": "0",
    "held_on": "12 November 2025",
    "place": "Aula Bappeda",
    "attendees": "Kepala Dinas (contoh)\nPenelaah (contoh)",
    "conclusions": "Usulan diperbaiki.",
    "agency_name": "Kepala Dinas (contoh)",
    "agency_rank": "Pembina (IV/a)",
    "agency_nip": "19850312 201001 1 004",
    "agency_title": "Kepala Dinas",
    "planning_name": "Kepala Bappeda (contoh)",
    "planning_rank": "",
    "planning_nip": "",
    "planning_title": "Plt. Kepala Bappeda",
}


def page(proposal, name="minutes"):
    return reverse(name, args=[proposal.number, 1])


def about(proposal, name, *more, kind=MINUTES):
    return reverse(name, args=[proposal.number, kind, 1, *more])


@pytest.fixture
def desk(client_for, reviewer):
    return client_for(reviewer)


def scan(name="BA bertanda tangan.pdf", content=PDF):
    return {"file": SimpleUploadedFile(name, content)}


def test_reviewer_writes_locks_and_saves_the_minutes(desk, proposal, reviewer):
    assert "Simpan konsep" in desk.get(page(proposal)).text
    assert AssistancePaper.objects.count() == 0

    assert desk.post(page(proposal), WORDS).status_code == 303
    asked = desk.post(page(proposal), WORDS | {"seen_version": "1", "aksi": "kunci"})
    assert asked["Location"] == about(proposal, "paper-lock")
    assert "Kunci berita acara asistensi putaran 1?" in desk.get(asked["Location"]).text
    done = desk.post(asked["Location"], {"seen_version": "1"}, follow=True)

    paper = AssistancePaper.objects.get()
    assert (paper.locked_by, paper.held_on.isoformat(), paper.place) == (reviewer, "2025-11-12", "Aula Bappeda")
    assert paper.signers[1]["title"] == "Plt. Kepala Bappeda"
    assert f"Terkunci oleh {reviewer.name}, " in done.text
    assert "Perubahan hanya lewat berita acara baru." in done.text
    pdf = PaperReader(desk.get(about(proposal, "paper-pdf")).content)
    assert paper.content_sha256 in pdf.text
    assert "KONSEP" not in pdf.text


def test_page_proposes_and_shows_nothing_secret(desk, proposal, django_assert_max_num_queries):
    with django_assert_max_num_queries(18):
        text = desk.get(page(proposal)).text

    assert "Usulan dikembalikan kepada" in text
    assert SENT in text
    assert not [secret for secret in SECRETS if secret in text]


def test_draft_is_seen_by_nobody_but_those_who_write_it(client_for, request, desk, approver, proposal):
    desk.post(page(proposal), WORDS)

    assert "Aula Bappeda" in client_for(approver).get(page(proposal)).text
    for who in READERS:
        reader = client_for(request.getfixturevalue(who))
        text = reader.get(page(proposal)).text + reader.get(reverse("papers", args=[proposal.number])).text
        assert "Aula Bappeda" not in text
        assert "Konsep" not in text
        assert "Belum ada berita acara yang dikunci" in text
        assert "Belum ada yang dikunci" in text
        assert reader.get(about(proposal, "paper-pdf")).status_code == 404
        assert reader.get(about(proposal, "paper-edition-pdf", 1)).status_code == 404
        assert reader.post(page(proposal), WORDS | {"seen_version": "1"}).status_code == 403
        assert reader.get(about(proposal, "paper-lock")).status_code == 403


def test_draft_is_not_in_the_history_of_those_who_may_not_see_it(client_for, operator, leader, desk, proposal):
    desk.post(page(proposal), WORDS)
    history = reverse("proposal-history", args=[proposal.number])

    assert f"menyimpan konsep Berita Acara Asistensi BA-{proposal.number}/1" in " ".join(desk.get(history).text.split())
    for reader in (operator, leader):
        assert "menyimpan konsep" not in client_for(reader).get(history).text


@pytest.mark.parametrize("who", READERS)
def test_locked_minutes_are_read_by_all_who_may_see_the_proposal(who, request, client_for, proposal, locked_minutes):
    reader = client_for(request.getfixturevalue(who))

    text = reader.get(page(proposal)).text
    assert "Terkunci oleh" in text
    assert SENT in text
    assert "Unggah pindaian" not in text
    assert reader.get(about(proposal, "paper-edition-pdf", 1)).status_code == 200
    assert reader.post(about(proposal, "paper-scan", 1), scan()).status_code == 403
    assert reader.post(about(proposal, "paper-new")).status_code == 403


def test_stranger_and_visitor_find_nothing(client, client_for, stranger, proposal, locked_minutes):
    foreign = client_for(stranger)
    addresses = [
        reverse("papers", args=[proposal.number]),
        page(proposal),
        page(proposal, "sheet"),
        about(proposal, "paper-pdf"),
        about(proposal, "paper-edition-pdf", 1),
        about(proposal, "paper-scan", 1),
        about(proposal, "paper-lock"),
    ]

    assert {foreign.get(address).status_code for address in addresses} == {404}
    assert {foreign.post(address).status_code for address in (page(proposal), about(proposal, "paper-new"))} == {404}
    assert {client.get(address).status_code for address in addresses} == {302}


def test_words_typed_on_an_old_version_are_kept_beside_the_warning(desk, client_for, approver, proposal):
    desk.post(page(proposal), WORDS)
    late = client_for(approver).post(page(proposal), WORDS | {"place": "Ruang Kepala"})

    assert late.status_code == 409
    assert 'data-reason="stale"' in late.text
    assert 'value="Ruang Kepala"' in late.text
    assert 'name="seen_version" value="1"' in late.text
    assert AssistancePaper.objects.get().place == "Aula Bappeda"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"agency_nip": "1985031220100110"}, "NIP"),
        ({"held_on": "13 November 2025"}, "Tanggal asistensi tidak boleh setelah hari ini."),
        ({"held_on": "1 November 2025"}, "Tanggal asistensi tidak boleh sebelum putaran dimulai"),
        ({"held_on": "32 November"}, "tanggal"),
        ({"conclusions": "x" * 1_000_000}, "kesimpulan"),
        ({"place": "Aula\x00"}, "tempat"),
        ({"attendees": "", "aksi": "kunci"}, "peserta"),
        ({"planning_name": "", "aksi": "kunci"}, "nama penanda tangan Bappeda"),
    ],
)  # fmt: skip
def test_wrong_entries_are_explained_and_stored_nowhere(desk, proposal, wrong, sentence):
    answer = desk.post(page(proposal), WORDS | wrong)

    assert answer.status_code == 422
    assert sentence.lower() in answer.text.lower()
    assert 'value="19850312 201001 1 004"' in answer.text or "agency_nip" in wrong
    assert AssistancePaper.objects.count() == 0


def test_meeting_was_held_before_the_round_was_reopened(desk, maker, clock_at):
    clock_at("2025-11-12T10:00:00+07:00", freeze=False)
    reopened = maker.make("approved")
    clock_at("2025-11-14T10:00:00+07:00", freeze=False)
    maker.act("reopen", reopened, maker.approver, note=REASON)
    maker.approve(reopened)

    assert desk.post(page(reopened), WORDS).status_code == 303
    assert desk.post(page(reopened), WORDS | {"held_on": "11 November 2025"}).status_code == 422


def test_draft_of_a_reopened_round_goes_on_with_the_new_decision(desk, maker, clock_at):
    clock_at("2025-11-12T10:00:00+07:00", freeze=False)
    reopened = maker.make("approved")
    desk.post(page(reopened), WORDS | {"conclusions": "Disetujui dengan nilai yang keliru."})
    maker.act("reopen", reopened, maker.approver, note=REASON)
    maker.reject(reopened)

    text = desk.get(page(reopened)).text
    desk.post(about(reopened, "paper-lock"), {"seen_version": "1"})

    paper = AssistancePaper.objects.get()
    for words in (text, paper.conclusions):
        assert "Usulan tidak dapat diteruskan kepada Pemerintah Pusat." in words
        assert "nilai yang keliru" not in words
    assert "Aula Bappeda" in text
    assert (paper.number, paper.place) == (f"BA-{reopened.number}/1", "Aula Bappeda")
    assert paper.session == reopened.assistance_sessions.latest("pk")
    assert paper.content["conclusions"] == paper.conclusions


def test_words_saved_again_after_a_reopening_stay_as_they_are(desk, maker, clock_at):
    clock_at("2025-11-12T10:00:00+07:00", freeze=False)
    reopened = maker.make("approved")
    desk.post(page(reopened), WORDS)
    maker.act("reopen", reopened, maker.approver, note=REASON)
    maker.approve(reopened)

    assert desk.post(page(reopened), WORDS | {"seen_version": "1"}).status_code == 303

    assert AssistancePaper.objects.get().session == reopened.assistance_sessions.latest("pk")
    assert WORDS["conclusions"] in desk.get(page(reopened)).text


def test_body_of_five_megabytes_is_not_read(desk, proposal):
    assert desk.post(page(proposal), WORDS | {"conclusions": "x" * 5_000_000}).status_code == 413
    assert AssistancePaper.objects.count() == 0


def test_draft_may_have_gaps(desk, proposal):
    assert desk.post(page(proposal), {"seen_version": "0", "place": "Aula"}).status_code == 303


def test_running_round_has_no_paper_and_unknown_one_is_not_found(desk, make_proposal):
    running = make_proposal("in_assistance")

    assert "Putaran ini masih berjalan." in desk.get(page(running)).text
    assert desk.post(page(running), WORDS).status_code == 409
    assert desk.get(about(running, "paper-pdf", kind=SHEET)).status_code == 409
    assert desk.get(reverse("minutes", args=[running.number, 2])).status_code == 404
    assert desk.get(reverse("minutes", args=[running.number, 10**9])).status_code == 404


def test_sheet_is_a_draft_at_one_click_and_locked_at_the_next(desk, proposal):
    draft = PaperReader(desk.get(about(proposal, "paper-pdf", kind=SHEET)).content)
    assert "KONSEP" in draft.text

    locked = desk.post(about(proposal, "paper-lock", kind=SHEET), {"seen_version": "0"}, follow=True)

    assert f"LA-{proposal.number}/1" in locked.text
    assert "KONSEP" not in PaperReader(desk.get(about(proposal, "paper-pdf", kind=SHEET)).content).text


def test_signed_scan_comes_back_as_it_was_and_opens_nowhere_here(desk, client_for, operator, proposal, locked_minutes):
    assert desk.post(about(proposal, "paper-scan", 1), scan()).status_code == 303

    answer = client_for(operator).get(about(proposal, "paper-scan", 1))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "BA bertanda tangan.pdf" in client_for(operator).get(page(proposal)).text


@pytest.mark.parametrize(
    ("name", "content"),
    [("kosong.pdf", b""), ("skrip.pdf", b"<script>"), ("rab.xlsx", None), ("gambar.svg", b"<svg/>")],
)
def test_other_files_are_no_scan(desk, proposal, locked_minutes, name, content):
    content = budget_template("2025-0001", "Judul", "OPD") if content is None else content
    answer = desk.post(about(proposal, "paper-scan", 1), scan(name, content))

    assert answer.status_code == 422
    assert AssistancePaper.objects.get().signed_sha256 == ""


def test_no_scan_is_taken_while_the_virus_scanner_is_away(desk, proposal, locked_minutes, settings):
    settings.CLAMD_URL = "tcp://127.0.0.1:1"

    answer = desk.post(about(proposal, "paper-scan", 1), scan())

    assert answer.status_code == 422
    assert "Pemindai virus sedang tidak dapat dihubungi." in answer.text
    assert AssistancePaper.objects.get().signed_sha256 == ""


def test_correction_begins_beside_the_locked_paper(desk, proposal, locked_minutes, reviewer):
    begun = desk.post(about(proposal, "paper-new"), follow=True)

    assert f"BA-{proposal.number}/1-2" in begun.text
    assert "Simpan konsep" in begun.text
    assert "Terkunci oleh" in begun.text
    newer = papers.lock(locked_minutes.session, MINUTES, actor=reviewer, seen_version=1)
    assert f"{locked_minutes.number} (PDF)" in desk.get(page(proposal)).text
    assert newer.edition == 2


def test_list_has_every_finished_round(client_for, operator, proposal, locked_minutes, django_assert_max_num_queries):
    client = client_for(operator)
    with django_assert_max_num_queries(12):
        text = client.get(reverse("papers", args=[proposal.number])).text

    assert f"{locked_minutes.number} · Terkunci" in text
    assert page(proposal, "sheet") in text


def test_list_without_a_finished_round_says_so(client_for, operator, make_proposal):
    text = client_for(operator).get(reverse("papers", args=[make_proposal("submitted").number])).text

    assert "Belum ada putaran asistensi yang selesai." in text


def test_anybody_checks_a_printed_paper(client, locked_minutes, reviewer, operator, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        answer = client.get(reverse("paper-check", args=[locked_minutes.check_code.upper()]))

    assert answer.status_code == 200
    for words in (locked_minutes.number, "12 November 2025", "Dinas Pekerjaan Umum", "belum diganti", "gladi"):
        assert words in answer.text
    people = [signer["name"] for signer in locked_minutes.signers] + [reviewer.name, operator.name]
    assert not [words for words in (SENT, *SECRETS, *people) if words in answer.text]


def test_replaced_paper_names_the_one_that_holds(client, session, reviewer, locked_minutes):
    new = papers.new_edition(session, MINUTES, actor=reviewer)
    url = reverse("paper-check", args=[locked_minutes.check_code])
    assert "belum diganti" in client.get(url).text

    papers.lock(session, MINUTES, actor=reviewer, seen_version=new.version)

    assert f"Dokumen ini sudah diganti oleh {new.number}" in client.get(url).text


def test_unknown_code_is_explained(client, locked_minutes):
    for code in ("tidakada", "%00", "a" * 3000, "' OR 1=1", locked_minutes.check_code[:-1]):
        answer = client.get(f"/periksa-dokumen/{code}/")

        assert answer.status_code == 404
        assert "Tidak ada dokumen terkunci dengan kode ini." in answer.text


def test_draft_is_saved_under_a_name_that_says_what_it_is_and_leaves_its_number_open(desk, proposal):
    never_saved = desk.get(about(proposal, "paper-pdf"))
    desk.post(page(proposal), WORDS)
    saved = desk.get(about(proposal, "paper-pdf"))

    for answer in (never_saved, saved):
        name = f"Konsep Berita Acara Asistensi {proposal.number} putaran 1.pdf"
        assert f'filename="{name}"' in answer["Content-Disposition"]
    first, second = (PaperReader(answer.content).text for answer in (never_saved, saved))
    assert "diberikan saat" not in first
    assert "Nomor ………" in first
    assert f"Nomor BA-{proposal.number}/1" in second


def test_draft_of_the_sheet_is_named_likewise(desk, proposal):
    answer = desk.get(about(proposal, "paper-pdf", kind=SHEET))

    assert f'filename="Konsep Lembar Asistensi {proposal.number} putaran 1.pdf"' in answer["Content-Disposition"]
