"""What is still missing or open on a trip, and what to do next about each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from server.accounts.rules import Role
from server.custody.custody_words import called
from server.custody.rules import HELD
from server.foundation import clock
from server.incidents import doubles
from server.incidents import rules as incident_rules
from server.incidents.doubles import Pair
from server.personal_phone import report_rules
from server.personal_phone.report_rules import About
from server.reconciliation import board_words
from server.reconciliation.attestations import attestation_gaps
from server.reconciliation.board_items import Held, Matter
from server.reconciliation.board_numbers import doubles_seen, open_incidents
from server.reconciliation.board_sight import ALERT, INCIDENT, ITEM, SHEET, USE, Sight, seen_by_all
from server.reconciliation.boards import TripBoard, board_of
from server.reconciliation.gap import DOUBLE, Gap, key_of_pair
from server.reconciliation.rules import FOR_DSL, category_of

# Whoever is not shown incidents is not shown how many are open.
_AS_INCIDENTS = frozenset({"incident", "alert", DOUBLE, "sheet"})

_OF_ITEMS = frozenset({"item", "item_odd"})


def gaps_of(school: str, trip_id: str, sight: Sight) -> list[Gap]:
    """Every gap of a trip, the gravest first, each with what whoever looks can do. What is for the chair alone is in
    none.
    """
    return [gap for part in PARTS for gap in part(school, trip_id, sight)]


def seen_gaps(sight: Sight, gaps: Collection[Gap]) -> list[Gap]:
    """Those that somebody may see."""
    return [gap for gap in gaps if _may_see(sight, gap.key.partition("|")[0])]


def _may_see(sight: Sight, part: str) -> bool:
    if part in _AS_INCIDENTS:
        return sight.sees_incidents
    if part in _OF_ITEMS:
        return sight.sees_items
    # A headteacher's own call is in none.
    return part != "use" or report_rules.may_see(sight.reader, About(None, is_heads=False))


def gaps_on(board: TripBoard, pairs: Collection[Pair], sight: Sight) -> list[Gap]:
    """The gaps that a board's own rows tell of, as somebody looks at them; its phones' own word is not among them.

    The board knows which alerts that person was told of.
    """
    whole = seen_by_all(board)
    parts = (
        _missing(whole),
        _held(whole, sight),
        _photos(whole),
        _uses(whole, sight),
        _items(whole, sight),
        _alerts(whole),
    )
    gaps = [gap for part in parts for gap in part]
    return [*gaps, *_incidents(whole, sight), *_doubles(whole, pairs, sight), *_sheets(whole, sight)]


def _of_board(school: str, trip_id: str, sight: Sight) -> list[Gap]:
    return gaps_on(board_of(school, trip_id, staff=sight.staff), doubles.proposed(school, trip_id), sight)


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


def _held(board: TripBoard, sight: Sight) -> Iterator[Gap]:
    for one in board.held_items:
        title = f"{_phone(board, one.phone)}: number {one.seq} is held for somebody to check"
        if sight.may_decide(one):
            yield Gap(f"held|{one.n}", title, "Look at it, and decide.", f"/office/held/{one.n}")
        else:
            yield Gap(f"held|{one.n}", title, f"Ask {_decider(one, sight)} to decide on it.", None)


def _decider(one: Held, sight: Sight) -> str:
    """Whom to ask. A concern about staff has the words of whatever else the headteacher alone decides on."""
    if one.contents is None:
        return "the office"
    return _reader(category_of(one.contents)) if sight.sees_incidents else "the headteacher"


def _reader(*categories: str | None) -> str:
    """Who reads reports of these categories, for whoever does not."""
    if FOR_DSL in categories:
        return "the DSL"
    dsl = frozenset({Role.DSL})
    is_for_dsl = all(incident_rules.may_read(one, dsl, leads_the_trip=False) for one in categories)
    return "the DSL or the headteacher" if is_for_dsl else "the headteacher"


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


def _uses(board: TripBoard, sight: Sight) -> Iterator[Gap]:
    for row in board.of(USE):
        if row.facts["lacks_agreement"]:
            title = f"A call with an own phone, {_at(row)}, has no agreement"
            is_theirs = _may_see(sight, "use")
            whom = "Ask" if is_theirs else "Ask the headteacher"
            step = f"{whom} whether it is agreed to afterwards, or write why there is none."
            yield Gap(f"use|{row.id}", title, step, f"/office/own-phones/{row.id}" if is_theirs else None)


def _items(board: TripBoard, sight: Sight) -> Iterator[Gap]:
    """What is neither back nor with the police, and what does not fit together; no name stands in either."""
    for row in board.of(ITEM):
        what, url = called(row.facts["thing"], row.facts["bag"]), f"/office/custody/{row.id}"
        ask, reads = "Ask the office, the DSL or the headteacher", sight.reads_item(row)
        if row.facts["state"] == HELD:
            step = "Give it back or hand it over, and write to whom." if reads else f"{ask} what became of it."
            yield Gap(f"item|{row.id}", f"{what}: kept since {_at(row)}, and not given back", step, url)
        if row.facts["is_odd"]:
            step = "Look at what was written of it." if reads else f"{ask} to look at it."
            yield Gap(f"item_odd|{row.id}", f"{what}: what was written of it does not fit together", step, url)


def _alerts(board: TripBoard) -> Iterator[Gap]:
    for row in board.of(ALERT):
        if not row.facts["is_about_staff"] and row.facts["category"] != "allegation":
            title = f"An alert of {_at(row)} was taken up by nobody"
            if row.facts["is_theirs"]:
                step, url = "You were told of it: take it up.", f"/office/alerts/{row.id}"
            else:
                step, url = board_words.ring(row.facts["told"]), _list(board, "alerts_open")
            yield Gap(f"alert|{row.id}", title, step, url)


def _incidents(board: TripBoard, sight: Sight) -> Iterator[Gap]:
    for row in open_incidents(board):
        # A concern about staff is the headteacher's alone, and is closed in its own way.
        category = row.facts["category"]
        if category != "allegation":
            title = f"An incident from {_phone(board, row.phone)}, here since {_at(row)}, is not closed"
            step, url = f"Ask {_reader(category)} to write how it ended.", None
            if sight.reads(category):
                step, url = "Open it, and write how it ended.", f"/office/incidents/{row.id}"
            yield Gap(f"incident|{row.id}", title, step, url)


def _doubles(board: TripBoard, pairs: Collection[Pair], sight: Sight) -> Iterator[Gap]:
    categories = {row.id: row.facts["category"] for row in board.of(INCIDENT)}
    for pair in doubles_seen(board, pairs):
        both = (categories[pair.first], categories[pair.second])
        if "allegation" not in both:
            step, url = f"Ask {_reader(*both)} to look at both, and to say whether they are.", None
            if all(sight.reads(one) for one in both):
                step = "Look at both, and say whether they are. Both are kept."
                url = f"/office/incidents/doubles?first={pair.first}&second={pair.second}"
            yield Gap(key_of_pair(pair.first, pair.second), "Two reports may be of one event", step, url)


def _sheets(board: TripBoard, sight: Sight) -> Iterator[Gap]:
    for row in board.of(SHEET):
        said = row.facts["said"]
        # How many were typed in is in no title: what is not counted could be worked out from it.
        if row.facts["typed"] < said:
            told = f"{'at least ' if row.facts['is_more'] else ''}{said} incident{'' if said == 1 else 's'}"
            title = f"Sheets say {told}: is each of them typed in?"
            step = "Enter what is missing. If nothing is, say that you looked, and nothing of what was written."
            if not sight.enters_paper:
                step = "Ask the office to enter what is missing from the paper."
            url = f"/office/trips/{board.trip}/paper" if sight.enters_paper else None
            yield Gap(f"sheet|{board.trip}", title, step, url)


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


PARTS: tuple[Callable[[str, str, Sight], list[Gap]], ...] = (attestation_gaps, _of_board)
