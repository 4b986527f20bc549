"""The numbers of a board, from the rows it holds: for the page, the day's page and the command line alike."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from server.custody.rules import HELD
from server.foundation import clock
from server.incidents.doubles import Pair
from server.personal_phone.agreement_rules import OWN_PHONE
from server.reconciliation import board_rules
from server.reconciliation.board_items import Matter
from server.reconciliation.board_rules import AT_SCHOOL, PhoneFacts
from server.reconciliation.board_sight import ALERT, CHECK, INCIDENT, ITEM, NO, USE
from server.reconciliation.boards import PhoneBoard, TripBoard, instant


def numbers_of(board: TripBoard, days: board_rules.Days, doubles: Collection[Pair]) -> dict[str, int]:
    """Every number of a board."""
    photos, uses = board.of("photo"), board.of(USE)
    phones = [phone for phone in board.phones if phone.is_schools]
    return {
        **item_numbers(board),
        "phones": len(phones),
        "phones_back": sum(place_of(phone, days) == AT_SCHOOL for phone in phones),
        "incidents": len(board.of(INCIDENT)),
        "incidents_open": len(open_incidents(board)),
        "photos_taken": len(photos),
        "photos_at_school": sum(row.facts["standing"] in ("at_school", "off") for row in photos),
        "photos_off_phone": sum(row.facts["standing"] == "off" for row in photos),
        "uses": len(uses),
        "agreements": len(own_phones_agreed(board)),
        "uses_without_agreement": sum(bool(row.facts["lacks_agreement"]) for row in uses),
        "items": len(board.of(ITEM)),
        "items_kept": sum(row.facts["state"] == HELD for row in board.of(ITEM)),
        "alerts_open": len(board.of(ALERT)),
        "doubles": len(doubles),
        "consent_exceptions": len(board.of(CHECK)) + len(board.of(NO)),
    }


def item_numbers(board: TripBoard) -> dict[str, int]:
    """Those of the phones' items: what they told of, and what of it is here."""
    return {
        "announced": board.announced,
        "arrived": board.arrived,
        "missing": board.missing,
        "held": board.held,
        "waiting": sum(phone.waiting for phone in board.phones if phone.is_schools),
    }


def closed_on(board: TripBoard) -> frozenset[str]:
    """The incidents of a board that somebody closed, by their ids."""
    return frozenset(row.id for row in board.of(INCIDENT) if row.facts["is_closed"])


def open_incidents(board: TripBoard) -> list[Matter]:
    """Those that nobody has closed."""
    return [row for row in board.of(INCIDENT) if not row.facts["is_closed"]]


def own_phones_agreed(board: TripBoard) -> list[Matter]:
    """The agreements in force to use an own phone as a phone: none for the internet alone, none of a headteacher's."""
    rows = board.of("agreement")
    return [row for row in rows if row.facts["kind"] == OWN_PHONE and row.facts["revoked_at"] is None]


def doubles_seen(board: TripBoard, pairs: Collection[Pair]) -> list[Pair]:
    """The pairs of which both reports are on this board."""
    here = {row.id for row in board.of(INCIDENT)}
    return [pair for pair in pairs if {pair.first, pair.second} <= here]


def place_of(phone: PhoneBoard, days: board_rules.Days) -> str:
    """Where a phone is, as far as the school knows: one of board_rules' four."""
    facts, contact = phone.facts, phone.contact
    check = facts.get("check") or {}
    known = PhoneFacts(
        out_at=instant(facts.get("out_at")),
        back_at=instant(facts.get("back_at")),
        checked_at=instant(check.get("checked_at")),
        heard_at=contact.heard_at if contact else None,
        # What else waits on it is of another trip: what it told of this one is known by number.
        holds_something=bool((contact and contact.odd_items) or phone.owed),
    )
    return board_rules.where_is(known, days, clock.now(), clock.SCHOOL_TIME)


def list_at(phone: PhoneBoard) -> datetime | None:
    """Of when the list on a phone is: as last given to everybody who opens it, or as somebody saw it before leaving."""
    check = phone.facts.get("check") or {}
    return instant(phone.facts.get("list_at") or check.get("list_as_at"))
