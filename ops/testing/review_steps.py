"""What Bappeda and the regent's office do in the browser, by the words on their pages."""

import re

from playwright.sync_api import Page, expect

from ops.testing.browser_steps import follow, heading, press, shows


def take(page: Page, number: str, title: str, tab: str = "Belum ditugaskan") -> None:
    """Find a proposal in the queue, by default among those that nobody has taken, and take it."""
    page.goto("/asistensi/")
    page.get_by_role("navigation", name="Antrean").get_by_role("link", name=tab).click()
    follow_row(page, number, title)
    press(page, "Ambil usulan ini")
    expect(page.locator(".state-tag").first).to_have_attribute("data-state", "in_assistance")


def follow_row(page: Page, number: str, title: str) -> None:
    page.locator(f"tr[data-number='{number}']").get_by_role("link", name=title).click()
    heading(page, title)


def note(page: Page, section: str, body: str, kind: str = "Wajib diperbaiki") -> None:
    """Write a note under a section of the open workspace."""
    place = page.locator("details.disclosure", has=page.get_by_text(f"pada {section}"))
    place.locator("summary").click()
    place.get_by_label("Catatan", exact=True).fill(body)
    place.get_by_label(kind).check()
    place.get_by_role("button", name="Simpan catatan").click()
    expect(page.locator("aside.notes")).to_contain_text(body)


def give_back(page: Page, number: str, notes: int) -> None:
    """Return the proposal with the notes written so far."""
    page.goto(f"/asistensi/{number}/")
    shows(page, f"{notes} catatan belum dikirim ke OPD")
    follow(page, "Kembalikan untuk diperbaiki")
    heading(page, "Kembalikan usulan untuk diperbaiki")
    press(page, f"Kembalikan dan kirim {notes} catatan")
    shows(page, f"Usulan {number} dikembalikan ke ")


def resolve_notes(page: Page, number: str) -> None:
    """Mark every note as settled."""
    page.goto(f"/asistensi/{number}/")
    buttons = page.get_by_role("button", name=re.compile("^Tandai selesai"))
    for left in range(buttons.count(), 0, -1):
        buttons.first.click()
        expect(buttons).to_have_count(left - 1)
    shows(page, "Catatan (0 terbuka")


def approve(page: Page, number: str) -> None:
    page.goto(f"/asistensi/{number}/")
    follow(page, "Setujui usulan")
    heading(page, "Setujui usulan")
    press(page, "Setujui usulan")
    shows(page, f"Usulan {number} dari ")


def dispatch(page: Page, number: str, ministry: str, letter: str) -> None:
    """Build a package for a ministry, lock it, and record under which letter it went out."""
    page.goto("/paket/")
    follow(page, "Buat paket")
    follow(page, ministry)
    expect(page.locator(f"[data-number='{number}'] input")).to_be_checked()
    press(page, "Buat paket")
    follow(page, "Kunci paket")
    press(page, "Kunci paket")
    follow(page, "Catat pengiriman")
    page.get_by_label("Nomor surat").fill(letter)
    page.get_by_label("Tanggal surat").fill("10 November 2025")
    page.get_by_role("radio").first.check()
    press(page, "Catat pengiriman")
    expect(page.locator(f"tr[data-number='{number}'] [data-state]")).to_have_attribute("data-state", "sent")


def counts_by_state(page: Page) -> dict[str, int]:
    """Read the dashboard's table of proposals by state."""
    page.goto("/dasbor/")
    rows = page.locator("table", has_text="Jumlah dan nilai usulan menurut status").locator("tbody tr").all()
    return {
        row.locator("[data-state]").get_attribute("data-state"): int(row.locator("td").first.inner_text())
        for row in rows
    }
