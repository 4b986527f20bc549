"""The list behind each number of a board, from the rows that the number is counted from."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import url_for

from server.alerts import alert_words
from server.alerts.models import Alert
from server.consent.check_queries import CHANGE_NAMES
from server.foundation import clock
from server.foundation.rows import select_named
from server.incidents.doubles import Shown
from server.incidents.rules import CATEGORY_NAMES
from server.intake.rules import REASONS
from server.reconciliation import board_sql, board_words
from server.reconciliation.board_items import Matter, Missing
from server.reconciliation.board_numbers import open_incidents, own_phones_agreed
from server.reconciliation.board_sight import ALERT, CHECK, INCIDENT, NO, USE, Sight
from server.reconciliation.boards import PhoneBoard, TripBoard, instant
from server.trips.strays import strays_of

A_PAGE = 100
AT_SCHOOL_NAMES = {
    "off": "At school, and off the phone",
    "at_school": "At school, and still on the phone",
    "differs": "Another picture came under its number",
    "missing": "Not arrived",
}


@dataclass(frozen=True)
class Line:
    """A line of a list: what it is, what is known of it, where it is dealt with (null where somebody may not)."""

    title: str
    details: Sequence[str] = ()
    url: str | None = None


@dataclass(frozen=True)
class Asked:
    """Which part of a list is wanted: of one phone, what is new since an arrival number, from which page."""

    phone: str | None = None
    since: int = 0
    page: int = 1


@dataclass(frozen=True)
class Before:
    """What a list is made of: the school, its trip (null: none), the board as somebody sees it, and who that is."""

    school: str
    trip: str | None
    board: TripBoard
    sight: Sight
    asked: Asked = field(default_factory=Asked)
    doubles: Collection[Shown] = ()

    def name(self, phone: str) -> str:
        """A phone's name, or where else it came from."""
        return next((one.name for one in self.board.phones if one.phone == phone), "An own phone or the office")

    @property
    def phones(self) -> list[PhoneBoard]:
        """The phones that are asked for."""
        return [one for one in self.board.phones if self.asked.phone in (None, one.phone)]


def _known(before: Before, *, has_arrived: bool) -> list[Line]:
    """Every item that a phone told of or sent, a page of them and one more."""
    asked = before.asked
    trips = [before.trip] if before.trip else strays_of(before.school)
    given = {
        "school": before.school,
        "trips": json.dumps(trips),
        "phone": asked.phone,
        "has_arrived": has_arrived,
        "seen": asked.since,
        "many": A_PAGE + 1,
        "after": (asked.page - 1) * A_PAGE,
    }
    sql = board_sql.LISTED if before.trip else board_sql.LISTED_OF_NONE
    return [_item(before, row) for row in select_named(sql, given)]


def _item(before: Before, row: Any) -> Line:
    phone, what, _id, n, told_seq, told_size, told_at, sent_seq, sent_size, came_at = row
    item = Missing(told_seq or sent_seq, what, told_size or sent_size, clock.now(), "")
    told, came = instant(told_at), instant(came_at)
    announced = f"Announced {clock.in_words(told)}" if told else "Sent without being announced"
    if came:
        arrived = f"The school has it, {clock.in_words(came)}"
    else:
        arrived = "The school has it, with no trip or another" if n else "Not arrived"
    return Line(f"{before.name(phone)}: {board_words.what_is(item)}", [announced, arrived])


_announced, _arrived = partial(_known, has_arrived=False), partial(_known, has_arrived=True)


def _missing(before: Before) -> list[Line]:
    found = {item.key: (phone, item) for phone in reversed(before.phones) for item in phone.missing}
    return [_missing_line(phone, item) for phone, item in reversed(found.values())]


def _missing_line(phone: PhoneBoard, item: Missing) -> Line:
    told = f"Announced {clock.in_words(item.told_at)}" if item.type else "The phone used this number and lost it"
    if item in phone.gone or item.type is None:
        step = "No longer on the phone. Ask whoever had it what it was, and write it down again."
    else:
        step = "Bring the phone into signal and open Lanyard on it: it sends by itself."
    return Line(f"{phone.name}: {board_words.what_is(item)}", [told, step])


def _held(before: Before) -> list[Line]:
    return [
        Line(
            f"{before.name(one.phone)}: number {one.seq}",
            [REASONS.get(one.reason, "It needs a look."), f"Arrived {clock.in_words(one.at)}"],
            url_for("reconciliation.held_item", n=one.n) if before.sight.may_decide(one) else None,
        )
        for one in before.board.held_items
        if before.asked.phone in (None, one.phone)
    ]


def _waiting(before: Before) -> list[Line]:
    return [
        Line(
            f"{one.name}: {one.waiting} waiting",
            [
                f"It said so {clock.in_words(one.contact.heard_at)}",
                "Bring it into signal and open Lanyard on it: it sends by itself.",
            ],
        )
        for one in before.phones
        if one.contact and one.waiting and one.is_schools
    ]


def _photos(standings: Collection[str]) -> Callable[[Before], list[Line]]:
    def lines(before: Before) -> list[Line]:
        return [_photo(before, row) for row in before.board.of("photo") if row.facts["standing"] in standings]

    return lines


