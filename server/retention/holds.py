"""Holds: of what is under one nothing goes, whatever the schedule says. What the police have is under one already."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from server.custody.holds import WHY, held_for_police
from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.problems import Problem
from server.foundation.rows import select_named
from server.incidents.models import Incident
from server.retention.handling import rules_of
from server.retention.models import RetentionHold, RetentionHoldEnd
from server.retention.rules import rule_of_incident
from server.trips.rules import KEY_DIGITS

TRIP, RECORD, PUPIL, STAFF = "trip", "record", "pupil", "staff"
WHATS = {TRIP: "A trip", RECORD: "An incident", PUPIL: "A pupil", STAFF: "A member of staff"}
HELD, LET_GO = "retention.held", "retention.hold_ended"
# A hold on a person holds the trips they were on, those they were taken off as well: checks and counts of a trip name
# more than they show.
# So does a request, while it is open, to see everything about a child: to destroy what somebody asked for is an offence
# (DPA 2018, section 173).
_RUNNING = """
WITH running AS (SELECT what, subject FROM retention_hold WHERE school_id = :school
    AND NOT EXISTS (SELECT 1 FROM retention_hold_end WHERE hold_id = retention_hold.id)
  UNION SELECT 'record', record FROM access_item WHERE school_id = :school AND record IS NOT NULL
  UNION SELECT 'pupil', pupil_id FROM access_request WHERE school_id = :school AND pupil_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM access_act WHERE request_id = access_request.id AND act = 'closed'))
SELECT what, subject FROM running
UNION SELECT 'trip', trip_id FROM trip_pupil JOIN running ON what = 'pupil' AND subject = pupil_id
UNION SELECT 'trip', trip_id FROM trip_staff JOIN running ON what = 'staff' AND subject = staff_id
UNION SELECT 'trip', trip_id FROM running JOIN trip_change AS change ON change.school_id = :school
  AND change.part = CASE running.what WHEN 'pupil' THEN 'pupils' WHEN 'staff' THEN 'people' END
  AND instr(change.what, subject)
"""
# What a row of `record` says that begins as the :keys of pupils do: a list's key of a pupil is how their id begins.
KEYS_SAID = f"""
SELECT substr(replace(said.atom, '-', ''), 1, {KEY_DIGITS}) AS begins FROM json_tree(record.body) AS said
WHERE said.type = 'text' AND begins IN (SELECT value FROM json_each(:keys))
"""


@dataclass(frozen=True)
class Holds:
    """What is held at a school: ids of trips, of records, of pupils, of staff; and what belongs to the police's."""

    trips: frozenset[str]
    records: frozenset[str]
    pupils: frozenset[str]
    staff: frozenset[str]
    police: frozenset[str]

    @property
    def keys(self) -> str:
        """How the ids of the pupils begin, in JSON: what a list's key of each begins with."""
        return json.dumps(sorted(_begins(one) for one in self.pupils))

    def of_keys(self, keys: Iterable[str]) -> list[str]:
        """The pupils whose ids begin so."""
        wanted = set(keys)
        return [one for one in self.pupils if _begins(one) in wanted]

    def why(
        self,
        records: Iterable[str],
        trips: Iterable[str | None],
        pupils: Iterable[str],
        staff: Iterable[str | None],
    ) -> str:
        """Why something with these may not go, in words; "" where nothing holds it."""
        ids = set(records)
        if self.police & ids:
            return WHY
        if self.records & ids:
            return "There is a hold on it."
        if self.pupils & set(pupils):
            return "There is a hold on a pupil it names."
        if self.staff & set(staff):
            return "There is a hold on a member of staff it is from."
        return "There is a hold on its trip, or on somebody who was on it." if self.trips & set(trips) else ""


def _begins(pupil: str) -> str:
    return pupil.replace("-", "")[:KEY_DIGITS]


def holds_of(school: str) -> Holds:
    """Every hold that runs at a school."""
    rows = select_named(_RUNNING, {"school": school})
    of = {what: frozenset(subject for kind, subject in rows if kind == what) for what in WHATS}
    return Holds(of[TRIP], of[RECORD], of[PUPIL], of[STAFF], held_for_police(school))


def running(school: str, rules: Collection[str]) -> list[RetentionHold]:
    """The holds that run, the newest first.

    One on an incident is left out unless the incident is under one of these lines of the schedule.
    """
    ended = RetentionHoldEnd.select(RetentionHoldEnd.hold).where(RetentionHoldEnd.school == school)
    mine = RetentionHold.select().where(RetentionHold.school == school, RetentionHold.id.not_in(ended))
    rows = list(mine.order_by(RetentionHold.made_at.desc()))
    theirs = incidents_under(school, [row.subject for row in rows if row.what == RECORD], rules)
    return [row for row in rows if row.what != RECORD or row.subject in theirs]


def incidents_under(school: str, ids: Collection[str], rules: Collection[str]) -> frozenset[str]:
    """Those of these incidents that are kept under one of these lines of the schedule."""
    rows = Incident.select(Incident.id, Incident.category, Incident.severity)
    found = rows.where(Incident.school == school, Incident.id.in_(list(ids))) if ids else ()
    return frozenset(row.id for row in found if rule_of_incident(row.category, row.severity) in rules)


def hold(person: Person, what: str, subject: str, why: str) -> str:
    """From now on nothing of this goes. Returns the hold's id."""
    said = {"what": what, "subject": subject, "why": why}
    with db.atomic():
        row: Any = RetentionHold.create(school=person.school, made_at=clock.now(), made_by=person.id, **said)
        audit.write(person.school, person.id, HELD, row.id, what=what, of=subject)
    return str(row.id)


def end(person: Person, hold_id: str, why: str) -> None:
    """The hold is over, and the schedule counts again; done twice, once.

    Raises Problem request.not_found, alike for one on an incident that is not theirs to handle.
    """
    with db.atomic():
        row = RetentionHold.get_or_none(RetentionHold.id == hold_id, RetentionHold.school == person.school)
        is_of_incident = row is not None and row.what == RECORD
        if row is None or (is_of_incident and not incidents_under(person.school, [row.subject], rules_of(person))):
            raise Problem("request.not_found")
        if RetentionHoldEnd.get_or_none(RetentionHoldEnd.hold == hold_id):
            return
        ended = {"hold": hold_id, "school": person.school, "at": clock.now(), "by": person.id, "why": why}
        RetentionHoldEnd.insert(**ended).execute()
        audit.write(person.school, person.id, LET_GO, hold_id)
