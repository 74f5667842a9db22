from datetime import date
from decimal import Decimal

import pytest

from ops.testing.journeys import cost
from proposals.models import FundingSource, ReadinessRequirement, ReadinessStatus
from proposals.sections import Section
from proposals.services.drafting import EditConflict, EditRefused, save_section
from proposals.workflow import Refusal


def background(**texts):
    return texts


def save(proposal, actor, section=Section.BACKGROUND, values=None, seen_version=0, **extra):
    return save_section(proposal, section, values or {}, actor=actor, seen_version=seen_version, **extra)


def test_a_save_writes_the_words_raises_both_versions_and_is_on_record(draft, operator):
    version = draft.version

    saved = save(draft, operator, values={"objectives": "Mengairi sawah."})

    draft.refresh_from_db()
    section = draft.sections.get(code="background")
    assert draft.objectives == "Mengairi sawah."
    assert (saved.version, section.version, draft.version) == (1, 1, version + 1)
    assert (section.updated_by, section.updated_at) == (operator, draft.updated_at)
    entry = draft.audit_entries.latest("id")
    assert entry.facts == {"section": "background", "changes": {"objectives": ["", "Mengairi sawah."]}}
    assert entry.actor_name == operator.name


def test_a_save_that_changes_nothing_writes_nothing(draft, operator):
    save(draft, operator, values={"objectives": "Mengairi sawah."})
    entries = draft.audit_entries.count()

    saved = save(draft, operator, values={"objectives": "Mengairi sawah."}, seen_version=0)

    assert (saved.version, saved.changes) == (1, {})
    assert draft.audit_entries.count() == entries


def test_a_stale_save_changes_nothing_and_names_both_texts(draft, operator, agency_head):
    save(draft, agency_head, values={"objectives": "Dari kepala."})

    with pytest.raises(EditConflict) as conflict:
        save(draft, operator, values={"objectives": "Dari operator."}, seen_version=0)

    draft.refresh_from_db()
    assert draft.objectives == "Dari kepala."
    assert conflict.value.their_name == agency_head.name
    assert conflict.value.fields == {"objectives": ["Dari kepala.", "Dari operator."]}
    assert conflict.value.section.version == 1


def test_two_sections_are_saved_side_by_side(draft, operator, agency_head):
    save(draft, agency_head, values={"objectives": "Dari kepala."})
    save(draft, operator, Section.ALIGNMENT, {"alignment_note": "Dari operator."})

    draft.refresh_from_db()
    assert (draft.objectives, draft.alignment_note) == ("Dari kepala.", "Dari operator.")


def test_a_section_is_done_when_its_author_says_so(draft, operator):
    saved = save(draft, operator, values={"objectives": "x"}, is_done=True)

    assert saved.changes["is_done"] == [False, True]
    assert draft.sections.get(code="background").is_done


def test_a_field_of_another_section_is_a_mistake(draft, operator):
    with pytest.raises(ValueError, match="not fields of section"):
        save(draft, operator, values={"title": "x"})


def test_a_stranger_saves_nothing(draft, stranger):
    with pytest.raises(EditRefused) as refused:
        save(draft, stranger, values={"objectives": "x"})

    assert refused.value.refusal is Refusal.ROLE
    assert draft.audit_entries.count() == 1


def test_a_submitted_proposal_is_locked(make_proposal, operator):
    proposal = make_proposal("submitted")

    with pytest.raises(EditRefused) as refused:
        save(proposal, operator, values={"objectives": "x"}, seen_version=1)

    assert refused.value.refusal is Refusal.LOCKED


@pytest.mark.parametrize(
    ("moment", "open_"), [("2025-11-30T23:59:59+07:00", True), ("2025-12-01T00:00:00+07:00", False)]
)
def test_the_last_second_counts_and_the_next_does_not(draft, operator, clock_at, moment, open_):
    clock_at(moment)

    if open_:
        save(draft, operator, values={"objectives": "x"})
    else:
        with pytest.raises(EditRefused) as refused:
            save(draft, operator, values={"objectives": "x"})
        assert refused.value.refusal is Refusal.DEADLINE
        assert refused.value.at.isoformat() == "2025-11-30T17:00:00+00:00"


def test_budget_amounts_are_the_servers(draft, operator):
    rows = [cost("Tanah", "1200", "m3", 385_000), cost("Aspal", "4.75", "km", 2_150_000_000)]

    saved = save(draft, operator, Section.BUDGET, rows=rows)

    draft.refresh_from_db()
    assert [row.amount for row in draft.cost_items.all()] == [462_000_000, 10_212_500_000]
    assert draft.requested_amount == 10_674_500_000
    assert saved.changes["requested_amount"] == [0, 10_674_500_000]
    assert saved.changes["rows"] == [
        [],
        [
            "Tanah: 1.200 m3 × Rp385.000 = Rp462.000.000",
            "Aspal: 4,75 km × Rp2.150.000.000 = Rp10.212.500.000",
        ],
    ]