def _photo(before: Before, row: Matter) -> Line:
    held = ["Held back, in no gallery"] if row.facts["is_held"] else []
    return Line(
        f"Photo taken {_at(row)}",
        [before.name(row.phone), AT_SCHOOL_NAMES[row.facts["standing"]], *held],
        url_for("photos.photo_page", photo_id=row.id) if before.sight.may_look else None,
    )


def _incidents(before: Before) -> list[Line]:
    return [_incident(before, row) for row in before.board.of(INCIDENT)]


def _open_incidents(before: Before) -> list[Line]:
    return [_incident(before, row) for row in open_incidents(before.board)]


def _incident(before: Before, row: Matter) -> Line:
    return Line(
        CATEGORY_NAMES.get(row.facts["category"] or "", "Incident, no category given"),
        [f"{before.name(row.phone)}. The school has it, {_at(row)}"],
        url_for("incidents.incident_page", incident_id=row.id) if before.sight.reads(row.facts["category"]) else None,
    )


def _alerts(before: Before) -> list[Line]:
    return [_alert(before, row) for row in before.board.of(ALERT)]


def _alert(before: Before, row: Matter) -> Line:
    facts = {name: row.facts[name] for name in ("kind", "subject", "category")}
    alert = Alert(id=row.id, school=before.school, trip=before.trip, **facts)
    if row.facts["is_theirs"]:
        return Line(alert_words.title(alert), [f"Since {_at(row)}"], url_for("alerts.one_alert", alert_id=row.id))
    return Line(alert_words.title(alert), [f"Since {_at(row)}", board_words.ring(row.facts["told"])])


def _doubles(before: Before) -> list[Line]:
    return [
        Line(
            " and ".join(one.words),
            [one.pair.why],
            url_for("doubles.pair", first=one.pair.first, second=one.pair.second) if one.may_read else None,
        )
        for one in before.doubles
    ]


def _uses_without(before: Before) -> list[Line]:
    return [
        Line(
            f"Call with an own phone, {_at(row)}",
            ["No agreement was in force. Ask whether it is agreed to afterwards, or write why there is none."],
            url_for("own_phones.one_use", use_id=row.id),
        )
        for row in before.board.of(USE)
        if row.facts["lacks_agreement"]
    ]


def _agreements(before: Before) -> list[Line]:
    return [
        Line(f"Agreement {row.facts['number']}: {row.facts['name']}", [f"Given {_at(row)}"])
        for row in own_phones_agreed(before.board)
    ]


def _consent_exceptions(before: Before) -> list[Line]:
    checks = url_for("photo_checks.checks", trip_id=before.trip) if before.trip else None
    stopped = [
        Line(
            f"Check before a photo, {_at(row)}",
            [
                before.name(row.phone),
                "It should not have passed" if row.facts["is_flagged"] else "It stopped the photo",
            ],
            checks,
        )
        for row in before.board.of(CHECK)
    ]
    said_no = [
        Line(CHANGE_NAMES.get(row.facts["change"], "A no"), [before.name(row.phone), f"Told {_at(row)}"], checks)
        for row in before.board.of(NO)
    ]
    return said_no + stopped


def _at(row: Matter) -> str:
    return clock.in_words(row.at) if row.at else "at a time not known"


def lines_of(part: str, before: Before) -> tuple[list[Line], bool]:
    """A page of a list, and whether there is another."""
    lines = LISTS[part](before)
    if part in OF_ITEMS:
        return lines[:A_PAGE], len(lines) > A_PAGE
    first = (before.asked.page - 1) * A_PAGE
    return lines[first : first + A_PAGE], len(lines) > first + A_PAGE


LISTS: dict[str, Callable[[Before], list[Line]]] = {
    "announced": _announced,
    "arrived": _arrived,
    "new": _arrived,
    "missing": _missing,
    "held": _held,
    "waiting": _waiting,
    "incidents": _incidents,
    "incidents_open": _open_incidents,
    "alerts_open": _alerts,
    "doubles": _doubles,
    "photos_taken": _photos(AT_SCHOOL_NAMES),
    "photos_at_school": _photos(("at_school", "off")),
    "photos_off_phone": _photos(("off",)),
    "agreements": _agreements,
    "uses_without_agreement": _uses_without,
    "consent_exceptions": _consent_exceptions,
}
# What is asked for a page at a time, by itself.
OF_ITEMS = frozenset({"announced", "arrived", "new"})
TITLES = {
    "announced": "What phones told of",
    "arrived": "What the school has",
    "new": "New since you looked",
    "missing": "Not arrived",
    "held": "Held for somebody to check",
    "waiting": "Waiting on phones",
    "phones_back": "Phones out and back",
    "incidents": "Incidents",
    "incidents_open": "Incidents that nobody has closed",
    "alerts_open": "Alerts that nobody has taken up",
    "doubles": "Reports that may be of one event",
    "photos_taken": "Photos taken",
    "photos_at_school": "Photos at school",
    "photos_off_phone": "Photos off the phone",
    "agreements": "Own phones agreed",
    "uses_without_agreement": "Calls with no agreement",
    "consent_exceptions": "Checks before photos to look at",
    "open": "What is still open",
}
