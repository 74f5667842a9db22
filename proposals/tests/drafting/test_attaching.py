import pytest

from ops.testing.journeys import PDF
from proposals.models import AttachmentSlot
from proposals.services.attachments import MAX_FILES, EditRefused, remove
from proposals.workflow import Refusal


@pytest.fixture
def slot(db):
    return AttachmentSlot.objects.get(code="terms_of_reference")


def test_a_file_is_put_into_its_slot_and_on_record(draft, slot, maker, operator):
    file = maker.attach(draft, slot)

    entry = draft.audit_entries.latest("id")
    assert (file.slot, file.version_no, file.uploaded_by, file.size) == (slot, 1, operator, len(PDF))
    assert (entry.verb, entry.facts["filename"], entry.facts["sha256"]) == (
        "attachment_added",
        "berkas.pdf",
        file.sha256,
    )
    assert draft.sections.get(code="attachments").version == 1


def test_a_second_file_replaces_the_first_and_keeps_it_in_the_history(draft, slot, maker):
    first = maker.attach(draft, slot)
    second = maker.attach(draft, slot, PDF + b"%2\n")

    assert list(draft.attachments.current()) == [second]
    assert second.version_no == 2
    first.refresh_from_db()
    assert first.replaced_at is not None


def test_the_same_content_twice_is_one_file(draft, slot, maker):
    assert maker.attach(draft, slot) == maker.attach(draft, slot)
    assert draft.attachments.count() == 1


def test_other_files_stand_beside_each_other_up_to_the_limit(draft, maker):
    for number in range(MAX_FILES):
        maker.attach(draft, None, PDF + b"%%%d\n" % number)

    with pytest.raises(EditRefused) as refused:
        maker.attach(draft, None, PDF + b"%one too many\n")

    assert refused.value.reason == "Satu usulan paling banyak berisi 20 berkas. Hapus berkas yang tidak diperlukan."
    assert draft.attachments.current().count() == MAX_FILES


def test_a_removed_file_leaves_the_slot_and_stays_in_the_history(draft, slot, maker, operator):
    file = maker.attach(draft, slot)

    remove(file, actor=operator)

    assert not draft.attachments.current().exists()
    assert draft.attachments.get() == file
    assert draft.audit_entries.latest("id").verb == "attachment_removed"


def test_a_stranger_removes_nothing(draft, slot, maker, stranger):
    file = maker.attach(draft, slot)

    with pytest.raises(EditRefused) as refused:
        remove(file, actor=stranger)

    assert refused.value.refusal is Refusal.ROLE
    assert draft.attachments.current().get() == file


def test_nothing_is_attached_to_what_was_handed_in(make_proposal, slot, maker):
    proposal = make_proposal("submitted")

    with pytest.raises(EditRefused) as refused:
        maker.attach(proposal, slot, PDF + b"%2\n")

    assert refused.value.refusal is Refusal.LOCKED


def test_nothing_is_attached_after_the_limit(draft, slot, maker, clock_at):
    clock_at("2025-12-01T00:00:00+07:00")

    with pytest.raises(EditRefused) as refused:
        maker.attach(draft, slot)

    assert refused.value.refusal is Refusal.DEADLINE
