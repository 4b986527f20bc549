"""The pocket card on paper: four that go into a wallet on the first sheet, one for the folder on the second."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.browser.office import Office
from tests.browser.own_phone_pages import is_in
from tests.browser.school import School

WIDE_MM, HIGH_MM = 85, 54
SHEETS = 2
# Every card's size in mm, whether anything in it is cut off or sticks out, and how far down its sheet the last ends.
MEASURE = """() => {
  const mm = 96 / 25.4;
  const sticksOut = (card, box) => [...card.querySelectorAll("*")].some(part => {
    const own = part.getBoundingClientRect();
    const lacks = part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== "inline";
    return lacks || own.right > box.right + 0.5 || own.left < box.left - 0.5 || own.bottom > box.bottom + 0.5;
  });
  return [...document.querySelectorAll(".pocket")].map(card => {
    const box = card.getBoundingClientRect();
    return {
      wallet: card.classList.contains("pocket--wallet"),
      wide: box.width / mm,
      high: box.height / mm,
      sticksOut: sticksOut(card, box),
    };
  });
}"""


def card_on_paper(office: Office, trip: str, file: Path) -> tuple[int, list[dict[str, Any]]]:
    """Print a trip's card. Returns how many sheets it takes, and each card as it lies there."""
    office.page.set_viewport_size({"width": 1280, "height": 800})
    office.goes_to(f"{trip}/pocket-card")
    office.is_headed("Pocket card")
    # A4 without its margins, in CSS pixels.
    office.page.set_viewport_size({"width": round(186 / 25.4 * 96), "height": round(273 / 25.4 * 96)})
    office.page.emulate_media(media="print")
    cards: list[dict[str, Any]] = office.page.evaluate(MEASURE)
    office.page.pdf(path=str(file), prefer_css_page_size=True)
    office.page.emulate_media(media="screen")
    return len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())), cards


def fits(sheets: int, cards: list[dict[str, Any]]) -> None:
    """Two sheets; four cards of a wallet's size and one large one, with nothing cut off."""
    assert sheets == SHEETS
    wallets = [one for one in cards if one["wallet"]]
    assert (len(wallets), len(cards)) == (4, 5)
    assert [one for one in cards if one["sticksOut"]] == []
    assert [one for one in wallets if abs(one["wide"] - WIDE_MM) > 0.5 or abs(one["high"] - HIGH_MM) > 0.5] == []
    assert cards[-1]["high"] < 273


def test_the_card_fits_a_wallet_and_a_folder_at_home_and_abroad_however_long_the_words(
    browser: Browser, copy_of_the_demo: Callable[[], Path], tmp_path: Path
) -> None:
    with School(copy_of_the_demo()) as school:
        office = Office(browser, school)
        office.signs_in_as("headteacher")
        office.goes_to_the_trip("Castle visit")
        trip = office.page.url.removeprefix(school.url)
        fits(*card_on_paper(office, trip, tmp_path / "home.pdf"))
        school.writes_at_length()
        fits(*card_on_paper(office, trip, tmp_path / "long.pdf"))
        for country in ("Japan", "Bosnia & Herzegovina"):
            office.goes_to(f"{trip}/country")
            is_in(office, country)
            fits(*card_on_paper(office, trip, tmp_path / f"{country[:5]}.pdf"))
        office.context.close()
