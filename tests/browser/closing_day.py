"""A trip from its planning to its check-off, with all that can go astray; `takes` gets each page for a picture."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from server.foundation import clock
from tests.api.photographer import jpeg
from tests.browser import busy_day, check_off_pages, held_day, incident_pages, trip_pages
from tests.browser.busy_day import GATEHOUSE, NOSEBLEED
from tests.browser.office import Office
from tests.browser.own_phone_calls import FIRST_AID
from tests.browser.school import School
from tests.protocol_client import ProtocolClient

Takes = Callable[[Page, str], None]
TITLE = "Zoo visit"
PHONES = ("Phone 1", "Phone 2")
# Seven pictures for a page that everybody clones.
SMALL = {"width": 600, "height": 396}
WHY_HELD = "A kind of record that this version does not know. Priya wrote the same in her report of the fall."
WHY_ONE_EVENT = "Priya and Tom were both there when he fell."
WHY_OPEN = "Phone 2 fell into the penguin pool. Tom wrote his report again on paper; the photo is lost."


def follow(takes: Takes, office: Office, school: School) -> str:
    """All of it, by somebody in the office who has never done it. Returns the trip's id."""
    office.page.set_viewport_size(SMALL)
    trip = plans(office)
    goes_astray(school, trip)
    finds_what_is_open(takes, office, trip)
    decides(takes, office, trip)
    is_told_what_came_of_it(office, trip)
    checks_off(takes, office, trip)
    return trip


def plans(office: Office) -> str:
    """The trip with its people, its pupils and its phones."""
    office.signs_in_as("office")
    office.goes_to("/office/trips")
    office.page.get_by_role("button", name="Plan a trip").click()
    trip_pages.plans(office, TITLE, clock.today(), clock.today())
    trip_pages.chooses_the_leader(office, "Priya Shah")
    trip_pages.ticks_the_class(office, "Plover")
    office.presses("Save who goes")
    trip_pages.chooses_phones(office, *PHONES)
    office.presses("Save which phones go")
    office.sees(", ".join(PHONES))
    office.goes_to_the_trip(TITLE)
    return office.page.url.rpartition("/")[2]


def goes_astray(school: School, trip: str) -> None:
    """The day: a fall that two adults reported, a call with an own phone that nobody agreed to, something held.

    Of a photo only what was written of it came; of one report only that there is one.
    """
    phone, other = (busy_day.a_phone(school, name) for name in PHONES)
    phone.files(held_day.FALL, trip)
    other.files(held_day.SEEN_TOO, trip)
    phone.files({"category": "other"}, trip, kind="incident.guessed")
    _calls_with_an_own_phone(phone, school, trip)
    lost = [other.files(NOSEBLEED, trip), _photographs(other, trip)]
    for each in (phone, other):
        each.announces()
        each.sends([item for item in each.waiting() if item not in lost])
    phone.announces()
    school.has_opened_everything()


def _calls_with_an_own_phone(phone: ProtocolClient, school: School, trip: str) -> None:
    now = datetime.now(UTC)
    began, ended = ((now - timedelta(minutes=ago)).isoformat(timespec="milliseconds") for ago in (20, 15))
    body = {**FIRST_AID, "opened_at": ended, "began_at": began, "ended_at": ended}
    actor = {"staff": school.id_of("staff"), "how": "session", "typed_name": None, "unlocked_by": None}
    phone.files({}, trip, kind="personal_phone.used", body=body, actor=actor)


def _photographs(phone: ProtocolClient, trip: str) -> object:
    """What was written of a photo is filed, and so is its file, which is returned."""
    content = jpeg(seed=3)
    blob = phone.files_blob(content)
    named = {"id": blob.header["id"], "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    taken_at = datetime.now(UTC).isoformat(timespec="milliseconds")
    phone.files({}, trip, kind="photo.taken", body={**GATEHOUSE, "taken_at": taken_at}, photos=[named])
    return blob


def finds_what_is_open(takes: Takes, office: Office, trip: str) -> None:
    """From the board each number leads to what it counts."""
    office.goes_to("/office/board")
    office.sees(TITLE)
    _shown(takes, office, "01-the-day", TITLE)
    office.page.get_by_role("main").get_by_role("link", name=TITLE).click()
    office.is_headed(TITLE)
    office.sees("Still open")
    _shown(takes, office, "02-the-board", "What the school has")
    for part, words in (
        ("photos_taken", "Not arrived"),
        ("uses_without_agreement", "No agreement was in force"),
        ("missing", "number 2"),
    ):
        office.goes_to(f"/office/trips/{trip}")
        opens_the_number(office, trip, part)
        office.sees(words)
    _shown(takes, office, "03-not-arrived")


def opens_the_number(office: Office, trip: str, part: str) -> None:
    """Press one of the numbers on a trip's board."""
    office.page.get_by_role("main").locator(f"a[href$='/office/trips/{trip}/board/{part}']").first.click()


def decides(takes: Takes, office: Office, trip: str) -> None:
    """The headteacher, who may read them: what is held is kept as evidence; the two reports of one fall are linked."""
    office.signs_out()
    office.signs_in_as("headteacher")
    office.goes_to(f"/office/trips/{trip}")
    opens_the_number(office, trip, "held")
    office.page.get_by_role("main").get_by_role("link", name="number 2").click()
    office.is_headed("Number 2 from Phone 1")
    _shown(takes, office, "04-held")
    _notes(office, "Keep it as evidence", WHY_HELD)
    office.sees("To decide: 0")
    office.goes_to(f"/office/trips/{trip}")
    office.page.get_by_role("link", name="Two reports may be of one event").click()
    office.is_headed("Two adults, one event?")
    _shown(takes, office, "05-one-event")
    _notes(office, "Two adults, one event", WHY_ONE_EVENT)
    office.sees("Linked as one event.")


def _notes(office: Office, answer: str, why: str) -> None:
    """Give an answer, and why."""
    office.page.get_by_label(answer).check()
    office.page.get_by_label("Why?").fill(why)
    office.presses("Note it")


def is_told_what_came_of_it(office: Office, trip: str) -> None:
    """How each of the two ended."""
    for _ in PHONES:
        office.goes_to(f"/office/trips/{trip}/board/incidents_open")
        office.page.get_by_role("main").get_by_role("link", name="Injury").first.click()
        incident_pages.begins(office, "Close it")
        incident_pages.closes_with_a_lesson(office)
    office.signs_out()


def checks_off(takes: Takes, office: Office, trip: str) -> None:
    """What is left is explained in writing, and the trip signed."""
    office.signs_in_as("office")
    office.goes_to(f"/office/trips/{trip}")
    office.page.get_by_role("link", name="Check the trip off").click()
    check_off_pages.says_it_is_back(office)
    _shown(takes, office, "06-check-off")
    check_off_pages.explains_everything(office, WHY_OPEN)
    office.presses("Sign the trip off")
    office.sees("The trip is signed off")
    office.page.get_by_role("link", name="Summary 1").click()
    office.is_headed("what was signed off")
    _shown(takes, office, "07-signed-off")


def _shown(takes: Takes, office: Office, name: str, heading: str = "") -> None:
    """A picture of what is below the school's name and the ways to other pages, or below a heading."""
    main = office.page.get_by_role("main")
    top = main.get_by_role("heading", name=heading).first if heading else main
    top.evaluate("top => top.scrollIntoView({ behavior: 'instant' })")
    takes(office.page, name)
