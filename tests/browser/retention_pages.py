"""Retention in the office: something that was kept for long enough, and its way out by two people."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

from tests.browser import busy_day
from tests.browser.office import Office
from tests.browser.school import School

RETENTION = "/office/retention"
A_DAY_MS, DAYS_AGO, NIGHTS = 86_400_000, 1_200, 60
QUIET = {"category": "near_miss", "severity": "minor", "what_happened": "Nearly left the register on the coach."}
MADE = """
INSERT INTO backup_made (epoch, made_at, backed_up_n, name, size_bytes, sha256, kid)
VALUES ('life', ?, 0, 'a backup', 1, '', '')
"""
TRIGGER = "envelope_no_update"


def happened_long_ago_at(school: School, *, number: int = 2) -> None:
    """Near misses of more than three years ago, at a school that has made backups ever since."""
    phone = busy_day.a_phone(school, "Year 6 iPad")
    ids = [phone.files(QUIET).header["id"] for _ in range(number)]
    phone.announces()
    phone.sends(phone.waiting())
    school.has_opened_everything()
    now = round(time.time() * 1000)
    ago = now - DAYS_AGO * A_DAY_MS
    with closing(sqlite3.connect(school.folder / "database" / "lanyard.sqlite3", timeout=10)) as rows, rows:
        # Only the clock could do it otherwise.
        [(guard,)] = rows.execute("SELECT sql FROM sqlite_master WHERE name = ?", (TRIGGER,)).fetchall()
        rows.execute(f"DROP TRIGGER {TRIGGER}")
        for table, column in (("envelope", "received_at"), ("incident", "received_at"), ("incident", "recorded_at")):
            rows.executemany(f"UPDATE {table} SET {column} = ? WHERE id = ?", [(ago, one) for one in ids])
        rows.execute(guard)
        rows.executemany(MADE, [(now - night * A_DAY_MS - 60_000,) for night in reversed(range(NIGHTS))])


def ticks_all(office: Office, group: str) -> None:
    """Tick everything in a group of ticks."""
    for box in office.page.get_by_role("group", name=group).get_by_role("checkbox").all():
        box.check()


def of_retention(office: Office) -> Iterator[str]:
    """As the DSL confirms and the headteacher destroys."""
    office.signs_in_as("dsl")
    office.page.get_by_role("navigation").get_by_role("link", name="Retention").click()
    office.is_headed("Retention")
    yield "office-retention"
    with office.page.expect_navigation():
        office.page.get_by_role("link", name="due under Everyday notes of a trip").click()
    yield "office-retention-due"
    office.presses("Confirm: these may go")
    office.sees("Tick what may go.")
    yield "office-retention-due-refused"
    ticks_all(office, "What may go?")
    office.presses("Confirm: these may go")
    office.sees("You confirmed all of these")
    yield "office-retention-own"
    yield from _of_holds(office)
    office.signs_out()
    office.signs_in_as("headteacher")
    office.goes_to(f"{RETENTION}/confirmed")
    yield "office-retention-waiting"
    ticks_all(office, "Confirmed")
    office.presses("Destroy those ticked")
    office.sees("Tick that you looked")
    yield "office-retention-waiting-refused"
    office.page.get_by_label("They are to be destroyed").check()
    office.presses("Destroy those ticked")
    office.is_headed("Destroyed")
    yield "office-retention-destroyed"
    office.signs_out()


def _of_holds(office: Office) -> Iterator[str]:
    office.page.get_by_role("link", name="Holds").click()
    office.presses("Hold it")
    office.sees("Choose one")
    yield "office-retention-holds-refused"
    office.page.get_by_label("A member of staff").check()
    office.page.get_by_label("Which?").fill("Tom Hargreave")
    office.page.get_by_label("Why?").fill("A claim is under way; the insurers asked for everything to be kept.")
    office.presses("Hold it")
    office.sees("Nothing of it goes")
    yield "office-retention-holds"
    office.page.get_by_role("link", name="A member of staff: Tom Hargreave").click()
    office.presses("End the hold")
    office.sees("Say why")
    yield "office-retention-hold"
    office.page.get_by_label("Why is it over?").fill("Settled")
    office.presses("End the hold")
    office.sees("the schedule counts again")
