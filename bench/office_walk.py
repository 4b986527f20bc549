"""Every page of the office, asked for by whoever may open it: how long the server takes, and how often it asks.

What is counted is each statement that reads or writes a row; a transaction's beginning and end are none.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from server.accounts import sign_ins
from server.accounts.models import Staff, StaffRole
from server.foundation import clock
from server.foundation.access import declared_by
from server.foundation.database import db, new_id
from server.foundation.rows import select
from server.photos.models import PhotoViewing
from server.reconciliation.search_models import OfficeSearch

# Whoever comes first and may open a page opens it; the office and the headteacher each, where both may.
EACH = ("office", "headteacher")
OTHERWISE = ("dsl", "chair", "network_manager", "evc", "slt", "site_manager", "trip_leader")
# Where the page of one person differs much from another's.
OF_EVERYBODY = frozenset({"reconciliation.due", "alerts.inbox", "incident_list.every_incident", "search.found"})
# What a role may open by the page's declaration, and may not by what the page itself asks.
NOT_FOR = frozenset({("custody.searches", "office"), ("custody.search", "office")})
_NO_QUERY = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "--")
# What stands for a value in an address, by its name there; what is in the busiest trip, where there is more than one.
ARGUMENTS = {
    "trip_id": "SELECT trip_id FROM trip_joiner WHERE trip_id IN (SELECT trip FROM photo) ORDER BY added_at DESC, 1",
    "alert_id": "SELECT alert_id FROM alert_recipient WHERE staff_id = :staff ORDER BY told_at DESC",
    "concern_id": "SELECT id FROM head_concern WHERE school_id = :school ORDER BY n DESC",
    "authorisation_id": "SELECT id FROM image_authorisation WHERE school_id = :school ORDER BY number DESC",
    "pupil_id": "SELECT id FROM pupil WHERE school_id = :school AND id IN (SELECT pupil_id FROM photo_pupil)",
    "n": "SELECT envelope_id FROM opening WHERE state = 'held' AND reason = 'seal.broken' ORDER BY 1 DESC",
    "incident_id": "SELECT id FROM incident WHERE school_id = :school AND category = 'injury' ORDER BY n DESC",
    "use_id": "SELECT id FROM own_phone_use WHERE school_id = :school ORDER BY n DESC",
    "agreement_id": "SELECT id FROM own_phone_agreement WHERE school_id = :school ORDER BY number DESC",
    "phone_id": "SELECT phone_id FROM phone_loan WHERE school_id = :school ORDER BY out_at DESC",
    "photo_id": "SELECT id FROM photo WHERE trip = :trip AND held_reason IS NULL ORDER BY n DESC",
    "viewing_id": "SELECT id FROM photo_viewing WHERE staff = :staff",
    "staff_id": "SELECT id FROM staff WHERE school_id = :school ORDER BY name DESC",
    "joiner_id": "SELECT id FROM trip_joiner WHERE trip_id = :trip",
    "subject": "SELECT id FROM trip WHERE id = :trip",
    "search_id": "SELECT id FROM office_search WHERE staff_id = :staff",
    "list_id": "SELECT id FROM authority WHERE school_id = :school ORDER BY name",
    "authority_id": "SELECT id FROM authority WHERE school_id = :school ORDER BY name",
    "setting_code": "SELECT 'consent.lasts_days'",
    "preset_name": "SELECT 'consent-on-entry'",
    "text_code": "SELECT 'kcsie'",
    "wish_id": "SELECT id FROM policy_wish WHERE school_id = :school",
    "contact_key": "SELECT id FROM contact WHERE school_id = :school AND part = 'authority' ORDER BY id",
    "place_id": "SELECT id FROM trip_place WHERE trip_id = :trip",
    "action_id": (
        "SELECT item.id FROM chronology_item AS item JOIN incident ON incident.id = item.incident"
        " WHERE item.school_id = :school AND item.kind = 'action.agreed' AND category = 'injury' ORDER BY item.n DESC"
    ),
    "item_id": "SELECT id FROM custody_item WHERE school_id = :school AND has_same_bag ORDER BY since DESC",
    "made_id": "SELECT id FROM custody_link WHERE school_id = :school AND kind = 'search.made' ORDER BY n DESC",
    "what": "SELECT 'released'",
    "slip_id": "SELECT id FROM chronology_item WHERE school_id = :school AND kind = 'slip.made'",
    "number": "SELECT COALESCE(MAX(number), 1) FROM trip_sign_off WHERE trip_id = :trip",
    "term": "SELECT '2026-summer'",
    "part": "SELECT 'announced'",
    "scope": "SELECT 'trip'",
    "which": "SELECT 'keys'",
    "request_id": "SELECT id FROM access_request WHERE school_id = :school",
    "thing_number": "SELECT MIN(number) FROM access_item WHERE readers = ''",
    "step_code": "SELECT 'who'",
    "rule": (
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM staff_role WHERE staff_id = :staff AND role = 'chair')"
        " THEN 'allegation' ELSE 'note' END"
    ),
    "hold_id": "SELECT id FROM retention_hold WHERE school_id = :school ORDER BY 1",
}
_SIGNED_OFF = "SELECT trip_id FROM trip_sign_off WHERE school_id = :school ORDER BY n"
# Where one page needs another of a thing than the rest.
OF_PAGE = {
    ("photo_holds.held", "photo_id"): (
        "SELECT id FROM photo WHERE school_id = :school AND held_reason IS NOT NULL ORDER BY n DESC"
    ),
    ("versions.versions", "n"): "SELECT envelope_id FROM opening WHERE reason = 'versions.two' ORDER BY 1 DESC",
    ("slips.slip", "incident_id"): "SELECT incident FROM chronology_item WHERE kind = 'slip.made' ORDER BY n DESC",
    ("slips.slip", "slip_id"): "SELECT id FROM chronology_item WHERE kind = 'slip.made' ORDER BY n DESC",
    ("check_off.summary", "trip_id"): _SIGNED_OFF,
    ("check_off.summary_file", "trip_id"): _SIGNED_OFF,
    ("check_off.summary", "number"): "SELECT 1",
    ("check_off.summary_file", "number"): "SELECT 1",
    ("second_factor.remove", "which"): "SELECT 'codes'",
}
# Two things that a page is asked for beside its address.
BESIDE = {
    "doubles.pair": (
        ("first", "second"),
        (
            "SELECT one.id, other.id FROM incident AS one JOIN incident AS other ON other.trip = one.trip"
            " AND other.n < one.n WHERE one.school_id = :school AND one.category = 'injury'"
            " AND other.category = 'injury' ORDER BY one.n DESC"
        ),
    )
}


@dataclass(frozen=True)
class Asked:
    """A page as somebody opened it."""

    endpoint: str
    role: str
    address: str


@dataclass
class Seen:
    """What came of asking for a page several times."""

    status: int
    queries: int
    seconds: list[float] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)


class Walk:
    """The pages of one school's office."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.statements: list[str] = []
        # After the request has its connection, and before anybody is looked up.
        app.before_request_funcs.setdefault(None, []).insert(1, self._listen)
        [(self.school,)] = select("SELECT id FROM school WHERE is_demo")
        self.people = {role: self._holder(role) for role in (*EACH, *OTHERWISE)}
        self.clients = {role: self._signed_in(staff) for role, staff in self.people.items()}

    def pages(self) -> Iterator[Asked]:
        """Every page by whoever may open it. Raises KeyError for a value in an address that ARGUMENTS lacks."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda rule: rule.rule):
            if rule.rule.startswith("/office") and "GET" in (rule.methods or ()):
                for role in self._openers(rule):
                    yield Asked(rule.endpoint, role, self._address(rule, role))

    def ask(self, page: Asked, times: int = 1) -> Seen:
        """Ask for it so many times."""
        seen = Seen(0, 0)
        for _ in range(times):
            self.statements = []
            began = time.perf_counter()
            answer = self.clients[page.role].get(page.address)
            answer.get_data()
            seen.seconds.append(time.perf_counter() - began)
            seen.status, seen.queries, seen.statements = answer.status_code, len(self.statements), [*self.statements]
        return seen

    def _listen(self) -> None:
        db.connection().set_trace_callback(self._note)

    def _note(self, statement: str) -> None:
        # What a trigger does comes under the words of the statement that set it off.
        is_of_trigger = statement.startswith("INSERT") and self.statements[-1:] == [statement]
        if not (is_of_trigger or statement.lstrip().upper().startswith(_NO_QUERY)):
            self.statements.append(statement)

    def _openers(self, rule: Rule) -> list[str]:
        roles = declared_by(self.app.view_functions[rule.endpoint]).roles
        may = [role for role in (*EACH, *OTHERWISE) if not roles or role in roles]
        may = [role for role in may if (rule.endpoint, role) not in NOT_FOR]
        if rule.endpoint in OF_EVERYBODY:
            return may
        return [role for role in may if role in EACH] or may[:1]

    def _address(self, rule: Rule, role: str) -> str:
        trip = self._value(ARGUMENTS["trip_id"], role)
        given = {}
        for name in sorted(rule.arguments):
            sql = OF_PAGE.get((rule.endpoint, name)) or ARGUMENTS[name]
            given[name] = self._value(sql, role, trip)
        if rule.endpoint in BESIDE:
            names, sql = BESIDE[rule.endpoint]
            given |= dict(zip(names, self._row(sql, role), strict=False))
        with self.app.test_request_context():
            return self.app.url_for(rule.endpoint, _external=False, **given)

    def _value(self, sql: str, role: str, trip: str | None = None) -> Any:
        row = self._row(sql, role, trip)
        return row[0] if row else "none"

    def _row(self, sql: str, role: str, trip: str | None = None) -> tuple[Any, ...]:
        known = {"school": self.school, "staff": self.people[role], "trip": trip}
        found = db.execute_sql(f"{sql} LIMIT 1", {name: one for name, one in known.items() if f":{name}" in sql})
        row: tuple[Any, ...] | None = found.fetchone()
        return row or ()

    def _holder(self, role: str) -> str:
        held = StaffRole.select(StaffRole.staff).where(StaffRole.school == self.school, StaffRole.role == role)
        staff: str = Staff.select(Staff.id).where(Staff.id.in_(held)).order_by(Staff.name).scalar()
        return staff

    def _signed_in(self, staff: str) -> FlaskClient:
        client = self.app.test_client()
        with db.atomic():
            token = sign_ins.begin(Staff.get_by_id(staff))
            trip = self._value(ARGUMENTS["trip_id"], EACH[0])
            asked = {"scope": "trip", "subject": trip, "why": "choosing", "words": ""}
            OfficeSearch.create(school=self.school, staff=staff, words="a", asked_at=clock.now())
            PhotoViewing.create(id=new_id(), school=self.school, staff=staff, begun_at=clock.now(), **asked)
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        return client
