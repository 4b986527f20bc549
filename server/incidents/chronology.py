"""All that came of an incident, in order: the report, follow-ups, alerts, take-ups, calls, who looked or printed it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from server.foundation import clock
from server.foundation.access import Person
from server.foundation.rows import select
from server.incidents import chronology_rules as rules
from server.incidents import rules as incident_rules
from server.incidents.chronology_rules import Entry
from server.incidents.chronology_words import SHOWN_TO_DSL, written_in
from server.incidents.emergency_kinds import MISTAKE, STEP, WORDS
from server.incidents.later_kinds import AGENCY_TOLD, CLOSED, CONTACTED, FOLLOWED_UP
from server.incidents.models import Incident
from server.intake.author_rules import OFFICE, OWN_PHONE, author_of
from server.intake.authors import named_in
from server.intake.models import Record

# Views, and reports made of it, are for those who keep watch over who reads what.
SEE_VIEWS = frozenset({"dsl", "deputy_dsl", "headteacher"})
# Why a family was not told is for those alone who decide it (R74).
DSLS = frozenset({"dsl", "deputy_dsl"})


def decides_of_risk(category: str | None, roles: frozenset[str]) -> bool:
    """Whether somebody who may read an incident of this category decides whether telling a family is a risk.

    The DSLs do (R74); of what no DSL may know, whoever reads it (R63): nobody else is left to.
    """
    return bool(DSLS & roles) or not incident_rules.may_read(category, DSLS, leads_the_trip=False)


# The source of what was taken or searched.
TAKEN = "taken"
NO_LONGER = "a phone no longer listed"
UNFINISHED = "It came unfinished, as it stood"
# One statement, for a page may ask the database twelve times in all. What is about the headteacher is none of it. What
# was taken because of it is beside the chronology and no line of it: custody words it (registry.taken_because).
_ROWS = """
SELECT 'record', item.n, item.kind, item.at, item.received_at, item.phone, phone.name, item.is_of_office,
    record.actor, record.body, record.signed_by,
    EXISTS (SELECT 1 FROM authorship AS said WHERE said.school_id = item.school_id AND said.record = item.id
        AND said.is_confirmed), item.id, item.is_unfinished
FROM chronology_item AS item JOIN record ON record.envelope_id = item.n LEFT JOIN phone ON phone.id = item.phone
WHERE item.school_id = ?1 AND item.incident = ?2
UNION ALL
SELECT 'report', report.n, 'incident.reported', COALESCE(report.recorded_at, report.received_at), report.received_at,
    report.phone, phone.name, 0, record.actor, record.body, record.signed_by,
    EXISTS (SELECT 1 FROM authorship AS said WHERE said.school_id = report.school_id AND said.record = report.id
        AND said.is_confirmed), report.id, report.is_unfinished
FROM incident AS report JOIN record ON record.envelope_id = report.n LEFT JOIN phone ON phone.id = report.phone
WHERE report.school_id = ?1 AND report.id = ?2
UNION ALL
SELECT 'act', act.id, act.act, act.at, act.at, '', NULL, 0, act.staff, act.words, act.to_staff, 0, alert.id, 0
FROM alert JOIN alert_act AS act ON act.alert_id = alert.id
WHERE alert.school_id = ?1 AND alert.kind = 'incident.reported' AND alert.subject = ?2 AND NOT alert.is_apart
UNION ALL
SELECT 'said', said.n, CASE WHEN said.is_confirmed THEN 'authorship.confirmed' ELSE 'authorship.disowned' END,
    said.said_at, said.said_at, '', NULL, 0, said.staff, NULL, NULL, 0, said.record, 0
FROM authorship AS said JOIN incident AS report ON report.id = said.record AND report.n <> said.n
WHERE said.school_id = ?1 AND said.record = ?2
UNION ALL
SELECT 'view', n, 'incident.viewed', at, at, '', NULL, 0, actor, NULL, NULL, 0, subject, 0
FROM audit_entry INDEXED BY audit_entry_incident_viewed
WHERE school = ?1 AND action = 'incident.viewed' AND subject = ?2
UNION ALL
SELECT 'view', n, CASE json_extract(details, '$.names') WHEN 'with' THEN 'report.with_names'
    ELSE 'report.without_names' END, at, at, '', NULL, 0, actor, NULL, NULL, 0, subject, 0
