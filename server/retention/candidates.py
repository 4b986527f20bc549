"""What is due to go: each incident with all that came of it, each item kept, each other record by itself.

One question for incidents and one for the rest; how long each is kept is `rules`. Of what was written nothing is read
but an incident's line of pupils: whether it names a child whom no list has.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import current_app

from server.accounts.name_rules import Known, says_more
from server.foundation import clock
from server.foundation.database import InstantField
from server.foundation.rows import select, select_named
from server.policy import versions
from server.retention.holds import KEYS_SAID, Holds, holds_of
from server.retention.rules import (
    EVERYDAY_NOTES,
    RULE_OF_KIND,
    TRIP_PAPERS,
    due_on,
    rule_of_incident,
)
from server.retention.settings import CHILD_YEARS, SETTINGS

REPORTED = "incident.reported"
# Under these names the app keeps what To do, and what the pages of retention, last worked out.
LISTED, KNOWN = "lanyard.retention_due", "lanyard.retention_units"
# Nothing is due sooner: the end of a school year and one more.
_SOONEST = timedelta(days=365)
# The last thing written of each is what came of it last, opened or not; where the server's clock was behind as it came,
# the phone's own word of when it was recorded counts.
# The children whom each may name, and its line of pupils however often it came. What is of a child is left out as long
# as the youngest known is not old enough; the rules say the rest.
_INCIDENTS = """
SELECT found.id, found.category, found.severity, found.trip, found.author, found.last,
    (SELECT json_group_array(json_array(pupil_id, first_name, last_name, date_of_birth))
        FROM incident_pupil JOIN pupil ON pupil.id = pupil_id WHERE incident_id = found.id),
    (SELECT json_group_array(json_extract(body, '$.pupils')) FROM record
        WHERE record.school_id = :school AND record.id = found.id)
FROM (
    SELECT id, category, severity, trip, author, MAX(
        incident.received_at, COALESCE(happened_at, 0), COALESCE(recorded_at, 0),
        COALESCE((SELECT MAX(received_at) FROM envelope AS every
            WHERE every.school_id = incident.school_id AND every.id = incident.id), 0),
        COALESCE((SELECT MAX(MAX(came.received_at, COALESCE(recorded_at, 0), COALESCE(every.received_at, 0)))
            FROM chronology_item AS came LEFT JOIN envelope AS every
                ON every.school_id = came.school_id AND every.id = came.id
            WHERE came.school_id = incident.school_id AND came.incident = incident.id), 0),
        COALESCE((SELECT MAX(MAX(link.received_at, COALESCE(recorded_at, 0), COALESCE(every.received_at, 0)))
            FROM custody_link AS link LEFT JOIN envelope AS every
                ON every.school_id = link.school_id AND every.id = link.id
            WHERE link.school_id = incident.school_id AND link.incident = incident.id), 0)
    ) AS last
    FROM incident WHERE school_id = :school AND received_at < :before
    UNION ALL
    SELECT incident, NULL, 'serious', trip, NULL, MAX(MAX(received_at, COALESCE(recorded_at, 0), COALESCE((
        SELECT MAX(received_at) FROM envelope AS every
        WHERE every.school_id = :school AND every.id = chronology_item.id), 0))) FROM chronology_item
    WHERE school_id = :school AND NOT EXISTS (SELECT 1 FROM incident WHERE incident.id = chronology_item.incident)
    GROUP BY incident
) AS found
WHERE found.last < :before AND (found.category IN (SELECT value FROM json_each(:notes)) OR :today >= COALESCE(
    (SELECT date(MAX(date_of_birth), :young) FROM incident_pupil JOIN pupil ON pupil.id = pupil_id
        WHERE incident_id = found.id),
    date(found.last / 1000, 'unixepoch', :young)))
