"""What waits for somebody, what each trip's phones still owe, and what is held for a person to check."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from server.consent import authorisation_rules, authorisations
from server.consent.check_pages import READS_CHECKS
from server.consent.pages import KEEPS_CONSENT
from server.consent.queries import to_chase
from server.foundation import access
from server.foundation.access import Person
from server.incidents import doubles, paper, sheets_back
from server.incidents import rules as incident_rules
from server.incidents.queries import incidents_on
from server.personal_phone import agreement_rules, agreements, own_phone_rules, own_phone_settings
from server.personal_phone.use_queries import count_of, may_open
from server.phones.queries import names_of
from server.photos.queries import may_look, photos_on
from server.photos.rules import KEEPS_RULES
from server.photos.stays import exceptions_for
from server.reconciliation import check_off_pages, held_pages, queries, trip_report
from server.reconciliation.due_sources import page_for
from server.reconciliation.rules import CHECKERS, OPENS_HELD
from server.trips import departures
from server.trips.countries import names
from server.trips.queries import TripSummary, find_trip, is_leader, phones_on
from server.trips.rules import PLANS_TRIPS

blueprint = Blueprint("reconciliation", __name__, template_folder="templates")


@blueprint.get("/office")
@access.staff()
def due() -> str:
    """What waits for this person, held items first."""
    return render_template("reconciliation/due.html", page=page_for(access.signed_in()))


@blueprint.get("/office/trips/<trip_id>")
@access.staff()
def trip(trip_id: str) -> str:
    """A trip: whether everything its phones told of has come, phone by phone, and its incidents."""
    person = access.signed_in()
    found = find_trip(person.school, trip_id)
    checks = departures.latest_on(trip_id)
    return render_template(
        "reconciliation/trip.html",
        trip=found,
        going=[(phone.name, checks.get(phone.id)) for phone in phones_on(trip_id)],
        wanting=departures.wanting,
        may_read_checks=bool(person.roles & set(READS_CHECKS)),
        authorised=authorisations.on_trip(person.school, trip_id, found.starts_on, found.ends_on),
        may_read_authorisations=bool(person.roles & set(authorisation_rules.READS)),
        country=names().get(found.country, found.country),
        may_plan=bool(person.roles & set(PLANS_TRIPS)),
        may_keep_consent=bool(person.roles & set(KEEPS_CONSENT)),
        to_chase=len(to_chase(person.school, trip_id)),
        photos=photos_on(person.school, trip_id),
        may_look=may_look(person, trip_id),
        may_let_stay=bool(person.roles & set(KEEPS_RULES)),
        stays=exceptions_for(trip_id),
        may_report=bool(trip_report.READS & person.roles) or is_leader(person.id, trip_id),
        doubles=doubles.on_trip(person, trip_id),
        sheets=sheets_back.back_on(person.school, trip_id),
        may_enter_paper=paper.may_enter(person, trip_id),
        check_off=check_off_pages.part_of(person, trip_id),
        **_own_phones(person, found),
        **_came_back(person, trip_id),
    )


def _own_phones(person: Person, found: TripSummary) -> dict[str, Any]:
    """What was agreed about own phones; and, while the trip is not over, whether a school phone is ready for it."""
    chosen = own_phone_settings.of_school(person.school)
    lacks_phones = found.when == "today" and not departures.is_any_ready(found.id)
    return {
        "own_phone_uses": count_of(person, found.id) if may_open(person) else None,
        "agreed": agreements.of_trip(person.school, found.id),
        "may_read_agreements": bool(person.roles & set(agreement_rules.READS)),
        "may_agree": own_phone_rules.may_give(person.roles, chosen),
        "who_agrees": own_phone_rules.who_agrees(chosen),
        "has_no_phone": found.when != "past" and (lacks_phones or not phones_on(found.id)),
    }


@blueprint.get("/office/no-trip")
@access.staff()
def no_trip() -> str:
    """The same for what names no trip of this school, so that nothing is in nobody's count."""
    person = access.signed_in()
    return render_template(
        "reconciliation/no_trip.html", may_enter_paper=paper.may_enter(person, None), **_came_back(person, None)
    )


def _came_back(person: Person, trip_id: str | None) -> dict[str, Any]:
    return {
        "board": queries.board_of(person.school, trip_id),
        "incidents": incidents_on(person, trip_id),
        "names": incident_rules,
        "phone_names": names_of(person.school),
        "may_check": bool(CHECKERS & person.roles),
    }


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
