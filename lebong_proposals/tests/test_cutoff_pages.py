"""Around the cutoff every page tells the same: one microsecond before it is open, at the cutoff and after it is not."""

import re
from dataclasses import dataclass

import pytest

from proposals.models import AttemptOutcome, SubmissionAttempt
from proposals.workflow import State

OPEN_UNTIL = "2025-11-30T23:59:59.999999+07:00"
CLOSED_FROM = "2025-12-01T00:00:00+07:00"
AFTER = "2025-12-01T00:00:00.000001+07:00"
CLOSES_AT = "2025-11-30T17:00:00+00:00"
LAST_HOURS = "Batas: hari ini pukul 23.59 WIB."
PASSED = "Batas pengajuan sudah lewat"
PASSED_ON = "Batas pengajuan sudah lewat pada Minggu, 30 November 2025."

DECLARATION = {
    "official": "other",
    "official_name": "Kepala Dinas (contoh)",
    "official_title": "Kepala Dinas",
    "letter_number": "600/12/DPUPR/XI/2025",
    "letter_date": "10 11 2025",
}


@dataclass(frozen=True)
class Page:
    """One address: who opens it, what it answers and says before and after the cutoff."""

    who: str
    path: str
    open: str
    closed: str
    status: int = 200  # after the cutoff


PAGES = (
    Page("visitor", "/masuk/", "Batas pengajuan: Minggu, 30 November 2025, pukul 23.59 WIB", PASSED_ON),
    Page("operator", "/beranda/", LAST_HOURS, PASSED_ON),
    Page("operator", "/usulan/", "Lengkap, belum dikirim", "Tidak diajukan"),
    Page("operator", "/usulan/baru/", "Buat dan lanjutkan", PASSED, 409),
    Page("operator", "/usulan/{draft}/", "kurang dari 1 menit untuk mengirim", "Draf ini tidak diajukan"),
    Page("operator", "/usulan/{draft}/identitas/", "Simpan dan kembali", "", 302),
    Page("operator", "/usulan/{draft}/periksa/", "kirim usulan", PASSED, 409),
    Page("operator", "/usulan/{submitted}/tanda-terima/", "menarik usulan", "Usulan terkirim"),
    Page("operator", "/usulan/{submitted}/tarik/", "Tarik usulan ini?", PASSED, 409),
    Page("operator", "/usulan/{returned}/perbaikan/", "Simpan tanggapan", "", 302),
    Page("stranger", "/usulan/tidak-mengajukan/", "Nyatakan tidak mengajukan", PASSED),
    Page("reviewer", "/asistensi/{taken}/kembalikan/", "Batas perbaikan", "Batas pusat sudah lewat"),
    Page("leader", "/dasbor/", LAST_HOURS, PASSED_ON),
)
FORBIDDEN_AFTER = re.compile(r"usulan/baru/|/periksa/|/tarik/|untuk mengirim|lagi untuk|hari kerja lagi")


@pytest.fixture
def proposals(maker):
    """One proposal in each of the states that the cutoff touches; the one in review has a note to send."""
    states = {"draft": "draft", "submitted": "submitted", "taken": "in_assistance", "returned": "revision_required"}
    made = {name: maker.make(state=state) for name, state in states.items()}
    maker.note(made["taken"])
    return {name: proposal.number for name, proposal in made.items()}


@pytest.fixture
def read(client, client_for, operator, stranger, reviewer, leader, proposals):
    """Open a page as the person it is for; returns the status and the text that a reader sees, with the marks."""
    browsers = {"visitor": client, "operator": client_for(operator), "stranger": client_for(stranger)}
    browsers |= {"reviewer": client_for(reviewer), "leader": client_for(leader)}

    def open_page(page):
        response = browsers[page.who].get(page.path.format(**proposals))
        return response.status_code, response.content.decode()

    return open_page


def words(html):
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def marks(html):
    """The levels and limits that the countdowns of a page carry."""
    return set(re.findall(r'data-level="(\w+)"', html)), set(re.findall(r'data-closes-at="([^"]+)"', html))


@pytest.mark.parametrize("moment", [OPEN_UNTIL, CLOSED_FROM, AFTER])
def test_pages_agree_whether_it_is_open(read, clock_at, moment):
    is_open = moment == OPEN_UNTIL
    clock_at(moment)
    levels, limits = set(), set()

    for page in PAGES:
        status, html = read(page)
        expected = page.open if is_open else page.closed
        assert status == (200 if is_open else page.status), page.path
        assert expected in words(html), page.path
        if not is_open and status == 200:
            assert not FORBIDDEN_AFTER.search(html), (page.path, FORBIDDEN_AFTER.search(html))
        if status == 409:
            assert 'data-reason="deadline_passed"' in html, page.path
        of_page = marks(html)
        levels |= of_page[0]
        limits |= of_page[1]

    assert levels == {"critical" if is_open else "closed"}
    assert limits == {CLOSES_AT}


@pytest.mark.parametrize(
    "moment, status, state",
    [(OPEN_UNTIL, 303, State.SUBMITTED), (CLOSED_FROM, 409, State.DRAFT), (AFTER, 409, State.DRAFT)],
)
def test_sending_is_decided_as_the_pages_say(client_for, operator, make_proposal, clock_at, moment, status, state):
    proposal = make_proposal()
    agency = client_for(operator)
    page = agency.get(f"/usulan/{proposal.number}/periksa/").content.decode()
    form = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("key", "seen_version")}
    clock_at(moment)

    answer = agency.post(f"/usulan/{proposal.number}/kirim/", form | DECLARATION)

    proposal.refresh_from_db()
    assert (answer.status_code, proposal.state) == (status, state)
    attempt = SubmissionAttempt.objects.get(proposal=proposal)
    assert attempt.outcome == (AttemptOutcome.ACCEPTED if status == 303 else AttemptOutcome.REFUSED)
    if status == 409:
        assert 'data-reason="deadline_passed"' in answer.content.decode()
        assert "setelah batas pukul 23.59 WIB" in words(answer.content.decode())
        assert "percobaan ini dicatat" in words(answer.content.decode())
