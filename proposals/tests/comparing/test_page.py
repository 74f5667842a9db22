"""The page of differences: what it shows, to whom, and what it answers to nonsense."""

import pytest

from ops.testing.scene import again
from proposals.models import ScanState
from proposals.number_format import format_nip
from proposals.sections import Section
from proposals.tests.comparing import story
from proposals.tests.people import OTHERS
from proposals.workflow import Action

NEVER_SENT = "Usulan ini belum pernah dikirim, jadi belum ada yang dapat dibandingkan."
SENT_ONCE = "Usulan ini baru dikirim satu kali. Perbandingan tersedia setelah usulan dikirim ulang."
UNKNOWN = "Versi yang diminta tidak ada. Pilih dua versi di bawah ini."
TWICE_THE_SAME = "Pilih dua versi yang berbeda untuk dibandingkan."


@pytest.fixture(scope="module", autouse=True)
def told(scene):
    return {"returned": story.give_back(scene.maker), "resubmitted": story.send_again(scene.maker)}


@pytest.fixture
def returned(db, told):
    return again(told["returned"])


@pytest.fixture
def resubmitted(db, told):
    return again(told["resubmitted"])


def sides(answer):
    shown = answer.context["shown"]
    return (shown.old.key, shown.new.key)


def changed(answer):
    return [part.section.value for part in answer.context["shown"].changed]


def test_reviewer_sees_what_differs_between_the_last_two_rounds(client_for, reviewer, compared, resubmitted):
    answer = compared(client_for(reviewer), resubmitted)

    assert sides(answer) == ("1", "2")
    assert changed(answer) == ["background", "budget", "attachments"]
    assert "Perubahan dari putaran 1 (versi ke-1) ke putaran 2 (versi ke-2)" in answer.text
    assert '<del><span class="visually-hidden">dihapus </span>bocor</del>' in answer.text
    assert '<ins><span class="visually-hidden">ditambahkan </span>kokoh</ins>' in answer.text
    assert "Tidak berubah" not in answer.text


def test_budget_rows_are_told_by_their_fate_with_their_money(client_for, reviewer, compared, resubmitted):
    answer = compared(client_for(reviewer), resubmitted)

    budget = next(part for part in answer.context["shown"].parts if part.section is Section.BUDGET)
    told = [(row.heading.new or row.heading.old, [word for word, _ in row.tags], row.delta) for row in budget.rows]
    assert told == [
        ("Pasir", ["Dipindah"], ""),
        ("Pasangan batu", ["Diubah"], "turun Rp10.000.000"),
        ("Semen", ["Dihapus"], "turun Rp800.000"),
        ("Kawat bronjong", ["Baris baru"], "naik Rp1.000.000"),
    ]
    assert 'Total usulan <strong class="nowrap">turun Rp9.800.000</strong>' in answer.text
    assert "dari Rp101.800.000 menjadi Rp92.000.000" in answer.text


def test_replaced_file_is_named_with_its_versions(mine, compared, resubmitted):
    assert "berkas.pdf diganti (v1 → v2)" in compared(mine, resubmitted, dari=1, ke=2).text


def test_no_link_leads_to_a_file_that_was_found_infected(mine, compared, resubmitted):
    replaced = resubmitted.attachments.exclude(replaced_at=None).get()
    assert f"/lampiran/{replaced.pk}/" in compared(mine, resubmitted, dari=1, ke=2).text

    resubmitted.attachments.filter(pk=replaced.pk).update(scan_state=ScanState.INFECTED)

    page = compared(mine, resubmitted, dari=1, ke=2).text
    assert f"/lampiran/{replaced.pk}/" not in page
    assert "tidak dapat dibuka: berisi program berbahaya" in page


def test_only_what_changed_is_shown_until_everything_is_asked_for(mine, compared, resubmitted):
    some = compared(mine, resubmitted, dari=1, ke=2)
    everything = compared(mine, resubmitted, dari=1, ke=2, tampil="semua")

    assert "Judul usulan" not in some.text
    assert "Judul usulan" in everything.text
    assert everything.text.count("<ins>") == some.text.count("<ins>")


def test_number_of_the_official_is_grouped_as_everywhere(mine, compared, resubmitted):
    page = compared(mine, resubmitted, tampil="semua").text

    assert format_nip(resubmitted.responsible_nip) in page
    assert resubmitted.responsible_nip not in page


