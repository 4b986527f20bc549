"""What is still missing or open on a trip, and what to do next about each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from server.foundation import clock
from server.incidents import doubles
from server.incidents.doubles import Pair
from server.reconciliation.attestations import attestation_gaps
from server.reconciliation.board_numbers import doubles_seen, open_incidents
from server.reconciliation.board_sight import ALERT, INCIDENT, USE, Sight, seen_by_all
from server.reconciliation.boards import Matter, TripBoard, board_of
from server.reconciliation.gap import Gap

# Whoever is not shown incidents is not shown how many are open.
_AS_INCIDENTS = frozenset({"incident", "alert", "double"})


def gaps_of(school: str, trip_id: str) -> list[Gap]:
    """Every gap of a trip, the gravest first. What is for the chair alone is in none."""
    return [gap for part in PARTS for gap in part(school, trip_id)]


def seen_gaps(sight: Sight, gaps: Collection[Gap]) -> list[Gap]:
    """Those that somebody may see."""
    return [gap for gap in gaps if _may_see(sight, gap.key.partition("|")[0])]


def _may_see(sight: Sight, part: str) -> bool:
    if part in _AS_INCIDENTS:
        return sight.sees_incidents
    return part != "use" or sight.sees_uses


def gaps_on(board: TripBoard, pairs: Collection[Pair]) -> list[Gap]:
    """The gaps that a board's own rows tell of; its phones' own word is not among them."""
    whole = seen_by_all(board)
    parts = (_missing(whole), _held(whole), _photos(whole), _uses(whole), _alerts(whole))
    gaps = [gap for part in parts for gap in part]
    return [*gaps, *_incidents(whole), *_doubles(whole, pairs)]


def _of_board(school: str, trip_id: str) -> list[Gap]:
    return gaps_on(board_of(school, trip_id), doubles.proposed(school, trip_id))


def _missing(board: TripBoard) -> Iterator[Gap]:
    lost = {item.key for phone in board.phones for item in phone.gone}
    for name, item in board.missing_items:
        what = "photo or file" if item.type == "blob" else "report"
        step = (
            f"{name} no longer has it. Ask whoever had it what it was, and write it down again."
            if item.key in lost
            else f"Bring {name} into signal and open Lanyard on it: it sends by itself."
        )
        yield Gap(
            f"missing|{item.key}", f"{name}: {what} number {item.seq} has not arrived", step, _list(board, "missing")
        )


def _held(board: TripBoard) -> Iterator[Gap]:
    for one in board.held_items:
        title = f"{_phone(board, one.phone)}: number {one.seq} is held for somebody to check"
        yield Gap(f"held|{one.n}", title, "Look at it, and decide.", f"/office/held/{one.n}")


def _photos(board: TripBoard) -> Iterator[Gap]:
    named = {item.id for _name, item in board.missing_items}
    staying: dict[str, int] = {}
    for row in board.of("photo"):
        if row.facts["standing"] == "at_school":
            staying[row.phone] = staying.get(row.phone, 0) + 1
        elif row.facts["standing"] != "off" and row.id not in named:
            title = f"A photo of {_at(row)} on {_phone(board, row.phone)} has not arrived"
            step = "Open Lanyard on it with a signal. What was written of the photo is here."
            yield Gap(f"photo|{row.id}", title, step, _list(board, "photos_taken"))
    for phone, count in staying.items():
        title = f"{count} {'photo is' if count == 1 else 'photos are'} still on {_phone(board, phone)}"
        step = "Open Lanyard on it with a signal: they leave by themselves."
        yield Gap(f"photos|{phone}", title, step, _list(board, "photos_taken"))


def _uses(board: TripBoard) -> Iterator[Gap]:
    for row in board.of(USE):
        if row.facts["lacks_agreement"]:
            title = f"A call with an own phone, {_at(row)}, has no agreement"
            step = "Ask whether it is agreed to afterwards, or write why there is none."
            yield Gap(f"use|{row.id}", title, step, f"/office/own-phones/{row.id}")


def _alerts(board: TripBoard) -> Iterator[Gap]:
    for row in board.of(ALERT):
        if not row.facts["is_about_staff"] and row.facts["category"] != "allegation":
            step = "Ring whoever was told of it: one of them takes it up."
            yield Gap(
                f"alert|{row.id}", f"An alert of {_at(row)} was taken up by nobody", step, _list(board, "alerts_open")
            )


def _incidents(board: TripBoard) -> Iterator[Gap]:
    for row in open_incidents(board):
        # A concern about staff is the headteacher's alone, and is closed in its own way.
        if row.facts["category"] != "allegation":
            title = f"An incident from {_phone(board, row.phone)}, here since {_at(row)}, is not closed"
            url = f"/office/incidents/{row.id}"
            yield Gap(f"incident|{row.id}", title, "Open it, and write how it ended.", url)


def _doubles(board: TripBoard, pairs: Collection[Pair]) -> Iterator[Gap]:
    private = {row.id for row in board.of(INCIDENT) if row.facts["category"] == "allegation"}
    for pair in doubles_seen(board, pairs):
        if not private & {pair.first, pair.second}:
            step = "Look at both, and say whether they are. Both are kept."
            url = f"/office/incidents/doubles?first={pair.first}&second={pair.second}"
            yield Gap(f"double|{pair.first}|{pair.second}", "Two reports may be of one event", step, url)


def _list(board: TripBoard, part: str) -> str:
    # Not by the app's own routes: the command line has none.
    return f"/office/trips/{board.trip}/board/{part}"


def _phone(board: TripBoard, phone: str) -> str:
    return next((one.name for one in board.phones if one.phone == phone and phone), "an own phone or the office")


def _at(row: Matter) -> str:
    if row.at is None:
        return "a time not known"
    # With its year, so that a gap is worded the same for ever: a written reason holds as long as the words do.
    local = row.at.astimezone(clock.SCHOOL_TIME)
    return f"{local.day} {local:%b %Y, %H:%M}"


PARTS: tuple[Callable[[str, str], list[Gap]], ...] = (attestation_gaps, _of_board)
