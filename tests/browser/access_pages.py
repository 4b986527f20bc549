"""A request to see everything about one child, in the office: each page of it, on the way to its locked file."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser import busy_day
from tests.browser.office import Office
from tests.browser.school import School

REQUESTS = "/office/access-requests"
CHILD = "Ada Abbott"
REPORTED = f"{CHILD} fell on the wall with Bea Castell. Priya Shah rang her mother."
NOTHING_LEFT = "That was the last"


def is_reported_at(school: School) -> None:
    """Something of her, from the castle."""
    phone = busy_day.a_phone(school, "Phone 6")
    phone.files({"category": "injury", "pupils": CHILD, "what_happened": REPORTED}, phone.card["trip"]["id"])
    phone.announces()
    phone.sends(phone.waiting())
    school.has_opened_everything()


def fills_in(office: Office) -> None:
    """The form of a new request, as a parent asks; which pupil is meant is not said yet."""
    page = office.page
    page.get_by_label("Who is asking?").fill("Mrs Abbott")
    page.get_by_label("A parent or carer", exact=True).check()
    page.get_by_label("Which child is it about?").fill(CHILD)
    page.get_by_label("What else is the child called, or was?").fill("Addy\nAda Finch")
    for part, number in (("Day", "3"), ("Month", "11"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(number)
    page.get_by_label("Could anything put the child at risk").fill("Her father must not learn the address")


def opens_one(office: Office) -> str:
    """Open one, from the list to its own page. Returns that page's address."""
    fills_in(office)
    office.presses("Go on")
    office.sees("a person says so, never the name alone")
    office.page.get_by_label(f"{CHILD},").check()
    office.presses("Open it")
    office.sees("Its clock runs")
    return office.page.url.removeprefix(office.url)


def takes(office: Office, address: str, step: str, button: str, words: str = "As written in the file") -> None:
    """Take one step of a request."""
    office.goes_to(f"{address}/step/{step}")
    office.page.locator("textarea").fill(words)
    office.presses(button)
    office.sees("It stands in the log")


def lets_everything_out(office: Office, address: str) -> None:
    """What is filed under her at once, the rest one by one."""
    office.goes_to(f"{address}/found")
    everything = office.page.get_by_role("button", name="of the school’s own lists")
    if everything.count():
        with office.page.expect_navigation():
            everything.click()
    while office.page.locator(".list__title a").count():
        office.page.locator(".list__title a").first.click()
        office.page.get_by_label("Goes out", exact=True).check()
        office.presses("Save and go to the next")
        if NOTHING_LEFT in office.page.content():
            break
        office.goes_to(f"{address}/found")


def signs(office: Office, address: str, button: str) -> None:
    """Read what goes out, and sign."""
    office.goes_to(f"{address}/preview")
    office.is_headed(f"Records held about {CHILD}")
    office.page.get_by_role("link", name="Then sign").click()
    office.presses(button)


def of_access_requests(office: Office) -> Iterator[str]:
    """As the DSL and the headteacher see them, from signing in to signing out."""
    office.signs_in_as("dsl")
    office.goes_to(REQUESTS)
    office.is_headed("Access requests")
    yield "office-access-requests-none"
    office.goes_to(f"{REQUESTS}/new")
    yield "office-access-request-new"
    fills_in(office)
    office.presses("Go on")
    office.sees("Choose which pupil it is")
    yield "office-access-request-which-pupil"
    office.goes_to(f"{REQUESTS}/new")
    address = opens_one(office)
    yield "office-access-request"
    office.presses("Look through everything held")
    office.sees("Looked through everything")
    with office.page.expect_navigation():
        office.page.get_by_role("button", name="What was found").click()
    yield "office-access-request-found"
    with office.page.expect_navigation():
        office.page.locator(".list__title a").first.click()
    yield "office-access-request-thing"
    office.presses("Save and go to the next")
    office.sees("Choose what becomes of it")
    yield "office-access-request-thing-refused"
    office.goes_to(f"{address}/step/pause")
    office.presses("Stop the clock")
    office.sees("Choose what the school waits for")
    yield "office-access-request-pause-refused"
    office.goes_to(f"{address}/release")
    office.sees("Not yet.")
    yield "office-access-request-not-yet"
    yield from _to_the_closing(office, address)


def _to_the_closing(office: Office, address: str) -> Iterator[str]:
    lets_everything_out(office, address)
    takes(office, address, "who", "Keep that")
    takes(office, address, "chair", "Keep that")
    office.signs_out()
    office.signs_in_as("headteacher")
    lets_everything_out(office, address)
    takes(office, address, "head", "Keep that")
    office.goes_to(f"{address}/preview")
    yield "office-access-request-preview"
    signs(office, address, "Sign first")
    office.goes_to(f"{address}/log")
    yield "office-access-request-log"
    office.signs_out()
    office.signs_in_as("dsl")
    office.goes_to(f"{address}/release")
    yield "office-access-request-sign"
    office.presses("Let it go and lock it")
    office.is_headed("It is locked")
    yield "office-access-request-locked"
    takes(office, address, "close", "Close it")
    yield "office-access-request-closed"
    office.goes_to(REQUESTS)
    yield "office-access-requests"
    office.signs_out()
