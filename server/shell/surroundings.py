"""What every page shows round its own content: the school, who is signed in, and the navigation they may use."""

from __future__ import annotations

from typing import Any

from flask import current_app, request, url_for
from peewee import PeeweeException

from server.accounts.queries import school_of
from server.alerts.queries import waiting_for
from server.foundation import access
from server.foundation.access import Person
from server.personal_phone import use_queries

TRIP_PAGES = ("/office/trips/", "/office/photo-rules", "/office/contacts")
PHONE_PAGES = ("/office/phones/", "/office/phone/", "/office/phone-rules", "/office/staff-devices")
STAFF_PAGES = ("/office/staff/", "/office/sign-in-rules", "/office/pupils/", "/office/getting-ready")
ALERTS = "Alerts"
# Title, endpoint, and the addresses besides its own under which the entry is marked.
NAVIGATION = (
    ("To do", "reconciliation.due", ()),
    ("Search", "search.search", ("/office/search/",)),
    (ALERTS, "alerts.inbox", ("/office/alerts/",)),
    ("About the headteacher", "chair.every_concern", ("/office/chair/",)),
    ("Board", "boards.of_day", ("/office/board/",)),
    ("Trips", "trips.every_trip", TRIP_PAGES),
    ("Incidents", "incident_list.every_incident", ("/office/incidents/",)),
    ("Photos", "photos.every_trip", ("/office/photos/",)),
    ("Own phones", "own_phones.every_use", ("/office/own-phones/",)),
    ("Own phones", "own_phone_agreements.register", ("/office/own-phones/",)),
    ("Held", "reconciliation.held_list", ("/office/held/",)),
    ("Reports", "reports.every_report", ("/office/reports/",)),
    ("Consent", "consent.register", ("/office/consent/",)),
    ("Phones", "phones.inventory", PHONE_PAGES),
    ("Policy", "policy.every_setting", ("/office/policy/",)),
    ("Staff", "staff.staff_list", STAFF_PAGES),
    ("Backups", "backups.overview", ()),
    ("Retention", "retention.overview", ("/office/retention/",)),
)

# Whoever sees no call sees what was agreed, where their role does; a designated officer sees calls whatever their role.
WHERE_CALLS_ARE_SEEN = {"own_phones.every_use": True, "own_phone_agreements.register": False}


def surroundings() -> dict[str, Any]:
    """Template variables: `school`, `person` (or None each), `is_new` (no school yet), `navigation` (its entries)."""
    try:
        person = access.person()
        school = school_of(person)
        return {"school": school, "is_new": school is None, "person": person, "navigation": _navigation(person)}
    except PeeweeException:
        # A page that tells of a failed database must not need the database.
        return {"school": None, "person": None, "navigation": []}


def _navigation(person: Person | None) -> list[dict[str, Any]]:
    if person is None:
        return []
    sees_calls = use_queries.may_open(person)
    waiting = {ALERTS: waiting_for(person.school, person.id)}
    return [
        {
            "address": url_for(endpoint),
            "title": title,
            "here": _here(endpoint, below),
            "waiting": waiting.get(title),
        }
        for title, endpoint, below in NAVIGATION
        if WHERE_CALLS_ARE_SEEN.get(endpoint, sees_calls) == sees_calls and _may_open(person, endpoint)
    ]


def _by_more_than_roles(person: Person) -> dict[str, bool]:
    """Whoever sees no call sees what was agreed, if their role does; a designated officer sees calls in any role."""
    sees_calls = use_queries.may_open(person)
    return {"own_phones.every_use": sees_calls, "own_phone_agreements.register": not sees_calls}


def _may_open(person: Person, endpoint: str) -> bool:
    view = current_app.view_functions.get(endpoint)
    roles: frozenset[str] = getattr(getattr(view, "access", None), "roles", frozenset())
    return view is not None and (not roles or bool(roles & person.roles))


def _here(endpoint: str, below: tuple[str, ...]) -> str | None:
    """The value of aria-current: the page itself, or a page below it."""
    if request.endpoint == endpoint:
        return "page"
    return "true" if below and request.path.startswith(below) else None