FROM audit_entry INDEXED BY audit_entry_action
WHERE school = ?1 AND action = 'report.incident_made' AND subject = ?2
UNION ALL
SELECT 'taken', link.n, link.kind, link.at, link.received_at, '', NULL, 0, NULL, json_object('item', link.item,
    'bag', item.bag, 'thing', item.thing, 'state', item.state, 'since', item.since, 'of_trip', item.trip,
    'is_odd', item.faults <> '' OR item.has_same_bag, 'trip', link.trip, 'searched', link.thing,
    'outcome', link.outcome), NULL, 0, link.id, 0
FROM custody_link AS link LEFT JOIN custody_item AS item ON item.school_id = link.school_id AND item.id = link.item
WHERE link.school_id = ?1 AND link.incident = ?2
"""


@dataclass(frozen=True)
class Row:
    """One thing that happened. `actor` and `body` are a record's JSON; of what is no record, a staff id and words."""

    source: str
    n: int
    kind: str
    at: datetime
    came_at: datetime
    phone: str
    phone_name: str | None
    is_of_office: bool
    actor: str | None
    body: str | None
    signed_by: str | None
    is_confirmed: bool
    id: str
    is_unfinished: bool = False

    @property
    def stands(self) -> tuple[datetime, int]:
        """Where it stands among what was said of one thing: what a fast clock wrote counts from when it came."""
        return min(self.at, self.came_at), self.n

    @property
    def written(self) -> dict[str, Any]:
        """A record's body."""
        read = json.loads(self.body or "{}")
        return read if isinstance(read, dict) else {}

    def text(self, name: str) -> str:
        """One member of it, "" where that is no text: what was accepted as it came can hold anything."""
        value = self.written.get(name)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Sight:
    """What somebody may see of an incident's chronology."""

    may_read: bool
    sees_views: bool
    decides_of_risk: bool


def chronology_of(person: Person, incident: Incident, names: dict[str, str]) -> list[Entry]:
    """The lines that somebody may see who may read the incident, the first first; `names` are the staff's."""
    return entries(rows_of(person.school, incident.id), sight_of(person, incident, may_read=True), names)


def sight_of(person: Person, incident: Incident, *, may_read: bool) -> Sight:
    """What somebody may see, where it is known whether they may read it."""
    decides = may_read and decides_of_risk(incident.category, person.roles)
    return Sight(may_read, bool(SEE_VIEWS & person.roles), decides)


def rows_of(school: str, incident: str) -> list[Row]:
    """Everything that is known of an incident, in no order. One query."""
    found = select(_ROWS, school, incident)
    return [part for columns in found for part in parts_of(_row(*columns))]


def _row(*columns: Any) -> Row:
    source, n, kind, at, came_at, phone, name, is_of_office, *rest, is_confirmed, record, is_unfinished = columns
    times = [datetime.fromtimestamp(one / 1000, UTC) for one in (at, came_at)]
    ends = [bool(is_confirmed), record, bool(is_unfinished)]
    every: list[Any] = [source, n, kind, *times, phone, name, bool(is_of_office), *rest, *ends]
    return Row(*every)


def parts_of(row: Row) -> list[Row]:
    """A record's lines: what an unfinished follow-up says of a parent or carer is a line of its own, as its finished
    record is, for whoever may read that (R74).
    """
    parent = row.written.get("parent") if row.kind == FOLLOWED_UP else None
    if not isinstance(parent, dict):
        return [row]
    told_at = clock.instant_in(parent.get("told_at"))
    return [row, replace(row, kind=CONTACTED, body=json.dumps(parent), at=told_at or row.at)]


def entries(rows: Iterable[Row], sight: Sight, names: dict[str, str]) -> list[Entry]:
    """The lines of these rows, in order."""
    seen = [row for row in rows if row.source != TAKEN and (row.source != "view" or sight.sees_views)]
    found = [(_of_record if row.source in ("record", "report") else _of_act)(row, sight, names) for row in seen]
    if sight.may_read:
        found = _with_what_was_taken_back(found, seen)
    again = rules.reopened_by(found)
    is_again = {id(one) for one in found if one.kind == FOLLOWED_UP and one.n in again}
    return rules.in_order(replace(one, what=rules.OPENED_AGAIN) if id(one) in is_again else one for one in found)


