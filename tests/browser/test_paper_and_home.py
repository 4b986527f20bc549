"""When a trip is over: paper is typed in as whoever wrote it, and the phone shows that nothing is left on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from tests.browser.office import Office
from tests.browser.paper_pages import types_a_bumped_head
from tests.browser.phone import Phone
from tests.browser.school import School

HIGH_MM = 273
# How high each side is, and what on it sticks out of it.
MEASURE = """() => [...document.querySelectorAll(".sheet")].map(side => {
  const box = side.getBoundingClientRect();
  const out = [...side.querySelectorAll(":scope *:not(dt span)")].filter(part => {
    const own = part.getBoundingClientRect();
    return own.right > box.right + 0.5 || own.bottom > box.bottom + 0.5;
  });
  return { high: box.height / 96 * 25.4, out: out.map(part => part.className || part.tagName) };
})"""


def on_paper(office: Office, address: str, file: Path) -> tuple[int, list[dict[str, Any]]]:
    """Print a sheet. Returns how many sides it takes, and each as it lies there."""
    office.page.set_viewport_size({"width": round(186 / 25.4 * 96), "height": round(HIGH_MM / 25.4 * 96)})
    office.goes_to(address)
    office.page.emulate_media(media="print")
    sides: list[dict[str, Any]] = office.page.evaluate(MEASURE)
    office.page.pdf(path=str(file), prefer_css_page_size=True)
    office.page.emulate_media(media="screen")
    return len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())), sides


def fits(printed: tuple[int, list[dict[str, Any]]], sides: int) -> None:
    """So many sides, each on its own page with nothing cut off."""
    assert (printed[0], len(printed[1])) == (sides, sides)
    assert [side for side in printed[1] if side["out"] or side["high"] > HIGH_MM] == []


def shows_in_a_moment(office: Office, words: str) -> None:
    """Look at the page again until what was filed has been opened behind it."""
    seen = office.page.get_by_role("main").get_by_text(words)

    for _ in range(10):
        office.reloads()
        with suppress(AssertionError):
            expect(seen.first).to_be_visible(timeout=1000)
            return
    raise AssertionError(f"It never said: {words}")


def test_a_sheet_is_printed_filled_in_and_typed_in_by_the_office(
    browser: Browser, copy_of_the_demo: Callable[[], Path], tmp_path: Path
) -> None:
    with School(copy_of_the_demo()) as school:
        office = Office(browser, school)
        office.signs_in_as("office")
        office.goes_to_the_trip("Castle visit")
        trip = office.page.url.removeprefix(school.url)
        fits(on_paper(office, f"{trip}/sheet", tmp_path / "sheet.pdf"), 3)
        fits(on_paper(office, f"{trip}/sheet/with-names", tmp_path / "names.pdf"), 4)
        office.goes_to(trip)
        office.page.get_by_role("link", name="Enter an incident from paper").click()
        types_a_bumped_head(office)
        office.presses("Save it")
        office.sees("Saved. In a moment it is listed, and told, like a report from a phone.")
        shows_in_a_moment(office, "Injury")
        office.reads_the_incident("Injury")
        office.sees("Tom Hargreave, on paper")
        office.sees("Typed in by Elin Morgan.")
        office.sees("Knee")
        office.goes_to(f"{trip}/paper/sheet")
        office.page.get_by_label("In place of which phone?").select_option(label="Phone 4")
        office.page.get_by_label("Who wrote it?").select_option(label="Tom Hargreave, on this trip")
        office.page.get_by_label("No: nothing happened").check()
        office.presses("Save it")
        office.sees("Noted.")
        shows_in_a_moment(office, "In place of Phone 4")
        office.sees("No incidents on it, says Tom Hargreave")
        school.writes_at_length()
        fits(on_paper(office, f"{trip}/sheet/with-names", tmp_path / "long.pdf"), 4)
        office.context.close()


def test_the_phone_turns_from_amber_to_green_as_the_signal_returns(phone: Phone, school: School) -> None:
    school.stop()
    phone.reports_a_grazed_knee()
    phone.goes_to("Today")
    phone.taps_link("Everyone home")
    phone.says("Not yet:")
    phone.says("1 report, the school has 0.")
    phone.says("1 report not at school yet.")
    school.start()
    phone.says("1 report, the school has 1.")
    # Whoever looks again has the school asked again; by itself it is asked once a minute.
    phone.goes_to("Today")
    phone.taps_link("Everyone home")
    expect(phone.page.locator(".home.good")).to_contain_text("Everyone home:")
    phone.says("0 photos, 0 left on this phone.")
    phone.says_nothing_of("What to do")