def test_budget_rows_keep_their_identity_and_only_the_changed_ones_their_version(draft, operator):
    save(draft, operator, Section.BUDGET, rows=[cost("Tanah", "1", "m3", 10), cost("Aspal", "1", "km", 20)])
    soil, asphalt = draft.cost_items.all()
    rows = [
        cost("Aspal", "1", "km", 20) | {"uuid": asphalt.uuid, "unit_price": 25},
        cost("Tanah", "1", "m3", 10) | {"uuid": soil.uuid},
        cost("Baru", "1", "ls", 5),
    ]

    saved = save(draft, operator, Section.BUDGET, rows=rows, seen_version=1)

    after = list(draft.cost_items.all())
    assert [(row.description, row.version) for row in after] == [("Aspal", 2), ("Tanah", 2), ("Baru", 1)]
    assert [row.uuid for row in after[:2]] == [asphalt.uuid, soil.uuid]
    assert saved.changes["rows"] == [
        ["Aspal: 1 km × Rp20 = Rp20"],
        ["Aspal: 1 km × Rp25 = Rp25", "Baru: 1 ls × Rp5 = Rp5"],
    ]


def test_a_row_identity_of_another_proposal_is_not_taken_over(draft, operator, maker):
    other = maker.make(complete=True)
    foreign = other.cost_items.get()

    save(draft, operator, Section.BUDGET, rows=[cost("Tiruan", "1", "ls", 1) | {"uuid": foreign.uuid}])

    assert draft.cost_items.get().uuid != foreign.uuid
    foreign.refresh_from_db()
    assert foreign.proposal == other


def test_removed_rows_are_gone(draft, operator):
    save(draft, operator, Section.BUDGET, rows=[cost("Tanah", "1", "m3", 10)])

    saved = save(draft, operator, Section.BUDGET, rows=[], seen_version=1)

    draft.refresh_from_db()
    assert not draft.cost_items.exists()
    assert draft.requested_amount == 0
    assert saved.changes["rows"][1] == []


def test_swapping_rows_is_a_change_of_order(draft, operator):
    rows = [
        {"kind": "output", "name": name, "unit": "m", "baseline": "0", "target": "1", "source": ""}
        for name in ("A", "B")
    ]
    save(draft, operator, Section.INDICATORS, rows=rows)

    saved = save(draft, operator, Section.INDICATORS, rows=rows[::-1], seen_version=1)

    assert list(saved.changes) == ["row_order"]
    assert [row.name for row in draft.indicators.all()] == ["B", "A"]


def test_readiness_answers_replace_each_other(draft, operator):
    requirement = ReadinessRequirement.objects.filter(funding_source=None).first()
    answer = {"requirement": requirement, "status": ReadinessStatus.MISSING, "expected_on": None, "reason": ""}
    save(draft, operator, Section.READINESS, rows=[answer])
    later = answer | {"status": ReadinessStatus.IN_PROGRESS, "expected_on": date(2025, 11, 20)}

    saved = save(draft, operator, Section.READINESS, rows=[later], seen_version=1)

    assert draft.readiness_items.get().expected_on == date(2025, 11, 20)
    assert saved.changes["rows"] == [
        [f"{requirement.label}: Belum"],
        [f"{requirement.label}: Dalam proses, 2025-11-20"],
    ]


def test_another_funding_line_takes_answers_and_files_along_by_code(make_proposal, operator):
    proposal = make_proposal(complete=True)
    identity = proposal.sections.get(code="identity").version
    road = FundingSource.objects.get(code="presidential_road")

    save(proposal, operator, Section.IDENTITY, {"funding_source": road}, seen_version=identity)

    wanted = set(ReadinessRequirement.objects.filter(funding_source__in=[road]).values_list("code", flat=True))
    shared = set(ReadinessRequirement.objects.filter(funding_source=None).values_list("code", flat=True))
    answered = proposal.readiness_items.select_related("requirement")
    assert {item.requirement.code for item in answered} <= wanted | shared
    assert {item.requirement.funding_source_id for item in answered} <= {None, road.pk}


def test_an_attachment_keeps_its_place_when_the_new_line_has_the_slot(maker, operator):
    from proposals.models import AttachmentSlot

    proposal = maker.make(complete=False)
    here, there = (
        AttachmentSlot.objects.get(code="land_evidence", funding_source__code=code)
        for code in ("apbn_ministry", "presidential_road")
    )
    permit = AttachmentSlot.objects.get(code="forest_permit")
    maker.attach(proposal, here)
    maker.attach(proposal, permit)

    saved = save(proposal, operator, Section.IDENTITY, {"funding_source": there.funding_source})

    assert {file.slot for file in proposal.attachments.current()} == {there, None}
    assert dict(proposal.sections.filter(code__in=["readiness", "attachments"]).values_list("code", "version")) == {
        "readiness": 0,
        "attachments": 3,
    }
    assert saved.changes["files_without_slot"] == [["berkas.pdf"], []]


def test_places_are_kept_in_their_order(draft, operator):
    from proposals.models import Village

    villages = list(Village.objects.all()[:2])
    rows = [
        {"village": village, "place_name": "", "latitude": Decimal("-3.1"), "longitude": None} for village in villages
    ]

    save(draft, operator, Section.LOCATION, {"beneficiary_count": 12}, rows=rows)

    assert [row.village for row in draft.locations.all()] == villages
