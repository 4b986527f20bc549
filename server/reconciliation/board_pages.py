"""The day's board, the list behind each number of a board, and what an open board asks for by itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request

from server.accounts.paging import asked_page, cut
from server.foundation import access, clock
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.incidents import doubles
from server.incidents.doubles import Shown
from server.reconciliation import board_lists, board_rules, board_words, day_board, trip_view
from server.reconciliation.board_lists import Asked, Before, Line
from server.reconciliation.board_sight import Sight, seen_by, sight_of
from server.reconciliation.boards import TripBoard, board_of, names_alone
from server.trips.queries import TripSummary, find_trip

blueprint = Blueprint("boards", __name__, template_folder="templates")
LARGEST = 2**62
DOUBLES = "doubles"


@blueprint.get("/office/board")
@access.staff()
def of_day() -> str:
    """The trips of a day, each phone in a line; today's also has those that are over with a phone still out.

    `day` is as 2026-11-21, and today where it is not given.
    """
    return _day("reconciliation/day.html")


@blueprint.get("/office/board/now")
@access.staff()
def of_day_now() -> str:
    """The part of it that an open page asks for again."""
    return _day("reconciliation/day_now.html")


def _day(template: str) -> str:
    day, is_odd = _asked_day()
    parts = day_board.parts(access.signed_in(), day)
    near = {"before": day - timedelta(days=1), "after": day + timedelta(days=1)}
    return render_template(template, day=day, today=clock.today(), is_odd=is_odd, **near, **parts)


def _asked_day() -> tuple[date, bool]:
    """The day that is asked for; and whether what was asked for is none, or none that a trip can be on."""
    given = request.args.get("day", "")
    try:
        day = date.fromisoformat(given) if given else clock.today()
    except ValueError:
        return clock.today(), True
    if not clock.EARLIEST_YEAR < day.year < clock.LATEST_YEAR:
        return clock.today(), True
    return day, False


@blueprint.get("/office/trips/<trip_id>/board/now")
@access.staff()
def of_trip_now(trip_id: str) -> str:
    """The part of a trip's page that an open page asks for again."""
    person = access.signed_in()
    found = find_trip(person.school, trip_id)
    return render_template("reconciliation/trip_now.html", **trip_view.board_parts(person, found))


@blueprint.get("/office/trips/<trip_id>/board/<part>")
@access.staff()
def of_trip(trip_id: str, part: str) -> str:
    """The list behind one of a trip's numbers; `phone` narrows it, `since` to what arrived after that number."""
    person = access.signed_in()
    found = find_trip(person.school, trip_id)
    if part == "open":
        return _page(found, part, _open(person, found))
    before = _before(person, found, part)
    if part == "phones_back":
        lines = board_words.lines_of(before.board, found)
        return render_template("reconciliation/board_phones.html", trip=found, lines=lines)
    return _page(found, part, *_listed(part, before))


@blueprint.get("/office/no-trip/board/<part>")
@access.staff()
def of_none(part: str) -> str:
    """The same of what names no trip of this school."""
    person = access.signed_in()
    sight, asked = sight_of(person), _asked()
    if part == "phones_back":
        return _phones_of_none(person)
    board, pairs = _board(person, sight, None, part), _doubles(person, None, part)
    return _page(None, part, *_listed(part, Before(person.school, None, board, sight, asked, pairs)))


def _listed(part: str, before: Before) -> tuple[list[Line], bool]:
    if part not in board_lists.LISTS:
        raise Problem("request.not_found")
    return board_lists.lines_of(part, before)


def _board(person: Person, sight: Sight, trip: str | None, part: str) -> TripBoard:
    """The board that a list is a part of; for what is asked for by itself, the phones' names alone."""
    if part in board_lists.OF_ITEMS or part == DOUBLES:
        return names_alone(person.school)
    return seen_by(sight, board_of(person.school, trip, staff=person.id))


def _phones_of_none(person: Person) -> str:
    """Every phone that sent something without naming a trip, a page of them."""
    lines = board_words.lines_of(board_of(person.school, None), board_rules.OneDay(clock.today()))
    page = cut([line for line in lines if line.phone.is_schools])
    return render_template("reconciliation/board_phones.html", trip=None, lines=page.rows, page=page)


def _before(person: Person, found: TripSummary, part: str) -> Before:
    sight = sight_of(person, found.leader_ids)
    board = _board(person, sight, found.id, part)
    return Before(person.school, found.id, board, sight, _asked(), _doubles(person, found.id, part))


def _doubles(person: Person, trip: str | None, part: str) -> Collection[Shown]:
    return doubles.to_look_at(person, trip) if part == DOUBLES else ()


def _open(person: Person, found: TripSummary) -> list[Line]:
    return [Line(gap.title, [gap.next_step], gap.url) for gap in trip_view.open_on(person, found)]


def _asked() -> Asked:
    given = request.args
    return Asked(given.get("phone"), _number(given.get("since")), asked_page())


def _number(text: str | None) -> int:
    """A whole number as somebody's address has it; nought where it is none."""
    digits = (text or "").strip()
    return min(int(digits), LARGEST) if digits.isascii() and digits.isdigit() and len(digits) < 20 else 0


def _page(found: TripSummary | None, part: str, lines: list[Line], has_more: bool = False) -> str:
    asked = _asked()
    shown: dict[str, Any] = {"phone": asked.phone, "since": asked.since or None}
    return render_template(
        "reconciliation/board_list.html",
        trip=found,
        part=part,
        title=board_lists.TITLES[part],
        lines=lines,
        page=asked.page,
        has_more=has_more,
        shown={name: value for name, value in shown.items() if value},
    )
