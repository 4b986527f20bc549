"""A small invented school with four phones already set up, so that each world starts in a moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask

from server.accounts import actions as accounts
from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.crypto import KeyRing
from server.phones import actions as phones
from server.trips import actions as trips
from server.trips.actions import Party

PASSWORD = "demo-castle-visit"
PEOPLE = (("Priya Shah", "priya"), ("Tom Hargreave", "tom"), ("Sana Malik", "sana"))
PHONES = ("Phone 1", "Phone 2", "Phone 3", "Phone 4")


def make_small_school(app: Flask) -> dict[str, Any]:
    """Make it, and return what the phones' side has to know: {phones, people, trip, starts_on, keys, password}."""
    school = accounts.add_school("Wrenfield Park Primary School", is_demo=True)
    people = [accounts.add_staff(school, name, f"{box}@wrenfield.example", PASSWORD) for name, box in PEOPLE]
    for person in people:
        accounts.give_role(person, Role.STAFF)
    # Somebody at school to tell of everything: no world has to raise alerts about roles that nobody holds.
    head = accounts.add_staff(school, "Marion Ashby", "marion@wrenfield.example", PASSWORD)
    for role in set(Role) - {Role.STAFF, Role.TRIP_LEADER}:
        accounts.give_role(head, role)
    inventory = [phones.add_phone(school, name, "command line") for name in PHONES]
    # Not near enough for the school card: no answer has to carry it.
    starts_on = clock.today() + timedelta(days=40)
    trip = trips.add_trip(
        school, ("Castle visit", "Aldermere Castle"), (starts_on, starts_on), Party([], people, inventory)
    )
    ring: KeyRing = app.extensions["lanyard.keys"]
    return {
        "phones": [_set_up(phone) for phone in inventory],
        "people": [{"id": person.id, "name": person.name, "email": person.email} for person in people],
        "head": head.id,
        "password": PASSWORD,
        "trip": trip.id,
        "starts_on": starts_on.isoformat(),
        "keys": ring.offered(),
        "cookie_name": app.config["PHONE_COOKIE_NAME"],
    }


def _set_up(phone: Any) -> dict[str, str]:
    nonce = f"nonce of {phone.name}"
    done = phones.set_up(phones.make_code(phone, "command line"), nonce, None)
    return {"id": phone.id, "name": phone.name, "token": done.token}
