"""What the office of a world does: it answers alerts, writes of incidents, decides of doubles, and lends phones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from peewee import SQL

from server.accounts.models import Staff
from server.accounts.queries import roles_of
from server.alerts import take_up
from server.alerts.models import Alert
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.database import connected
from server.foundation.problems import Problem
from server.incidents import doubles
from server.incidents.later_kinds import CLOSED
from server.incidents.models import Incident
from server.intake.filing import Written, file_record
from server.intake.models import Envelope, Opening
from server.phones import loans
from server.phones.models import Phone

if TYPE_CHECKING:
    from tests.faults.server_under_test import SchoolServer

_LABEL = ("type", "id", "digest", "chain", "seq", "kid", "trip")


def answer(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """Do something about one of the alerts, as the headteacher, who is told of each: {done, alert}.

    `alert` is its kind and subject, and what had been heard of by then: all up to `last` but those `waiting`.
    """
    with server.app.app_context(), connected():
        alert = _one_of(list(Alert.select().order_by(SQL("rowid"))), asked)
        if alert is None:
            return {"done": False}
        done = take_up.act(alert, asked["by"], asked["act"], words="Seen to.", to=asked["to"])
        return {"done": done, "alert": {"kind": alert.kind, "subject": alert.subject, **_heard()}}


def write(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """Write of one of the incidents how it ended, or what else is known: {incident, item}, as it was labelled."""
    with server.app.app_context(), connected():
        about = _one_of(list(Incident.select().order_by(Incident.n)), asked)
        if about is None:
            return {}
        said = "closed_at" if asked["kind"] == CLOSED else "written_at"
        body = {"incident": about.id, said: clock.as_text(clock.now())}
        file_record(Written(asked["id"], asked["kind"], 1, about.trip, body), _person(asked["by"]))
        row = Envelope.get(Envelope.id == asked["id"])
        return {"incident": about.id, "item": {name: getattr(row, name) for name in _LABEL}}


def decide(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """Say of two reports whether they are of one event: {pair}."""
    with server.app.app_context(), connected():
        by = _person(asked["by"])
        pair = _one_of(doubles.proposed(by.school, asked["trip"]), asked)
        if pair is None:
            return {}
        two = (pair.first, pair.second)
        doubles.decide(by, two, (asked["linked"], "Both were asked."), 0)
        return {"pair": " ".join(sorted(two))}


def hand_out(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """Lend a phone for the trip: {done}."""
    with server.app.app_context(), connected():
        phone, staff = Phone.get_by_id(asked["phone"]), Staff.get_by_id(asked["staff"])
        loans.hand_out(phone, staff, asked["by"], asked["trip"])
    return {"done": True}


def hand_back(server: SchoolServer, asked: dict[str, Any]) -> dict[str, Any]:
    """Take a phone back, where nothing is left on it: {done}."""
    with server.app.app_context(), connected(), suppress(Problem):
        loans.hand_back(Phone.get_by_id(asked["phone"]), wiped=True, note="", by=asked["by"])
        return {"done": True}
    return {"done": False}


def _one_of(rows: Sequence[Any], asked: dict[str, Any]) -> Any:
    return rows[asked["at"] % len(rows)] if rows else None


def _heard() -> dict[str, Any]:
    rows = {row.envelope_id: row.state for row in Opening.select()}
    return {"last": max(rows, default=0), "waiting": [n for n, state in rows.items() if state == "waiting"]}


def _person(staff: str) -> Person:
    row = Staff.get_by_id(staff)
    return Person(row.id, row.name, row.school_id, roles_of(row.id), "")


OFFICE: dict[str, Callable[[SchoolServer, dict[str, Any]], dict[str, Any]]] = {
    act.__name__: act for act in (answer, write, decide, hand_out, hand_back)
}
