"""Somebody in the office who has put the mouse away: what they go to, press, write and choose."""

from __future__ import annotations

import re

from server.shell.demo_school import PASSWORD
from tests.browser.keyboard import Keyboard
from tests.browser.office import Office
from tests.cast import address_of


def presses(office: Office, role: str, name: str | re.Pattern[str], key: str = "Enter") -> None:
    """Go to something of this role and name and press a key on it."""
    keyboard = Keyboard(office.page)
    keyboard.goes_to(office.page.get_by_role(role, name=name))
    keyboard.presses(key)


def writes(office: Office, label: str, text: str) -> None:
    """Go to the field of this label and write."""
    keyboard = Keyboard(office.page)
    keyboard.goes_to(office.page.get_by_label(label, exact=True))
    keyboard.writes(text)


def signs_in(office: Office, role: str) -> None:
    """From the first page to what there is to do."""
    office.goes_to("/sign-in")
    writes(office, "E-mail address", address_of(role))
    writes(office, "Password", PASSWORD)
    Keyboard(office.page).presses("Enter")
    office.is_headed("To do")


def chooses(office: Office, label: str, words: str) -> None:
    """Go to the list of choices of this label and type what the wanted one begins with."""
    keyboard = Keyboard(office.page)
    keyboard.goes_to(office.page.get_by_label(label, exact=True))
    office.page.keyboard.type(words)


def picks(office: Office, label: str | re.Pattern[str]) -> None:
    """Go to the radio button of this label by the arrows."""
    Keyboard(office.page).chooses(office.page.get_by_role("radio", name=label, exact=True))
