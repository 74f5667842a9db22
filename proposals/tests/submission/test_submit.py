"""Sending: what is accepted once, what is refused and how, for whom."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ops.testing.scene import again
from proposals.models import AuditEntry, SubmissionAttempt, SubmittedVersion
from proposals.sections import Section
from proposals.tests.people import OTHERS
from proposals.workflow import Action

LAST_MICROSECOND = "2025-11-30T23:59:59.999999+07:00"
CUTOFF = "2025-12-01T00:00:00+07:00"
ONE_LATER = "2025-12-01T00:00:00.000001+07:00"


@pytest.fixture(scope="module", autouse=True)
def draft(scene):
    return scene.make()


@pytest.fixture
def proposal(db, draft):
    return again(draft)


def receipt_of(proposal, number=1):
    return reverse("receipt", args=[proposal.number, number])


def test_complete_draft_is_sent_and_leads_to_its_receipt(mine, proposal, send):
    answer = send(mine, proposal)

    assert (answer.status_code, answer["Location"]) == (303, receipt_of(proposal))
    proposal.refresh_from_db()
    version = proposal.versions.get()
    assert (proposal.state, version.receipt_no) == ("submitted", f"{proposal.number}/1")
    assert (version.official_name, version.letter_number) == ("Kepala Dinas (contoh)", "600/12/DPUPR/XI/2025")


def test_chosen_head_is_recorded_with_title(mine, proposal, send, agency_head):
    head = agency_head.memberships.get()

    send(mine, proposal, official=str(head.pk), official_name="", official_title="")

    version = proposal.versions.get()
    assert (version.official_name, version.official_title) == (agency_head.name, head.full_title)
    assert f"disetujui oleh {agency_head.name}, {head.full_title};" in version.declaration


def test_nip_of_another_official_is_recorded(mine, proposal, send):
    send(mine, proposal, official_nip="19700101 199503 1 001")

    assert proposal.versions.get().official_nip == "197001011995031001"


def test_official_without_nip_may_approve(mine, proposal, send):
    assert send(mine, proposal, official_nip="").status_code == 303

    assert proposal.versions.get().official_nip == ""


def test_what_stands_under_another_official_is_not_judged_once_a_head_is_chosen(mine, proposal, send, agency_head):
    head = agency_head.memberships.get()

    answer = send(mine, proposal, official=str(head.pk), official_nip="1985")

    assert answer.status_code == 303
    assert proposal.versions.get().official_nip == head.nip


def test_letter_of_a_year_ago_is_still_taken(mine, proposal, send):
    assert send(mine, proposal, letter_date="20 11 2024").status_code == 303


def test_head_of_the_agency_may_send(client_for, agency_head, proposal, send):
    assert send(client_for(agency_head), proposal).status_code == 303


def test_same_key_again_leads_to_the_same_receipt(mine, proposal, send):
    key = str(uuid4())
    seen = proposal.version
    first = send(mine, proposal, key=key)

    second = send(mine, proposal, key=key, seen_version=seen)

    assert (second.status_code, second["Location"]) == (303, first["Location"])
    assert proposal.versions.count() == 1
    assert AuditEntry.objects.filter(proposal=proposal, verb="submitted").count() == 1
    assert SubmissionAttempt.objects.filter(key=key).count() == 1


def test_other_key_after_sending_is_refused_as_locked(mine, proposal, send):
    send(mine, proposal)

    answer = send(mine, proposal)

    assert answer.status_code == 409
    assert 'data-reason="locked"' in answer.text
    assert proposal.versions.count() == 1


def test_key_of_an_earlier_submission_is_refused(mine, proposal, send, maker):
    key = str(uuid4())
    send(mine, proposal, key=key)
    maker.act(Action.RECALL, proposal, maker.operator)
    send(mine, proposal)

    answer = send(mine, proposal, key=key)

    assert answer.status_code == 409
    assert 'data-reason="key_reused"' in answer.text


def test_same_key_with_another_letter_is_no_repeat_and_says_that_it_was_not_sent(mine, proposal, send):
    key = str(uuid4())
    seen = proposal.version
    send(mine, proposal, key=key)

    answer = send(mine, proposal, key=key, seen_version=seen, letter_number="600/13/DPUPR/XI/2025")

    assert answer.status_code == 409
    assert 'data-reason="key_reused"' in answer.text
    assert "isian yang sekarang tidak dikirim. Lihat tanda terimanya." in answer.text
    assert proposal.versions.get().letter_number == "600/12/DPUPR/XI/2025"


@pytest.mark.parametrize("field", ["key", "seen_version"])
@pytest.mark.parametrize("value", [None, "", "bukan-kunci", "0x1f", "-1"])
def test_form_without_its_hidden_fields_is_malformed(field, value, mine, proposal, send):
    answer = send(mine, proposal, **{field: value})

    assert answer.status_code == 400
    assert not SubmittedVersion.objects.exists()


def test_stale_page_is_refused(mine, proposal, send, maker):
    seen = proposal.version
    maker.save(proposal, Section.BACKGROUND, {"objectives": "Tujuan baru."})

    answer = send(mine, proposal, seen_version=seen)

    assert answer.status_code == 409
    assert 'data-reason="stale"' in answer.text


def test_incomplete_draft_is_refused_with_what_is_missing(mine, make_proposal, send):
    proposal = make_proposal(complete=False)

    answer = send(mine, proposal)

    assert answer.status_code == 422
    assert "Usulan belum dapat dikirim. Lengkapi" in answer.text
    section = reverse("proposal-section", args=[proposal.number, "rab"])
    assert f'href="{section}?kembali=periksa#id_budget"' in answer.text
    assert "Saya menyatakan benar" not in answer.text


INVALID = [
    ("letter_number", "", "Isi nomor surat usulan OPD."),
    ("letter_date", "", "Isi tanggal surat."),
    ("letter_date", "31 02 2025", "Tulis tanggal lengkap, misalnya 17 11 2025."),
    ("letter_date", "17 11 2035", "Tanggal surat tidak boleh setelah hari ini."),
    ("official", "", "Pilih nama dan jabatan pejabat yang menyetujui."),
    ("official", "999999", "Pilih salah satu pilihan yang tersedia."),
    ("letter_date", "1 1 1900", "Tanggal surat tidak boleh lebih dari satu tahun sebelum hari ini."),
    ("official_name", "", "Isi nama pejabat lain."),
    ("official_title", "", "Isi jabatan pejabat lain."),
    ("official_nip", "1985 0312", "NIP terdiri atas 18 angka. Sekarang 8 angka."),
]


@pytest.mark.parametrize(("field", "value", "sentence"), INVALID)
def test_unfinished_declaration_is_asked_for_again(field, value, sentence, mine, proposal, send):
    key = str(uuid4())

    answer = send(mine, proposal, key=key, **{field: value})

    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2  # in the summary and at the field
    assert f'name="key" value="{key}"' in answer.text
    assert "<title>Galat: Periksa usulan sebelum mengirim" in answer.text
    assert not proposal.versions.exists()


def test_head_of_another_agency_cannot_be_named(mine, proposal, send, stranger):
    foreign = stranger.memberships.get()

    assert send(mine, proposal, official=str(foreign.pk)).status_code == 422


def test_stranger_finds_nothing_to_send(client_for, stranger, proposal, send):
    assert send(client_for(stranger), proposal).status_code == 404
    assert not proposal.versions.exists()


@pytest.mark.parametrize("who", OTHERS)
def test_draft_does_not_exist_for_people_of_other_offices(who, request, client_for, proposal, send):
    assert send(client_for(request.getfixturevalue(who)), proposal).status_code == 404


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_agency_sends_again(who, request, client_for, make_proposal, send):
    returned = make_proposal("revision_required")

    assert send(client_for(request.getfixturevalue(who)), returned).status_code == 403


def test_visit_of_the_sending_address_leads_to_the_check_page(mine, proposal):
    answer = mine.get(reverse("proposal-submit", args=[proposal.number]))

    assert (answer.status_code, answer["Location"]) == (302, reverse("proposal-check", args=[proposal.number]))


def test_send_later_keeps_what_was_typed_and_says_that_nothing_was_sent(mine, proposal, send):
    answer = send(mine, proposal, later="1", letter_number="600/99")

    assert (answer.status_code, answer["Location"]) == (303, reverse("proposal-detail", args=[proposal.number]))
    assert "Usulan belum dikirim. Bappeda belum dapat melihatnya." in mine.get(answer["Location"]).text
    assert 'value="600/99"' in mine.get(reverse("proposal-check", args=[proposal.number])).text
    assert not proposal.versions.exists()


def test_sending_is_accepted_in_the_last_microsecond(mine, proposal, send, clock_at):
    clock_at(LAST_MICROSECOND)

    assert send(mine, proposal).status_code == 303
    assert proposal.versions.get().accepted_at.isoformat() == "2025-11-30T16:59:59.999999+00:00"


@pytest.mark.parametrize("moment", [CUTOFF, ONE_LATER])
def test_sending_is_refused_from_the_cutoff_on(moment, mine, proposal, send, clock_at):
    clock_at(moment)
    key = uuid4()

    answer = send(mine, proposal, key=str(key))

    assert answer.status_code == 409
    assert 'data-reason="deadline_passed"' in answer.text
    assert "<h1>Batas pengajuan sudah lewat</h1>" in answer.text
    assert "kami terima pukul 00.00.00 WIB, setelah batas pukul 23.59 WIB" in answer.text
    proposal.refresh_from_db()
    attempt = SubmissionAttempt.objects.get()
    assert (proposal.state, proposal.versions.count()) == ("draft", 0)
    assert (attempt.key, attempt.outcome) == (key, "refused")


def test_late_attempt_with_an_unfinished_form_is_late_all_the_same(mine, proposal, send, clock_at):
    clock_at(CUTOFF)

    answer = send(mine, proposal, letter_number="", official="")

    assert answer.status_code == 409
    assert SubmissionAttempt.objects.get().outcome == "refused"


def test_submission_stays_within_its_queries(mine, proposal, send, django_assert_max_num_queries):
    uncounted = 3  # two savepoints, and the version that this test reads itself
    with django_assert_max_num_queries(26 + uncounted):
        answer = send(mine, proposal)

    assert answer.status_code == 303
