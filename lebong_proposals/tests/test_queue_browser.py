"""The review queue in a real browser: its address remembers the filters, and chosen rows are those that were ticked."""

import pytest
from playwright.sync_api import expect

from ops.testing import page_checks
from proposals.policy import Intent
from proposals.services.transitions import perform
from proposals.workflow import Action

QUEUE = "/asistensi/?antrean=semua"


def titles(page):
    page.wait_for_load_state()  # right after a click the rows of the new page may not be there yet
    return [title.split("\n")[0] for title in page.locator("tbody th[scope=row] a").all_inner_texts()]


@pytest.mark.slow
def test_filters_survive_reload_and_back_and_the_count_is_announced(window, approver, make_proposal):
    make_proposal(state="submitted", title="Embung Air Kopras")
    make_proposal(state="in_assistance", title="Jembatan Air Ketahun")
    page = window(approver)
    page.goto(QUEUE)
    assert len(titles(page)) == 2

    page.get_by_label("Asistor", exact=True).select_option("Belum ditugaskan")
    page.get_by_text("Saringan lain").click()
    page.get_by_label("Asta Cita").select_option("2")
    page.get_by_role("button", name="Terapkan").click()
    page.get_by_role("link", name="Usulan", exact=True).locator("visible=true").last.click()

    filtered = page.url
    for part in ("asistor=belum", "cita=2", "urut=usulan"):
        assert part in filtered
    for go in (page.reload, lambda: (page.goto("/usulan/"), page.go_back())):
        go()
        assert page.url == filtered
        assert titles(page) == ["Embung Air Kopras"]
        expect(page.get_by_label("Asistor", exact=True)).to_have_value("belum")
        expect(page.get_by_label("Asta Cita")).to_have_value("2")
        expect(page.get_by_role("status").filter(has_text="usulan cocok")).to_have_text(
            "1 usulan cocok dengan saringan."
        )
    page.get_by_role("link", name="Hapus saringan Asistor: Belum ditugaskan").click()
    assert "cita=2" in page.url
    assert sorted(titles(page)) == ["Embung Air Kopras", "Jembatan Air Ketahun"]
    page.get_by_role("link", name="Hapus semua saringan").click()
    assert page.url.endswith(QUEUE)


@pytest.mark.slow
def test_chosen_rows_are_assigned_though_the_list_has_changed(
    window, approver, reviewer, other_reviewer, make_proposal
):
    first, second, third = (make_proposal(state="submitted", title=f"Embung {name}") for name in "ABC")
    page = window(approver)
    page.goto("/asistensi/?antrean=belum")
    expect(page.get_by_text("Centang usulan untuk memilihnya.")).to_be_visible()
    for proposal in (second, third):
        page.get_by_label(f"Pilih usulan {proposal.number}").check()
    expect(page.get_by_text("2 usulan dipilih")).to_be_visible()
    assert page_checks.barriers(page) + page_checks.frame(page) == []
    # Meanwhile the first row leaves the list, so that every other row moves up by one.
    perform(Action.START_ASSISTANCE, first, actor=reviewer, intent=Intent(seen_version=first.version))

    page.get_by_label("Tugaskan kepada").select_option(other_reviewer.name)
    page.get_by_role("button", name="Tugaskan usulan yang dipilih").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Tugaskan 2 usulan kepada {other_reviewer.name}?")
    assert page_checks.barriers(page) == []
    page.get_by_role("button", name="Tugaskan 2 usulan").click()
    expect(page.get_by_text(f"2 usulan ditugaskan kepada {other_reviewer.name}.")).to_be_visible()

    for proposal in (first, second, third):
        proposal.refresh_from_db()
    assert [p.assigned_to for p in (first, second, third)] == [reviewer, other_reviewer, other_reviewer]
    page.goto("/asistensi/?antrean=semua")
    assert page_checks.overflow(page) == []
    page.goto("/asistensi/pengganti/")
    assert page_checks.barriers(page) + page_checks.frame(page) + page_checks.overflow(page) == []
