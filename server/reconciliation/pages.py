"""What waits for somebody, what each trip's phones still owe, and what is held for a person to check."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from server.consent import authorisation_rules
from server.consent.settings import KEEPS_CONSENT
from server.foundation import access, clock
from server.foundation.access import Person
from server.incidents import doubles, paper, sheets_back
from server.incidents import rules as incident_rules
from server.personal_phone import agreement_rules, own_phone_rules, own_phone_settings
from server.personal_phone.own_phone_rules import OwnPhoneChoice
from server.reconciliation import board_rules, board_words, check_off_pages, held_pages, trip_report, trip_view
from server.reconciliation.board_numbers import item_numbers
from server.reconciliation.board_sight import INCIDENT, USE, Sight, seen_by, sight_of
from server.reconciliation.boards import TripBoard, shown_of_none
from server.reconciliation.due_sources import page_for
from server.reconciliation.rules import CHECKERS, OPENS_HELD
from server.trips import departures
from server.trips.countries import names
from server.trips.queries import TripSummary, find_trip
from server.trips.rules import PLANS_TRIPS

blueprint = Blueprint("reconciliation", __name__, template_folder="templates")

# Of what names no trip something may have come from every phone there is.
MOST_PHONES = 50


@blueprint.get("/office")
@access.staff()
def due() -> str:
    """What waits for this person, held items first."""
    return render_template("reconciliation/due.html", page=page_for(access.signed_in()))


@blueprint.get("/office/trips/<trip_id>")
@access.staff()
def trip(trip_id: str) -> str:
    """A trip's board, before, during and after: what its phones told of and what came, and what is still open."""
    person = access.signed_in()
    found = find_trip(person.school, trip_id)
    parts = trip_view.board_parts(person, found)
    return render_template("reconciliation/trip.html", **parts, **_about(person, found, parts))


def _about(person: Person, found: TripSummary, parts: dict[str, Any]) -> dict[str, Any]:
    """What else the page says of a trip, from the rows of its board."""
    board, sight = parts["board"], parts["sight"]
    return {
        "going": trip_view.checks_of(board),
        "wanting": departures.wanting,
        "may_read_checks": sight.sees_checks,
        "authorised": trip_view.authorised_on(board),
        "may_read_authorisations": bool(person.roles & set(authorisation_rules.READS)),
        "country": names().get(found.country, found.country),
        "may_plan": bool(person.roles & set(PLANS_TRIPS)),
        "may_keep_consent": bool(person.roles & set(KEEPS_CONSENT)),
        "may_report": bool(trip_report.READS & person.roles) or person.id in found.leader_ids,
        "sheets": sheets_back.back_on(person.school, found.id),
        "may_enter_paper": paper.may_enter(person, found.id),
        "check_off": check_off_pages.part_of(person, parts["check"]),
        **_own_phones(person, found, board, sight),
    }


def _own_phones(person: Person, found: TripSummary, board: TripBoard, sight: Sight) -> dict[str, Any]:
    """What was agreed about own phones; and, while the trip is not over, whether a school phone is ready for it."""
    is_lacking = found.when == "today" and not trip_view.is_any_ready(board)
    has_none = found.when != "past" and (is_lacking or not any(phone.facts.get("goes") for phone in board.phones))
    chosen = own_phone_settings.of_school(person.school) if has_none else None
    return {
        "own_phone_uses": len(board.of(USE)) if sight.sees_uses else None,
        "agreed": trip_view.agreed_on(board, found),
        "may_read_agreements": bool(person.roles & set(agreement_rules.READS)),
        "may_agree": chosen is not None and _may_agree(person, chosen),
        "who_agrees": own_phone_rules.who_agrees(chosen) if chosen else "",
        "has_no_phone": has_none,
    }


def _may_agree(person: Person, chosen: OwnPhoneChoice) -> bool:
    """Whether they may agree to an own phone before it is used."""
    return own_phone_rules.may_give(person.roles, chosen) and not own_phone_rules.is_only_afterwards(chosen)


@blueprint.get("/office/no-trip")
@access.staff()
def no_trip() -> str:
    """The same for what names no trip of this school, so that nothing is in nobody's count."""
    person = access.signed_in()
    sight = sight_of(person)
    board = seen_by(sight, shown_of_none(person.school))
    incidents = board.of(INCIDENT)
    pairs, shown = doubles.weighed(person, None)
    numbers = {**item_numbers(board), "doubles": len(pairs)}
    return render_template(
        "reconciliation/no_trip.html",
        board=board,
        first=board_words.first_numbers(None, numbers),
        rest=board_words.numbers_of_none(numbers, sight),
        lines=board_words.pressing(board, board_rules.OneDay(clock.today()), MOST_PHONES),
        all_phones=len(board.phones),
        incidents=[trip_view.incident_of(person.school, row) for row in incidents[: trip_view.MOST_INCIDENTS]],
        all_incidents=len(incidents),
        names=incident_rules,
        doubles=shown,
        sight=sight,
        phone_names={phone.phone: phone.name for phone in board.phones if phone.is_schools},
        may_check=bool(CHECKERS & person.roles),
        may_enter_paper=paper.may_enter(person, None),
    )


def subject_page(person: Person, kind: str, subject: str) -> str | None:
    """The address of what is held, or of the trip whose phone is silent, where somebody may open it."""
    if kind == "item.held" and OPENS_HELD & person.roles:
        return url_for("reconciliation.held_list")
    return url_for("reconciliation.trip", trip_id=subject.partition(":")[0]) if kind == "phone.silent" else None


@blueprint.get("/office/held")
@access.staff(*OPENS_HELD)
def held_list() -> str:
    """Everything held for a person to check, newest first."""
    return held_pages.list_page(access.signed_in())


@blueprint.get(f"/office/held/<{held_pages.NUMBER}:n>")
@access.staff(*OPENS_HELD)
def held_item(n: int) -> str:
    """One held item, and what can be done."""
    return held_pages.item_page(access.signed_in(), n)
