"""Signed scans that no longer stand for what the proposal says."""

import pytest
from django.urls import reverse

from ops.testing.journeys import PDF, cost
from ops.testing.scene import again
from proposals.models import AttachmentSlot, AuditEntry
from proposals.sections import Section

UPLOADED = "2025-11-18T09:15:00+07:00"
SENTENCE = (
    "{paper} berubah setelah berkas bertanda tangan diunggah pada Selasa, 18 November 2025, pukul 09.15 WIB. "
    "Cetak, tanda tangani, dan unggah ulang bila perlu."
)
TERMS, BUDGET = SENTENCE.format(paper="KAK"), SENTENCE.format(paper="RAB")
OTHER_COSTS = [cost("Pasangan batu", "200", "m3", 1_450_000)]
SAME_COSTS = [cost("Pasangan batu", "180", "m3", 1_450_000)]


@pytest.fixture(scope="module", autouse=True)
def uploaded(scene):
    """A complete draft whose scans were uploaded on Tuesday."""
    scene.clock_at(UPLOADED)
    made = scene.make()
    scene.clock_at("2025-11-20T08:00:00+07:00")
    return made


@pytest.fixture
def proposal(db, uploaded):
    return again(uploaded)


@pytest.fixture
def warnings(client_for, operator):
    """``warnings(proposal)``: which papers the check page and the page of files warn about."""
    mine = client_for(operator)

    def read(proposal):
        pages = [
            mine.get(reverse("proposal-check", args=[proposal.number])).text,
            mine.get(reverse("proposal-section", args=[proposal.number, "lampiran"])).text,
        ]
        found = [{name for name, text in (("KAK", TERMS), ("RAB", BUDGET)) if text in page} for page in pages]
        assert found[0] == found[1]
        return found[0]

    return read


def test_scans_of_what_the_proposal_says_raise_no_warning(warnings, proposal):
    assert warnings(proposal) == set()


def test_another_budget_outdates_the_budget_and_the_sum_in_the_terms(warnings, proposal, maker):
    maker.save(proposal, Section.BUDGET, {}, rows=OTHER_COSTS)

    assert warnings(proposal) == {"RAB", "KAK"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("section", "values"),
    [
        (Section.BACKGROUND, {"objectives": "Air sampai ke petak terakhir."}),
        (Section.ALIGNMENT, {"alignment_note": "Lain."}),
        (Section.LOCATION, {"beneficiary_count": 121}),
        (Section.READINESS, {"sustainability_plan": "Lain."}),
    ],
)
def test_another_text_outdates_the_terms_alone(section, values, warnings, proposal, maker):
    maker.save(proposal, section, values)

    assert warnings(proposal) == {"KAK"}


@pytest.mark.slow
def test_what_is_on_neither_paper_outdates_neither(warnings, proposal, maker):
    maker.save(proposal, Section.IDENTITY, {"contact_phone": "081299999999"})
    maker.save(proposal, Section.BACKGROUND, {}, is_done=False)
    maker.save(proposal, Section.BACKGROUND, {}, is_done=True)

    assert warnings(proposal) == set()


@pytest.mark.slow
def test_a_change_that_is_taken_back_takes_the_warning_back(warnings, proposal, maker):
    maker.save(proposal, Section.BUDGET, {}, rows=OTHER_COSTS)
    maker.save(proposal, Section.BUDGET, {}, rows=SAME_COSTS)

    assert warnings(proposal) == set()


def test_a_new_scan_settles_it(warnings, proposal, maker):
    maker.save(proposal, Section.BUDGET, {}, rows=OTHER_COSTS)
    maker.attach(proposal, AttachmentSlot.objects.get(code="signed_budget"), PDF + b"%2\n")

    assert warnings(proposal) == {"KAK"}


def test_the_warning_does_not_keep_anybody_from_sending(warnings, proposal, maker):
    maker.save(proposal, Section.BUDGET, {}, rows=OTHER_COSTS)

    maker.submit(proposal)

    proposal.refresh_from_db()
    assert proposal.state == "submitted"


@pytest.mark.slow
def test_the_record_keeps_what_a_scan_stood_for(proposal):
    facts = AuditEntry.objects.filter(proposal=proposal, verb="attachment_added").values_list("facts", flat=True)

    assert {fact["slot"] for fact in facts if fact.get("paper_sha256")} == {
        "Kerangka Acuan Kerja (KAK)",
        "RAB bertanda tangan",
    }


def test_pages_with_warnings_stay_within_their_queries(
    proposal, maker, client_for, operator, django_assert_max_num_queries
):
    maker.save(proposal, Section.BUDGET, {}, rows=OTHER_COSTS)
    mine = client_for(operator)

    with django_assert_max_num_queries(12):
        mine.get(reverse("proposal-section", args=[proposal.number, "lampiran"]))
    with django_assert_max_num_queries(18):
        mine.get(reverse("proposal-check", args=[proposal.number]))
