"""``check_invariants`` finds nothing after real work, and names what was changed behind the services' back."""

import os
import shutil
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from lebong_proposals import clock
from notifications import rounds
from ops.testing.journeys import LETTER
from ops.testing.scene import again
from proposals.files.storage import store, stored_path
from proposals.models import AgencyCycle, AssistanceSession, Attachment, FundingSource, Proposal, ProposalSection
from proposals.policy import Intent
from proposals.sections import Section
from proposals.services import drafting
from proposals.services.transitions import TransitionRefused, perform
from proposals.workflow import Action, State

LEFT = "file {}… has lain there for two days, and no row names it"


@pytest.fixture(scope="module", autouse=True)
def submitted(scene):
    scene.clock_at("2025-11-10T08:00:05+07:00")
    return scene.make("submitted")


@pytest.fixture
def proposal(db, submitted):
    return again(submitted)


@pytest.fixture(autouse=True)
def own_files(submitted, settings, tmp_path):
    """The files once more for each test: what is done to a file is not taken back."""
    settings.MEDIA_ROOT = shutil.copytree(settings.MEDIA_ROOT, tmp_path / "media")


def test_everything_holds_after_every_kind_of_work(maker, make_proposal, agency_head, clock_at, broken):
    for state in State.values:
        make_proposal(state=state)
    proposal = make_proposal(state="revision_required")
    maker.resubmit(proposal)
    maker.act(Action.RECALL, proposal, maker.operator)
    draft = make_proposal(complete=False)
    drafting.delete_draft(draft, actor=maker.operator, seen_version=draft.version)
    clock_at("2025-12-01T00:00+07:00")
    late = Intent(seen_version=proposal.version, key=uuid4(), declaration=LETTER)
    with pytest.raises(TransitionRefused):
        perform(Action.RESUBMIT, proposal, actor=maker.operator, intent=late)
    rounds.plan(clock.now())

    assert broken() == {}


def test_copied_draft_and_another_funding_line_hold(maker, proposal, agency_cycle, broken):
    source, other = FundingSource.objects.order_by("pk")[:2]
    copied = drafting.create_proposal(
        actor=maker.operator, agency_cycle=agency_cycle, title="Salinan", funding_source=source, copy_from=proposal
    )
    fresh = drafting.create_proposal(
        actor=maker.operator, agency_cycle=agency_cycle, title="Baru", funding_source=source
    )
    for draft in (copied, fresh):
        maker.save(draft, Section.IDENTITY, {"funding_source": other})

    assert broken() == {}


def test_report_counts_what_was_checked(proposal):
    out = StringIO()

    call_command("check_invariants", stdout=out)

    lines = [line.split() for line in out.getvalue().splitlines()]
    assert [line[0] for line in lines] == [f"I{number}" for number in range(1, 11)]
    assert all(line[1] == "holds" and int(line[2]) > 0 for line in lines)


def test_violation_fails_the_command_and_is_printed(proposal):
    Proposal.objects.update(version=F("version") + 1)
    out = StringIO()

    with pytest.raises(CommandError, match="1 violations in"):
        call_command("check_invariants", stdout=out)

    assert f"      {proposal.number}: version" in out.getvalue()


def test_acceptance_after_the_seal_is_named(proposal, broken):
    AgencyCycle.objects.update(sealed_at=proposal.submitted_at)

    assert "sealed at" in broken()["I1"][0]


def test_write_outside_the_history_is_named(proposal, broken):
    Proposal.objects.update(version=F("version") + 1)

    assert list(broken()) == ["I4"]


def test_section_saved_without_an_entry_is_named(proposal, broken):
    ProposalSection.objects.filter(code="budget").update(version=9)

    assert broken() == {"I4": [f"{proposal.number}: budget at 9, the history tells of 1"]}


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda path: path.unlink(), "the file is not there"),
        (lambda path: path.write_bytes(path.read_bytes().replace(b"%PDF", b"%PDX")), "the file has other content"),
        (lambda path: path.write_bytes(b""), "the file has other content"),
    ],
)
def test_damaged_file_is_named(proposal, broken, damage, sentence):
    path = stored_path(Attachment.objects.first().sha256)
    path.chmod(0o600)
    damage(path)

    found = broken()

    assert set(found) == {"I2", "I7"}
    assert found["I7"][0] == f"{proposal.number}: berkas.pdf: {sentence}"


@pytest.mark.parametrize(("age", "is_named"), [(timedelta(hours=49), False), (timedelta(hours=51), True)])
def test_file_that_the_sweeper_has_left_is_named(proposal, broken, age, is_named):
    stored = store([b"nobody names this"])
    then = (clock.real_now() - age).timestamp()
    os.utime(stored.path, (then, then))

    assert broken() == ({"I7": [LEFT.format(stored.sha256[:16])]} if is_named else {})


def test_file_of_another_size_is_named(proposal, broken):
    Attachment.objects.update(size=F("size") + 1)

    assert set(broken()) == {"I7"}


def test_author_from_another_agency_is_named(proposal, stranger, broken):
    Attachment.objects.update(uploaded_by=stranger)

    assert all("written by uploaded_by from elsewhere" in sentence for sentence in broken()["I8"])


def test_review_of_ones_own_agency_is_named(make_proposal, operator, broken):
    make_proposal(state="in_assistance")
    AssistanceSession.objects.update(reviewer=operator)

    assert broken()["I8"][0].endswith("reviewer is not impartial")


def test_state_that_no_entry_led_to_is_named(proposal, broken):
    Proposal.objects.update(state="draft", version=F("version") + 1)

    assert broken()["I9"] == [f"{proposal.number}: is draft, the record leads to submitted"]
