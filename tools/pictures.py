"""Takes the pictures of README and docs: `make pictures`, or `make pictures ONLY=check-off`.

`--all FOLDER`: every screen, three sizes, light and dark.

It walks the phone and the office as the browser tests do, at demo schools of its own that are gone afterwards.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, ViewportSize, expect, sync_playwright

from tests.browser import (
    busy_day,
    chromium,
    closing_day,
    custody_pages,
    first_school,
    list_day,
    looks,
    screens,
    shared_day,
    ten_minutes,
)
from tests.browser.chromium import Handset
from tests.browser.office import Office
from tests.browser.phone import AT_SCHOOL, WAITING, Phone
from tests.browser.school import School
from tools.small_picture import write_small

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
MORE = {
    "Where?": "Moat path, by the south gate",
    "Which pupils?": "Rosa Ellwood",
    "What was done?": "Cleaned and plastered. She is walking on happily.",
    "Who was told?": "Priya Shah, trip leader",
}
KIND: ViewportSize = {"width": 390, "height": 640}
FIRST_KINDS = Path(__file__).resolve().parents[1] / "server" / "incidents" / "first_kinds.json"
ELBOW = "Scraped elbow on the drawbridge rail. Rinsed and covered."


class Photographer:
    """Writes small pictures into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def takes(self, page: Page, name: str, *, is_whole: bool = False) -> None:
        """Take what the window shows, or the whole page."""
        page.evaluate("document.fonts.ready")
        shot = page.screenshot(full_page=is_whole, animations="disabled", caret="hide")
        write_small(shot, self.folder / f"{name}.webp")

    def takes_every_look(self, page: Page, name: str) -> None:
        """Take the whole page on a phone, a tablet and a desk, light and dark."""
        for size in (looks.PHONE, looks.TABLET, looks.DESK):
            looks.shows_all_of_itself(page, size)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                self.takes(page, f"{name}-{size['width']}-{scheme}")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(looks.PHONE)


Walk = Callable[[Photographer, Phone, Office, School], None]


def for_the_readme(photographer: Photographer, phone: Phone, _office: Office, school: School) -> None:
    """One incident that goes to the school, and a second one that waits."""
    phone.opens_the_app()
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    phone.signs_in_as("trip_leader")
    phone.taps_button("Not now")
    phone.page.evaluate("scrollTo(0, 0)")
    photographer.takes(phone.page, "home")
    phone.begins_a_report("Tripped on the gravel by the moat and grazed her knee.")
    phone.page.locator(".kinds").evaluate("at => at.scrollIntoView({ behavior: 'instant' })")
    photographer.takes(phone.page, "report")
    for label, text in MORE.items():
        phone.field(label).fill(text)
    phone.answers("Does somebody need to follow this up?", "No")
    phone.taps_button("Save report")
    phone.says(AT_SCHOOL)
    school.stop()
    phone.taps_link("Report another")
    phone.taps_chip("Injury")
    phone.field("What happened?").fill(ELBOW)
    phone.taps_button("Save report")
    phone.says(WAITING)
    phone.goes_to("Outbox")
    phone.says("No answer from the school")
    phone.page.evaluate("scrollTo(0, document.querySelector('.demo-line').offsetHeight)")
    photographer.takes(phone.page, "outbox")


def of_ten_minutes(photographer: Photographer, phone: Phone, office: Office, school: School) -> None:
    """The README's ten minutes, as a newcomer goes through them."""
    ten_minutes.follow(lambda page, name: photographer.takes(page, f"ten-minutes/{name}"), phone, office, school)


def of_a_shared_phone(photographer: Photographer, phone: Phone, office: Office, school: School) -> None:
    """A day with a shared phone, as docs/shared-phones.md tells it."""
    shared_day.follow(lambda page, name: photographer.takes(page, f"shared-phone/{name}"), phone, office, school)


def of_lists(photographer: Photographer, _phone: Phone, office: Office, school: School) -> None:
    """Lists of photo consent going in, as docs/consent.md tells it."""
    list_day.follow(lambda page, name: photographer.takes(page, f"consent/{name}"), office, school)


def of_a_check_off(photographer: Photographer, _phone: Phone, office: Office, school: School) -> None:
    """A trip from its planning to its check-off, as docs/check-off.md tells it."""
    closing_day.follow(lambda page, name: photographer.takes(page, f"check-off/{name}"), office, school)


def of_a_first_school(photographer: Photographer, phone: Phone, office: Office, school: School) -> None:
    """From an empty server to the first incident, as docs/first-run.md tells it."""
    phone.opens_the_app()
    first_school.follow(lambda page, name: photographer.takes(page, f"first-run/{name}"), phone, office, school)


def of_the_kinds(photographer: Photographer, phone: Phone, _office: Office, school: School) -> None:
    """What a phone says at once of each kind of incident, as docs/incidents.md tells it."""
    phone.opens_the_app()
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    phone.page.set_viewport_size(KIND)
    phone.begins_a_report("Told by the form tutor.")
    for code, kind, *_ in json.loads(FIRST_KINDS.read_text("utf-8"))["kinds"]:
        if code != "injury":
            phone.changes_the_kind_to(kind)
        expect(phone.page.locator("#never, #first").first).to_be_visible()
        phone.page.locator("#first, #never").first.evaluate("at => at.scrollIntoView({ behavior: 'instant' })")
        photographer.takes(phone.page, f"incidents/{code.replace('_', '-')}")


def of_everything(photographer: Photographer, phone: Phone, office: Office, school: School) -> None:
    """Every screen of the phone and every page of the office."""
    phone.opens_the_app()
    for name in screens.of_the_phone(phone, school):
        photographer.takes_every_look(phone.page, name)
    busy_day.happens_at(school)
    custody_pages.are_kept_at(school)
    for name in screens.of_the_office(office):
        photographer.takes_every_look(office.page, name)


# By the folder they go into.
EACH: dict[str, Walk] = {
    "readme": for_the_readme,
    "ten-minutes": of_ten_minutes,
    "shared-phone": of_a_shared_phone,
    "consent": of_lists,
    "check-off": of_a_check_off,
    "first-run": of_a_first_school,
    "incidents": of_the_kinds,
}
# These begin on a server that holds nothing; the others at a demo school.
FROM_NOTHING = (of_a_first_school,)


def at_a_school(walk: Walk, photographer: Photographer, browser: Browser, playwright: Playwright) -> None:
    """Start a school, a phone and an office window of their own, and walk."""
    with tempfile.TemporaryDirectory() as folder:
        school = School(Path(folder) / "school")
        if walk not in FROM_NOTHING:
            school.flask("demo")
        with school:
            phone = Phone(Handset(playwright, Path(folder) / "phone"), school.url)
            walk(photographer, phone, Office(browser, school.url), school)
            phone.handset.closes()


def main() -> None:
    """Take the pictures of README and docs, or all there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="take every screen and page into this folder")
    parser.add_argument("--only", choices=EACH, help="take those of one folder")
    asked = parser.parse_args()
    walks = [of_everything] if asked.all else [EACH[asked.only]] if asked.only else list(EACH.values())
    with sync_playwright() as playwright, chromium.launch(playwright) as browser:
        photographer = Photographer(asked.all or PICTURES)
        for walk in walks:
            at_a_school(walk, photographer, browser, playwright)


if __name__ == "__main__":
    main()