ORDER BY found.last, found.id LIMIT :most
"""
# What is held for somebody to check is decided first. What is listed of an incident goes with it, what is of an item
# with the item, what is said of another with that; and what a photo was taken by stays while the photo does. A
# headteacher's own phone, then or now, is the chair's alone, and not destroyed here.
_OTHERS = f"""
SELECT record.id, record.kind, record.trip, COALESCE(record.signed_by, json_extract(record.actor, '$.staff')),
    MAX(MAX(envelope.received_at, COALESCE(record.recorded_at, 0),
        (SELECT MAX(received_at) FROM envelope AS every
            WHERE every.school_id = :school AND every.id = record.id),
        COALESCE((SELECT at FROM own_phone_take_up WHERE use_id = record.id), 0),
        COALESCE((SELECT MAX(at) FROM own_phone_outcome WHERE use_id = record.id), 0))) AS last,
    (SELECT group_concat(pupil_id) FROM json_each(record.photos) AS file
        JOIN photo_pupil ON photo_pupil.photo = json_extract(file.value, '$.id')
        WHERE json_type(file.value) = 'object' AND pupil_id IS NOT NULL),
    CASE WHEN :keys <> '[]' THEN (SELECT group_concat(begins) FROM ({KEYS_SAID})) END,
    (SELECT staff FROM own_phone_use WHERE own_phone_use.id = record.id)
FROM record JOIN envelope ON envelope.n = record.envelope_id JOIN opening ON opening.envelope_id = envelope.n
WHERE record.school_id = :school AND envelope.received_at < :before
  AND (opening.state = 'opened' OR EXISTS (SELECT 1 FROM held_decision WHERE held_decision.envelope_id = envelope.n))
  AND record.kind IN (SELECT value FROM json_each(:kinds)) AND instr(envelope.flags, 'chair.only') = 0
  AND NOT EXISTS (SELECT 1 FROM chronology_item AS came WHERE came.school_id = :school AND came.id = record.id)
  AND NOT EXISTS (SELECT 1 FROM custody_link AS link WHERE link.school_id = :school AND link.id = record.id)
  AND (record.kind <> 'personal_phone.used' OR EXISTS (SELECT 1 FROM own_phone_use AS theirs
    WHERE theirs.id = record.id AND NOT theirs.is_heads
      AND COALESCE(theirs.staff, '') NOT IN (SELECT staff_id FROM staff_role WHERE role = 'headteacher')))
  AND NOT (record.kind IN ('authorship.confirmed', 'authorship.disowned')
    AND EXISTS (SELECT 1 FROM record AS other
        WHERE other.school_id = :school AND other.id = json_extract(record.body, '$.record')))
  AND NOT (record.kind = 'alert.answered'
    AND EXISTS (SELECT 1 FROM alert WHERE alert.id = json_extract(record.body, '$.alert')))
  AND NOT (record.kind = 'photo.erased'
    AND EXISTS (SELECT 1 FROM photo WHERE photo.id = json_extract(record.body, '$.photo')))
  AND record.id NOT IN (SELECT check_id FROM photo WHERE school_id = :school AND check_id IS NOT NULL)
GROUP BY record.id HAVING last < :before
UNION ALL
SELECT COALESCE(link.item, link.id), MIN(link.kind), MAX(link.trip), NULL,
    MAX(MAX(link.received_at, COALESCE(recorded_at, 0), COALESCE((SELECT MAX(received_at) FROM envelope AS every
        WHERE every.school_id = :school AND every.id = link.id), 0))) AS last, NULL, NULL, NULL
FROM custody_link AS link WHERE link.school_id = :school
GROUP BY COALESCE(link.item, link.id)
HAVING last < :before AND NOT MAX(EXISTS (
    SELECT 1 FROM incident WHERE incident.id = link.incident AND incident.school_id = :school))
