"""A newcomer's walk from an empty server to the first incident of a school typed in by hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import first_school, keyboard_office
from tests.browser.keyboard import Keyboard
from tests.browser.looks import faults_in_every_light
from tests.browser.office import Office
from tests.browser.phone import Phone
from tests.browser.school import School

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def empty_school(tmp_path: Path) -> Iterator[School]:
    """A server that runs and holds nothing."""
    with School(tmp_path / "school") as school:
        yield school


def test_a_school_is_typed_in_by_hand_and_has_its_first_incident(
    browser: Browser, new_handset: Callable[[str], Phone], empty_school: School
) -> None:
    seen: list[str] = []
    office = Office(browser, empty_school)
    phone = new_handset(empty_school.url)
    first_school.follow(lambda _page, name: seen.append(name), phone, office, empty_school)
    told = (DOCS / "first-run.md").read_text(encoding="utf-8")
    assert re.findall(r"pictures/first-run/([\w-]+)\.webp", told) == seen
    assert sorted(picture.stem for picture in (DOCS / "pictures" / "first-run").iterdir()) == seen
    assert office.complaints == []


def test_the_first_pages_of_an_empty_server_are_clean(browser: Browser, empty_school: School) -> None:
    office = Office(browser, empty_school)
    office.goes_to("/")
    faults = {"doors": faults_in_every_light(office.page)}
    office.goes_to("/first-run")
    office.presses("Begin the school")
    office.sees("Give the server code")
    faults["refused"] = faults_in_every_light(office.page)
    first_school.fills_the_first_page(office, empty_school)
    office.presses("Begin the school")
    faults["begun"] = faults_in_every_light(office.page)
    office.goes_to("/office/getting-ready")
    faults["getting ready"] = faults_in_every_light(office.page)
    assert {name: found for name, found in faults.items() if found} == {}
    assert [words for words in office.complaints if "422" not in words] == []


def test_a_school_is_begun_by_keyboard(browser: Browser, empty_school: School) -> None:
    office = Office(browser, empty_school)
    office.goes_to("/first-run")
    page, keyboard = office.page, Keyboard(office.page)
    typed = {
        "Server code": first_school.server_code(empty_school),
        "Name of the school": first_school.NAME,
        "Your name": "Mabel Ansah",
        "Your e-mail address": "m.ansah@thornby.example",
        "A password for you": first_school.PASSWORD,
        "Their name": "Gethin Parry",
        "Their e-mail address": "g.parry@thornby.example",
    }
    for label, words in typed.items():
        keyboard_office.writes(office, label, words)
    for who, role in (("you", "Office"), ("they", "Headteacher")):
        keyboard.goes_to(page.get_by_role("group", name=f"What are {who} at the school?").get_by_label(role))
        keyboard.presses("Space")
    keyboard_office.presses(office, "button", "Begin the school")
    office.is_headed("The school has begun")
    keyboard_office.presses(office, "button", "Go on to Getting ready")
    office.is_headed("Getting ready")
