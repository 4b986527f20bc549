"""What every page shows round its own content: the school, who is signed in, and the navigation they may use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, request, url_for
from peewee import PeeweeException

from server.accounts.queries import any_school
from server.alerts.queries import open_for
from server.foundation import access
from server.foundation.access import Person
from server.personal_phone import use_queries

TRIP_PAGES = ("/office/trips/", "/office/incidents/", "/office/photo-rules")
PHONE_PAGES = ("/office/phones/", "/office/phone/", "/office/phone-rules", "/office/staff-devices")
ALERTS = "Alerts"
# Title, endpoint, and the addresses besides its own under which the entry is marked.
NAVIGATION = (
    ("To do", "reconciliation.due", ()),
    (ALERTS, "alerts.inbox", ("/office/alerts/",)),
    ("About the headteacher", "chair.every_concern", ("/office/chair/",)),
    ("Board", "boards.of_day", ("/office/board/",)),
    ("Trips", "trips.every_trip", TRIP_PAGES),
    ("Photos", "photos.every_trip", ("/office/photos/",)),
    ("Own phones", "own_phones.every_use", ("/office/own-phones/",)),
    ("Own phones", "own_phone_agreements.register", ("/office/own-phones/",)),
    ("Held", "reconciliation.held_list", ("/office/held/",)),
    ("Consent", "consent.register", ("/office/consent/",)),
    ("Phones", "phones.inventory", PHONE_PAGES),
    ("Staff", "staff.staff_list", ("/office/staff/", "/office/sign-in-rules")),
)

# Whoever sees no call sees what was agreed, where their role does; a designated officer sees calls whatever their role.
BY_MORE_THAN_ROLES: dict[str, Callable[[Person], bool]] = {
    "own_phones.every_use": use_queries.may_open,
    "own_phone_agreements.register": lambda person: not use_queries.may_open(person),
}


def surroundings() -> dict[str, Any]:
    """Template variables: `school`, `person` (or None each), `is_new` (no school yet), `navigation` (its entries)."""
    try:
        person, school = access.person(), any_school()
        return {"school": school, "is_new": school is None, "person": person, "navigation": _navigation(person)}
    except PeeweeException:
        # A page that tells of a failed database must not need the database.
        return {"school": None, "person": None, "navigation": []}


def _navigation(person: Person | None) -> list[dict[str, Any]]:
    if person is None:
        return []
    waiting = {ALERTS: open_for(person.school, person.id)[0]}
    return [
        {
            "address": url_for(endpoint),
            "title": title,
            "here": _here(endpoint, below),
            "waiting": waiting.get(title),
        }
        for title, endpoint, below in NAVIGATION
        if _may_open(person, endpoint)
    ]


def _may_open(person: Person, endpoint: str) -> bool:
    if endpoint in BY_MORE_THAN_ROLES and not BY_MORE_THAN_ROLES[endpoint](person):
        return False
    view = current_app.view_functions.get(endpoint)
    roles: frozenset[str] = getattr(getattr(view, "access", None), "roles", frozenset())
    return view is not None and (not roles or bool(roles & person.roles))


def _here(endpoint: str, below: tuple[str, ...]) -> str | None:
    """The value of aria-current: the page itself, or a page below it."""
    if request.endpoint == endpoint:
        return "page"
    return "true" if below and request.path.startswith(below) else None
