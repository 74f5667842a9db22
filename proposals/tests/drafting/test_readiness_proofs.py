"""What is said to be there is asked for: each requirement names its file, or leads to where it is uploaded."""

import re

import pytest

from proposals.models import AttachmentSlot, ReadinessRequirement


@pytest.fixture
def proof_of(desk, draft, page_of, at_most_queries):
    """``proof_of(code)``: what stands under the requirement, without its tags, and its link."""

    def read(code):
        requirement = ReadinessRequirement.objects.filter(code=code, funding_source=None).get()
        with at_most_queries(12):
            page = desk.get(page_of(draft, "readiness")).text
        panel = page.split(f'id="id_requirement-{requirement.pk}"')[1]
        line = re.search(r'<p class="form-text when-available">(.*?)</p>', panel)[1]
        return re.sub(r"<[^>]+>", "", line), re.search(r'href="([^"]+)"', line)[1]

    return read


def slot(code):
    return AttachmentSlot.objects.get(code=code, funding_source=None)


def test_a_missing_file_is_led_to_its_slot(proof_of, draft):
    terms = slot("terms_of_reference")

    assert proof_of("terms_of_reference") == (
        "Belum ada di Lampiran. Unggah Kerangka Acuan Kerja (KAK).",
        f"/usulan/{draft.number}/lampiran/#id_slot-{terms.pk}",
    )
    assert proof_of("budget_plan")[1].endswith(f"#id_slot-{slot('signed_budget').pk}")


def test_a_file_that_is_there_is_named(proof_of, draft, maker):
    file = maker.attach(draft, slot("terms_of_reference"))

    assert proof_of("terms_of_reference")[0] == f"Sudah di Lampiran: {file.filename}."


def test_what_has_no_slot_goes_to_the_other_files(proof_of):
    words, address = proof_of("upkeep_commitment")

    assert words.startswith("Unggah buktinya pada Lampiran lain")
    assert address.endswith("#id_slot-lain")