def _with_what_was_taken_back(found: list[Entry], rows: list[Row]) -> list[Entry]:
    """The same lines, where "That was a mistake" names the step of an emergency that it takes back."""
    steps = {row.id: WORDS.get(row.text("step"), "") for row in rows if row.kind == STEP}
    taken_back = {row.id: steps.get(row.text("undoes")) for row in rows if row.kind == STEP}
    return [
        replace(one, what=f"{WORDS[MISTAKE]}: {taken_back[one.id]}") if taken_back.get(one.id) else one for one in found
    ]


def _of_act(row: Row, sight: Sight, names: dict[str, str]) -> Entry:
    """The line of what is no record: an act about the alert, a look, what somebody said of the author."""
    who = row.signed_by if row.kind == "told" else row.actor
    onward = f", to {names.get(row.signed_by or '', 'somebody')}" if row.kind == "handed_on" else ""
    return Entry(
        at=row.at,
        what=rules.WHAT.get(row.kind, "Something was done") + onward,
        who=names.get(who, "Somebody no longer listed") if who else None,
        words=row.body or None if sight.may_read and row.source == "act" else None,
        kind=row.kind,
        n=row.n,
        came_at=row.came_at,
    )


def _of_record(row: Row, sight: Sight, names: dict[str, str]) -> Entry:
    where = where_from(row)
    may_read = sight.may_read and (sight.decides_of_risk or not is_for_dsl(row))
    return Entry(
        at=row.at,
        what=_what(row, is_shown=may_read),
        who=author_in(row, where, names),
        words=written_in(row.kind, row.written, names) if may_read and row.source == "record" else None,
        where=where,
        note=_note(row),
        kind=row.kind,
        n=row.n,
        came_at=row.came_at,
        is_of_office=row.is_of_office,
        id=row.id,
    )


def is_for_dsl(row: Row) -> bool:
    """Whether it says that a family was not told for a risk to the child (R74)."""
    return row.kind == CONTACTED and row.written.get("why_not") == "risk_to_child"


def _what(row: Row, *, is_shown: bool) -> str:
    if row.kind == CLOSED and not row.is_of_office:
        return rules.CLOSED_ON_PHONE
    if row.kind == CONTACTED:
        if is_for_dsl(row) and not is_shown:
            return SHOWN_TO_DSL
        return told_in_words(row.written)
    if row.kind == AGENCY_TOLD and is_shown and row.text("agency") in rules.AGENCIES:
        return f"{rules.AGENCIES[row.text('agency')]} told"
    if row.kind == STEP and is_shown:
        return WORDS.get(row.text("step"), rules.WHAT[STEP])
    return rules.WHAT[row.kind]


def told_in_words(body: dict[str, Any]) -> str:
    """Whether a parent or carer was told, as a record says it."""
    told = body.get("told")
    return f"Parent or carer {'told' if told else 'not told'}" if isinstance(told, bool) else rules.WHAT[CONTACTED]


def author_in(row: Row, where: str, names: dict[str, str]) -> str:
    """Who wrote a record, in words; from a phone, with whether that is verified."""
    named = named_in(Record(id=row.id, actor=row.actor, body=row.body, signed_by=row.signed_by), names)
    if row.is_of_office and named.name:
        return named.name
    said = author_of(named, where, is_signed=row.signed_by is not None or row.is_confirmed, said=())
    return said.words


def where_from(row: Row) -> str:
    """What a page calls the place that a record came from: a phone by its name, the office, an own phone."""
    if row.phone:
        return row.phone_name or NO_LONGER
    how = json.loads(row.actor or "{}").get("how")
    return OFFICE if row.is_of_office or how == "paper" else OWN_PHONE


def _note(row: Row) -> str | None:
    came = _came(row)
    # Of a report its page says so.
    if row.is_unfinished and row.source == "record":
        return f"{UNFINISHED}. {came}" if came else UNFINISHED
    return came


def _came(row: Row) -> str | None:
    when = rules.came_late(row.at, row.came_at)
    if when is None:
        return None
    if row.is_of_office:
        return f"Written down {clock.in_words(row.came_at)}"
    ahead = ", so its clock was ahead" if when == "ahead" else ""
    return f"The school got it {clock.in_words(row.came_at)}{ahead}"