def test_agency_compares_its_draft_with_what_it_sent_while_it_may_be_edited(mine, compared, returned, revise):
    revise(returned)

    answer = compared(mine, returned)

    assert sides(answer) == ("1", "draf")
    assert changed(answer) == ["background", "budget", "attachments"]
    assert "ke draf sekarang" in answer.text


def test_agency_compares_versions_once_it_may_not_edit(mine, compared, resubmitted):
    answer = compared(mine, resubmitted)

    assert sides(answer) == ("1", "2")
    assert "Draf sekarang" not in answer.text


def test_nothing_changed_says_so(mine, compared, returned):
    text = compared(mine, returned, dari=1, ke="draf").text

    assert "Tidak ada perbedaan antara putaran 1 (versi ke-1) dan draf sekarang." in text


def test_older_version_may_come_second(mine, compared, resubmitted):
    answer = compared(mine, resubmitted, dari=2, ke=1)

    assert answer.context["shown"].budget.delta == "naik Rp9.800.000"


@pytest.mark.parametrize(
    "asked", [{"dari": "1", "ke": "9"}, {"dari": "abc"}, {"ke": "'\x00%"}, {"dari": "-1", "ke": "²"}]
)
def test_unknown_version_is_asked_for_again(asked, mine, compared, resubmitted):
    answer = compared(mine, resubmitted, **asked)

    assert answer.status_code == 422
    assert UNKNOWN in answer.text
    assert answer.context["sides"]


def test_same_version_twice_is_asked_for_again(mine, compared, resubmitted):
    answer = compared(mine, resubmitted, dari=2, ke=2)

    assert (answer.status_code, TWICE_THE_SAME in answer.text) == (422, True)


def test_one_version_is_not_comparable_yet(client_for, reviewer, compared, make_proposal):
    answer = compared(client_for(reviewer), make_proposal("submitted"), dari=1, ke=2)

    assert (answer.status_code, SENT_ONCE in answer.text) == (200, True)


def test_draft_that_was_never_sent_is_not_comparable(mine, compared, make_proposal):
    answer = compared(mine, make_proposal(complete=False))

    assert (answer.status_code, NEVER_SENT in answer.text) == (200, True)


def test_stranger_finds_nothing(client_for, stranger, compared, resubmitted):
    assert compared(client_for(stranger), resubmitted, dari=1, ke=2).status_code == 404


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("asked", [{"ke": "draf"}, {"dari": "draf", "ke": "1"}])
def test_working_copy_is_the_agencys_alone(who, asked, request, client_for, compared, returned, revise):
    revise(returned)

    assert compared(client_for(request.getfixturevalue(who)), returned, **asked).status_code == 404


@pytest.mark.parametrize("who", OTHERS)
def test_others_never_read_what_was_not_sent(who, request, client_for, compared, resubmitted, maker):
    maker.take(resubmitted)
    maker.give_back(resubmitted)
    maker.save(resubmitted, Section.BACKGROUND, {"objectives": "Rahasia sampai dikirim."}, is_done=True)

    answer = compared(client_for(request.getfixturevalue(who)), resubmitted, tampil="semua")

    assert sides(answer) == ("1", "2")
    assert "Rahasia" not in answer.text


def test_version_taken_back_is_compared_by_its_agency_alone(mine, client_for, reviewer, compared, returned, maker):
    maker.save(returned, Section.BACKGROUND, {"objectives": "Ditarik lagi."}, is_done=True)
    maker.resubmit(returned)
    maker.act(Action.RECALL, returned, maker.operator, note="Keliru.")
    maker.resubmit(returned)

    own, theirs = compared(mine, returned), compared(client_for(reviewer), returned)

    assert [side.key for side in own.context["sides"]] == ["1", "2", "3"]
    assert "Ditarik (v2), " in own.text
    assert [side.key for side in theirs.context["sides"]] == ["1", "3"]
    assert compared(client_for(reviewer), returned, dari=1, ke=2).status_code == 422


@pytest.mark.parametrize(("who", "asked"), [("operator", {"ke": "draf"}), ("reviewer", {})])
def test_page_stays_within_its_queries(
    who, asked, request, client_for, compared, resubmitted, maker, django_assert_max_num_queries
):
    maker.take(resubmitted)
    maker.give_back(resubmitted)
    client = client_for(request.getfixturevalue(who))
    with django_assert_max_num_queries(12):
        assert compared(client, resubmitted, **asked).status_code == 200
