"""A parent asks for everything about a child: found, decided, let go by two, and opened with what was read out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.api.opened_zip import opened
from tests.browser import access_pages, looks
from tests.browser.access_pages import CHILD, REQUESTS
from tests.browser.office import Office
from tests.browser.school import School


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def windows(request: pytest.FixtureRequest, browser: Browser, school: School) -> Iterator[tuple[Office, Office]]:
    """The DSL's browser and the headteacher's."""
    dsl, head = (Office(browser, school, java_script_enabled=request.param) for _ in range(2))
    dsl.signs_in_as("dsl")
    head.signs_in_as("headteacher")
    yield dsl, head
    assert dsl.complaints + head.complaints == []
    for office in (dsl, head):
        office.context.close()


def takes_words_out(office: Office, address: str) -> None:
    """The report of her, and in it what a parent must not read."""
    office.goes_to(f"{address}/found")
    office.page.get_by_role("link", name="A report").click()
    office.sees("fell on the wall with [another pupil]")
    office.page.get_by_label("Which words are to be taken out?").fill("fell on the wall")
    office.page.get_by_label("Why?").last.fill("It shows where they live")
    office.presses("Take them out")
    office.sees("[taken out] with [another pupil]")


def holds_one_back(office: Office, address: str) -> None:
    """Whom to ring, with a ground and a reason."""
    office.goes_to(f"{address}/found")
    office.page.get_by_role("link", name="Somebody to ring").first.click()
    office.page.get_by_label("Is held back", exact=True).check()
    office.presses("Save and go to the next")
    office.sees("Choose the ground on which it is held back")
    office.page.get_by_label("on which ground").select_option("others")
    office.page.get_by_label("Why?").first.fill("Her mother asked for that")
    office.presses("Save and go to the next")
    office.sees("Kept. Still to decide")


def test_a_parent_is_answered_by_two_people(windows: tuple[Office, Office], school: School, tmp_path: Path) -> None:
    dsl, head = windows
    access_pages.is_reported_at(school)
    dsl.goes_to("/office/reports")
    dsl.page.get_by_role("link", name="Access requests").click()
    dsl.page.get_by_role("button", name="Open a request").click()
    address = access_pages.opens_one(dsl)
    dsl.sees("Her father must not learn the address")
    dsl.presses("Look through everything held")
    dsl.sees("Found that may be about the child")
    takes_words_out(dsl, address)
    holds_one_back(dsl, address)
    access_pages.lets_everything_out(dsl, address)
    access_pages.takes(dsl, address, "who", "Keep that")
    access_pages.takes(dsl, address, "chair", "Keep that")
    access_pages.takes(head, address, "head", "Keep that")
    access_pages.signs(dsl, address, "Sign first")
    dsl.goes_to(f"{address}/release")
    dsl.sees("Somebody else has to be the second")
    head.goes_to("/office")
    head.page.get_by_role("link", name="Access request 1 waits for a second person").click()
    access_pages.signs(head, address, "Let it go and lock it")
    passphrase = head.page.locator(".code").inner_text()
    with head.page.expect_download() as download:
        head.page.get_by_role("button", name="Fetch the locked file").click()
    assert download.value.suggested_filename == "records.zip"
    download.value.save_as(tmp_path / "records.zip")

    files = opened((tmp_path / "records.zip").read_bytes(), passphrase)

    reads_what_was_sent(head, files["records.html"], tmp_path)
    dsl.goes_to(f"{address}/log")
    dsl.sees("Her mother asked for that")
    dsl.goes_to(REQUESTS)
    dsl.sees("Let go")


def reads_what_was_sent(office: Office, content: bytes, folder: Path) -> None:
    """As the parent does: a page that needs nothing else, with nobody else's name and no reason in it."""
    (folder / "records.html").write_bytes(content)
    page = office.context.new_page()
    page.set_viewport_size(looks.PHONE)
    page.goto((folder / "records.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Records held about {CHILD}")
    expect(page.get_by_text("[taken out] with [another pupil]")).to_be_visible()
    for words in ("Castell", "Priya", "the wall", "Her mother asked", "Her father", "where they live"):
        expect(page.get_by_text(words)).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
