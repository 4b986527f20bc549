"""Emergencies: which of them still run, and what the other phones of the trip learn of them.

One runs from its report until the last word on it is "over". Its chronology is the timeline; nothing is kept twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import SQL

from server.foundation import clock
from server.foundation.access import Person
from server.foundation.rows import select
from server.incidents import standing
from server.incidents.chronology import Row
from server.incidents.emergency_kinds import EMERGENCY, HOLD_BEGUN, HOLD_ENDED, OPENED_AGAIN, OVER, STEP
from server.incidents.models import Incident
from server.incidents.sight import seen_by

# After that it is an incident like any other, which somebody closes.
RUNS_AT_MOST = timedelta(hours=48)
# What a fast clock wrote counts from when it came: it has the last word over nothing that was done since.
_LAST = """(SELECT json_extract(said.body, '$.step'){also} FROM chronology_item AS step
    JOIN record AS said ON said.envelope_id = step.n
    WHERE step.school_id = {it}.school_id AND step.incident = {it}.id AND step.kind = 'step.taken'
        AND json_extract(said.body, '$.step') IN ('{one}', '{other}')
    ORDER BY MIN(step.at, step.received_at) DESC, step.n DESC LIMIT 1)"""
_ON_PHONE = f"""
SELECT report.id, report.trip, COALESCE(report.happened_at, report.recorded_at, report.received_at),
    {_LAST.format(it="report", also=" || '|' || MIN(step.at, step.received_at)", one=HOLD_BEGUN, other=HOLD_ENDED)},
    {_LAST.format(it="report", also=" || '|' || MIN(step.at, step.received_at)", one=OVER, other=OPENED_AGAIN)}
FROM incident AS report JOIN trip_phone ON trip_phone.trip_id = report.trip AND trip_phone.phone_id = ?
WHERE report.school_id = ? AND report.category = '{EMERGENCY}' AND report.received_at > ?
    AND NOT {standing.is_closed_in("report")}
ORDER BY report.n DESC
"""


@dataclass(frozen=True)
class State:
    """How an emergency stands: since when, and since when it is over; None while it runs."""

    since: datetime
    over_at: datetime | None


def state_of(incident: Incident, rows: Iterable[Row]) -> State | None:
    """How it stands by what is known of it (`rows` of its chronology); None of any other incident."""
    if incident.category != EMERGENCY:
        return None
    turns = [row for row in rows if row.kind == STEP and row.written.get("step") in (OVER, OPENED_AGAIN)]
    last = max(turns, key=lambda row: row.stands, default=None)
    is_over = last is not None and last.written["step"] == OVER
    since = incident.happened_at or incident.recorded_at or incident.received_at
    return State(since, last.at if last and is_over else None)


def is_running() -> Any:
    """The same as a condition on the incidents of a query, which peewee calls t1."""
    last = SQL(_LAST.format(it="t1", also="", one=OVER, other=OPENED_AGAIN))
    is_new = Incident.received_at > clock.now() - RUNS_AT_MOST
    return (Incident.category == EMERGENCY) & is_new & (last.is_null() | (last != OVER))


def runs_in(it: str) -> str:
    """The same but for its age, as SQL on the incidents that a statement calls `it`."""
    last = _LAST.format(it=it, also="", one=OVER, other=OPENED_AGAIN)
    return f"({it}.category IS '{EMERGENCY}' AND NOT {standing.is_closed_in(it)} AND {last} IS NOT '{OVER}')"


def is_recent(received_at: datetime) -> bool:
    """Whether it came so lately that it may run still."""
    return received_at > clock.now() - RUNS_AT_MOST


def running(person: Person) -> list[Incident]:
    """The emergencies that run now and that somebody may see, the newest first."""
    is_open = ~SQL(standing.is_closed_in("t1"))
    mine = Incident.select().where(Incident.school == person.school, is_running(), is_open, seen_by(person))
    return list(mine.order_by(Incident.n.desc()))


def card_part(school: str, phone: str | None) -> dict[str, Any]:
    """The school card's {emergency}: {trip, incident, began_at, hold, hold_at, over, over_at}, or null: of its trips.

    `hold` is the last that was said of phones and photographs, `hold_begun` or `hold_ended`, and `over` of its end,
    `over` or `opened_again`; null where nobody has said anything. One that runs comes before one that is over.
    """
    if phone is None:
        return {"emergency": None}
    since = round((clock.now() - RUNS_AT_MOST).timestamp() * 1000)
    found = [_on_card(*row) for row in select(_ON_PHONE, phone, school, since)]
    found.sort(key=lambda one: one["over"] == OVER)
    return {"emergency": found[0] if found else None}


def _on_card(*row: Any) -> dict[str, Any]:
    incident, trip, began_at, hold, over = row
    return {
        "trip": trip,
        "incident": incident,
        "began_at": _text(began_at),
        **_turned("hold", hold),
        **_turned("over", over),
    }


def _turned(name: str, last: str | None) -> dict[str, str | None]:
    step, _, at = (last or "").partition("|")
    return {name: step or None, f"{name}_at": _text(int(at)) if at else None}


def _text(millis: int) -> str:
    return clock.as_text(clock.from_millis(millis))
