"""What a trip's page and the part of it that keeps itself up to date are made of: its board, and little besides."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from server.accounts.models import Staff
from server.consent import authorisations
from server.consent.authorisation_models import ImageAuthorisation, ImageAuthorisationRevoked
from server.foundation import clock
from server.foundation.access import Person
from server.incidents import counts, doubles, emergencies
from server.incidents import rules as incident_rules
from server.incidents.doubles import Pair
from server.incidents.models import Incident
from server.personal_phone import agreements
from server.personal_phone.agreement_models import OwnPhoneAgreement, OwnPhoneAgreementRevoked
from server.photos.models import PhotoException
from server.photos.rules import KEEPS_RULES
from server.reconciliation import attestations, board_rules, board_words, check_off_queries, gaps, trip_states
from server.reconciliation.board_items import Matter
from server.reconciliation.board_numbers import closed_on, doubles_seen, numbers_of, place_of
from server.reconciliation.board_sight import INCIDENT, Sight, seen_by, sight_of
from server.reconciliation.boards import TripBoard, board_of, instant
from server.reconciliation.check_off_queries import CheckOff
from server.reconciliation.gap import Gap
from server.reconciliation.rules import CHECKERS
from server.trips.models import DepartureCheck, Trip
from server.trips.queries import TripSummary
from server.trips.rules import STATE_NAMES

# A longer list of a page's incidents is a page of its own.
MOST_INCIDENTS = 100


def board_parts(person: Person, found: TripSummary) -> dict[str, Any]:
    """What the part that keeps itself up to date shows: numbers, phones, what is open, incidents."""
    sight, whole = sight_of(person, found.leader_ids), board_of(person.school, found.id, staff=person.id)
    seen = seen_by(sight, whole)
    pairs, shown = doubles.weighed(person, found.id)
    check = check_off_queries.find(person.school, found.id, person.id)
    numbers = numbers_of(seen, found, doubles_seen(seen, pairs))
    state = trip_states.state_of(found, check.state, clock.today())
    incidents = seen.of(INCIDENT)
    is_any_out = any(place_of(phone, found) == board_rules.GONE for phone in seen.phones if phone.is_schools)
    return {
        "trip": found,
        "board": seen,
        "sight": sight,
        "state": state,
        "state_names": STATE_NAMES,
        "as_of": clock.now(),
        "is_watched": board_rules.is_watched(found, clock.today(), is_any_out=is_any_out),
        "first": board_words.first_numbers(found.id, numbers),
        "rest": board_words.other_numbers(found.id, numbers, sight),
        "lines": board_words.lines_of(seen, found),
        "open_gaps": open_gaps(sight, whole, check, pairs),
        "check": check,
        "running": [incident_of(person.school, row) for row in incidents if _runs(row)],
        "incidents": [incident_of(person.school, row) for row in incidents[:MOST_INCIDENTS]],
        "all_incidents": len(incidents),
        "closed": closed_on(seen),
        "doubles": shown,
        "head_counts": counts.latest_on(person.school, found.id),
        "names": incident_rules,
        "phone_names": {phone.phone: phone.name for phone in seen.phones if phone.is_schools},
        "may_check": bool(CHECKERS & person.roles),
        "may_look": sight.may_look,
        "may_let_stay": bool(person.roles & set(KEEPS_RULES)),
        "stays": stays_on(seen),
    }


def open_gaps(sight: Sight, board: TripBoard, check: CheckOff, pairs: Collection[Pair]) -> list[Gap]:
    """What is still open that nobody has explained, as somebody may see it.

    Before a trip begins nothing is; nor where it is signed off, whatever has been learnt to ask for since.
    """
    span = check.span
    if span.starts_on > clock.today() or check.is_signed_off:
        return []
    mine = attestations.gaps_among(attestations.standings(span), sight, is_back=span.back <= clock.now())
    every = [*mine, *gaps.gaps_on(board, pairs, sight)]
    return gaps.seen_gaps(sight, check_off_queries.open_among(every, check_off_queries.explained(check.trip)))


def open_on(person: Person, found: TripSummary) -> list[Gap]:
    """The same for a page of nothing else."""
    check = check_off_queries.find(person.school, found.id, person.id)
    whole, pairs = board_of(person.school, found.id, staff=person.id), doubles.proposed(person.school, found.id)
    return open_gaps(sight_of(person, found.leader_ids), whole, check, pairs)


def incident_of(school: str, row: Matter) -> Incident:
    """An incident of a board as its own slice has it."""
    facts = {**row.facts, **{name: instant(row.facts[name]) for name in ("recorded_at", "happened_at")}}
    del facts["is_closed"], facts["runs"]
    return Incident(id=row.id, school=school, phone=row.phone, received_at=row.at, **facts)


def _runs(row: Matter) -> bool:
    """Whether it is an emergency that runs now."""
    return bool(row.facts["runs"]) and row.at is not None and emergencies.is_recent(row.at)


def checks_of(board: TripBoard) -> list[tuple[str, DepartureCheck | None]]:
    """Of each phone that goes, its last check before leaving."""
    going = [phone for phone in board.phones if phone.facts.get("goes")]
    return [(phone.name, _check(phone.facts["check"])) for phone in going]


def _check(facts: dict[str, Any] | None) -> DepartureCheck | None:
    if facts is None:
        return None
    times = {name: instant(facts[name]) for name in ("checked_at", "list_as_at")}
    return DepartureCheck(**{**facts, **times})


def is_any_ready(board: TripBoard) -> bool:
    """Whether some phone that goes has passed its check and was not lost since."""
    found = [phone.facts for phone in board.phones if phone.facts.get("goes") and not phone.facts["revoked"]]
    return any(facts["check"] and facts["check"]["not_well"] == "[]" for facts in found)


def agreed_on(board: TripBoard, found: TripSummary) -> list[agreements.Registered]:
    """What was agreed about own phones, the newest first; nothing of a headteacher's own."""
    trip = Trip(id=found.id, starts_on=found.starts_on, ends_on=found.ends_on)
    return [_agreement(row, trip) for row in board.of("agreement")]


def _agreement(row: Matter, trip: Trip) -> agreements.Registered:
    facts = row.facts
    one = OwnPhoneAgreement(
        id=row.id,
        number=facts["number"],
        kind=facts["kind"],
        staff=Staff(name=facts["name"]),
        given_at=row.at,
        trip=trip,
    )
    revoked = OwnPhoneAgreementRevoked(at=instant(facts["revoked_at"])) if facts["revoked_at"] else None
    return agreements.Registered(one, revoked)


def authorised_on(board: TripBoard) -> list[authorisations.Registered]:
    """What the headteacher allows on the trip that is otherwise forbidden, the newest first."""
    return [_authorisation(row) for row in board.of("authorisation")]


def _authorisation(row: Matter) -> authorisations.Registered:
    facts = row.facts
    days = {name: date.fromisoformat(facts[name]) for name in ("from_on", "until_on")}
    plain = {name: facts[name] for name in ("number", "kind", "what", "trip")}
    revoked = ImageAuthorisationRevoked(at=instant(facts["revoked_at"])) if facts["revoked_at"] else None
    return authorisations.Registered(
        ImageAuthorisation(id=row.id, given_at=row.at, conditions="", **days, **plain), revoked
    )


def stays_on(board: TripBoard) -> list[PhotoException]:
    """What was agreed of how long its photos may stay on the phones, the newest first."""
    return [
        PhotoException(id=row.id, until_on=date.fromisoformat(row.facts["until_on"]), why=row.facts["why"])
        for row in board.of("stay")
    ]