ORDER BY 5, 1 LIMIT :most
"""
_millis = InstantField().db_value


@dataclass(frozen=True)
class Unit:
    """Something that is kept or goes as a whole. `last_on` is the day of the last thing written of it.

    `held` says in words why it may not go; "" where nothing holds it. `whose` own phone it is about, null of the rest.
    """

    id: str
    kind: str
    rule: str
    trip: str | None
    last_on: date
    due_on: date
    held: str = ""
    whose: str | None = None


def years_of(school: str) -> dict[str, int]:
    """The school's periods, by setting."""
    policy = versions.of_school(school)
    return {one.code: policy.value(one) for one in SETTINGS}


def is_old_enough(school: str) -> bool:
    """Whether anything came so long ago that it could be due: most schools ask no more than this."""
    rows = select("SELECT received_at FROM envelope WHERE school_id = ? ORDER BY n LIMIT 1", school)
    return bool(rows) and clock.from_millis(rows[0][0]) < clock.now() - _SOONEST


def forget() -> None:
    """After something was confirmed, destroyed or held: all of it is worked out anew."""
    current_app.extensions.pop(LISTED, None)
    current_app.extensions.pop(KNOWN, None)


def known_today(school: str) -> list[Unit]:
    """All that is due today, as it was worked out last: for looking at. Whoever acts on it has it worked out anew.

    Another day, another version of the policy, and anything that has come since make it worked out anew here as well.
    """
    [(newest,)] = select("SELECT MAX(n) FROM envelope WHERE school_id = ?", school)
    key = (school, clock.today(), versions.number(school), newest)
    known: dict[Any, list[Unit]] = current_app.extensions.setdefault(KNOWN, {})
    units = known.get(key)
    if units is None:
        units = list(due(school))
        # Somebody else's page may forget it again at any moment.
        known.clear()
        known[key] = units
    return units


def due(school: str, *, most: int = -1) -> Iterator[Unit]:
    """All that is due to go today, by the server's clock, what is held as well; the oldest first.

    With `most`, no more than so many incidents and so many others are looked at.
    """
    day, years, holds = clock.today(), years_of(school), holds_of(school)
    asked = _asked(school, day, years) | {"most": most}
    for unit in (*_incidents(asked, years, holds), *_others(asked, years, holds)):
        if unit.due_on <= day:
            yield unit


def _asked(school: str, day: date, years: Mapping[str, int]) -> dict[str, Any]:
    before = datetime.combine(day - _SOONEST, time(), clock.SCHOOL_TIME)
    lists = {"kinds": json.dumps(sorted(RULE_OF_KIND)), "notes": json.dumps(sorted(EVERYDAY_NOTES))}
    days = {"today": day.isoformat(), "before": _millis(before), "young": f"+{years[CHILD_YEARS.code]} years"}
    return {"school": school, **lists, **days}


def _incidents(asked: dict[str, Any], years: Mapping[str, int], holds: Holds) -> Iterator[Unit]:
    for id_, category, severity, trip, author, last, pupils, lines in select_named(_INCIDENTS, asked):
        rule = rule_of_incident(category, severity)
        named = {Known(*one): born for *one, born in json.loads(pupils)}
        births = [date.fromisoformat(born) if born else None for born in named.values()]
        if any(says_more(line, list(named)) for line in json.loads(lines)):
            births.append(None)
        last_on = clock.day_of(clock.from_millis(last))
        held = holds.why({id_}, {trip}, {one.id for one in named}, {author})
        yield Unit(id_, REPORTED, rule, trip, last_on, due_on(rule, last_on, births, years), held)


def _others(asked: dict[str, Any], years: Mapping[str, int], holds: Holds) -> Iterator[Unit]:
    for id_, kind, trip, author, last, pupils, keys, whose in select_named(_OTHERS, asked | {"keys": holds.keys}):
        rule = RULE_OF_KIND.get(kind, TRIP_PAPERS)
        last_on = clock.day_of(clock.from_millis(last))
        named = [*(pupils or "").split(","), *holds.of_keys((keys or "").split(","))]
        held = holds.why({id_}, {trip}, named, {author})
        yield Unit(id_, kind, rule, trip, last_on, due_on(rule, last_on, (), years), held, whose)
