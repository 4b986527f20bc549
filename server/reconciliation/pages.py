"""What waits for somebody, what each trip's phones still owe, and what is held for a person to check."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, render_template, url_for

from server.consent import authorisation_rules, authorisations
from server.consent.check_pages import READS_CHECKS
from server.consent.pages import KEEPS_CONSENT
from server.consent.queries import to_chase
from server.foundation import access
from server.foundation.access import Person
from server.incidents import rules as incident_rules
from server.incidents.queries import incidents_on
from server.intake.models import Envelope
from server.intake.rules import REASONS
from server.personal_phone import agreement_rules, agreements, own_phone_rules, own_phone_settings
from server.personal_phone.use_queries import may_open, uses_of
from server.phones.queries import names_of
from server.photos.queries import may_look, photos_on
from server.photos.rules import KEEPS_RULES
from server.photos.stays import exceptions_for
from server.reconciliation import actions, check_off_pages, queries
from server.reconciliation.due import due_for
from server.reconciliation.rules import CHECKERS, OPENS_HELD, may_read_held
from server.trips import departures
from server.trips.countries import names
from server.trips.queries import TripSummary, find_trip, phones_on, titles_of
from server.trips.rules import PLANS_TRIPS

blueprint = Blueprint("reconciliation", __name__, template_folder="templates")

UNNAMED_REASON = "It needs a look."


@blueprint.get("/office")
@access.staff()
def due() -> str:
    """What waits for this person, held items first."""
    return render_template("reconciliation/due.html", items=due_for(access.signed_in()))


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
        check_off=check_off_pages.part_of(person, trip_id),
        **_own_phones(person, found),
        **_came_back(person, trip_id),
    )


def _own_phones(person: Person, found: TripSummary) -> dict[str, Any]:
    """What was agreed about own phones; and, while the trip is not over, whether a school phone is ready for it."""
    chosen = own_phone_settings.of_school(person.school)
    lacks_phones = found.when == "today" and not departures.is_any_ready(found.id)
    return {
        "own_phone_uses": len(uses_of(person, found.id)) if may_open(person) else None,
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
    return render_template("reconciliation/no_trip.html", **_came_back(access.signed_in(), None))


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
    person = access.signed_in()
    return render_template(
        "reconciliation/held_list.html",
        rows=queries.held_for(person),
        reasons=REASONS,
        unnamed=UNNAMED_REASON,
        phone_names=names_of(person.school),
    )


# The largest number SQLite can look for; beyond it there is nothing to find.
@blueprint.get("/office/held/<int(max=9223372036854775807):n>")
@access.staff(*OPENS_HELD)
def held_item(n: int) -> str:
    """One held item: why, from where, and what could be read of it, for those who may read it."""
    person = access.signed_in()
    row: Any = queries.find_held(person, n)
    actions.note_held_view(person, n)
    record = getattr(row, "record", None)
    return render_template(
        "reconciliation/held_item.html",
        row=row,
        record=record,
        reason=REASONS.get(row.opening.reason or "", UNNAMED_REASON),
        phone_name=names_of(person.school).get(
            row.phone, "The office or an own phone" if not row.phone else "A phone no longer listed"
        ),
        trip_title=titles_of(person.school).get((record.trip if record else row.trip) or ""),
        facts=_facts(person, row),
    )


def _facts(person: Person, row: Envelope) -> list[tuple[str, str]] | None:
    """What could be read, as pairs of name and text; None for somebody who may not read it, or when nothing could."""
    contents = queries.contents_of(row)
    if contents is None or not may_read_held(contents, person.roles, is_of_head=queries.is_of_head(row)):
        return None
    return [(name.replace("_", " ").capitalize(), _as_text(value)) for name, value in contents[1].items()]


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
