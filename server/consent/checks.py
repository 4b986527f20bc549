"""Checks made on phones and what changed on the day, as the school hears of them; each check is judged once more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from server.accounts.models import Staff
from server.consent import authorisations, check_rules, photo_settings, queries
from server.consent.check_models import ClassCameraUse, ConsentChange, ConsentCheck
from server.consent.kinds import CAMERA_USED, CHANGED, CHECKED
from server.consent.rules import PURPOSE_NAMES
from server.foundation import clock
from server.foundation.registry import OpenedRecord
from server.trips.queries import opens_at, pupils_by_key


def hear(record: OpenedRecord) -> None:
    """Note a check, a change or a class camera's count, inside the transaction that opened its record.

    Heard again, on the trip where somebody put it, it takes the place of what was noted.
    """
    if record.kind == CAMERA_USED:
        _note_camera(record)
    elif record.kind == CHECKED and record.trip is not None:
        _note_check(record, record.trip)
    elif record.kind == CHANGED and record.trip is not None:
        _note_change(record, record.trip)


def _note_check(record: OpenedRecord, trip: str) -> None:
    body = record.body
    named = ("purpose", "place", "justification", "activity", "medium", "outcome", "way", "school_camera")
    ConsentCheck.insert(
        **_about(record),
        **{name: body.get(name) for name in named},
        id=record.id,
        trip=trip,
        staff=_who(record),
        checked_at=believed(clock.from_text(body["checked_at"]), trip, record.received_at),
        list_as_at=clock.from_text(body["list_as_at"]) if body["list_as_at"] else None,
        pupils=json.dumps(body["pupils"]),
        out=json.dumps(body["out"]),
        pupils_told=body.get("told"),
    ).on_conflict_replace().execute()
    _judge(ConsentCheck.get_by_id(record.n))


def _note_change(record: OpenedRecord, trip: str) -> None:
    body = record.body
    at = believed(clock.from_text(body["changed_at"]), trip, record.received_at)
    ConsentChange.insert(
        **_about(record),
        trip=trip,
        staff=_who(record),
        key=body["pupil"],
        change=body["change"],
        changed_at=at,
        words=body.get("words"),
    ).on_conflict_replace().execute()
    # What another phone had told before is seen in another light.
    for check in ConsentCheck.select().where(ConsentCheck.trip == trip, ConsentCheck.checked_at >= at):
        _judge(check)


def _note_camera(record: OpenedRecord) -> None:
    body = record.body
    ClassCameraUse.insert(
        **_about(record),
        trip=record.trip,
        check_id=body["check"],
        school_camera=body.get("school_camera"),
        pictures=body.get("count"),
    ).on_conflict_replace().execute()


def _about(record: OpenedRecord) -> dict[str, Any]:
    return {"n": record.n, "school": record.school, "phone": record.phone, "told_at": record.received_at}


def _who(record: OpenedRecord) -> str | None:
    """Who says that they made it, where that is somebody of this school."""
    row = Staff.get_or_none(Staff.id == str(record.actor.get("staff")), Staff.school == record.school)
    return row.id if row else None


def believed(told: datetime, trip: str, received_at: datetime) -> datetime:
    """When it was: a phone's clock may be a year off, but nothing was before the trip's list or after it arrived."""
    return min(max(told, opens_at(trip)), received_at)


def _judge(check: ConsentCheck) -> None:
    """Judge a check by what the school knows now of the day it was made on, and note what should have stopped it."""
    flags = _flags(check) if check.outcome == check_rules.GO else {}
    ConsentCheck.update(flags=json.dumps(flags)).where(ConsentCheck.n == check.n).execute()


def _flags(check: ConsentCheck) -> dict[str, list[str]]:
    keys = json.loads(check.pupils)
    day = clock.day_of(check.checked_at)
    here = pupils_by_key(check.trip_id, keys)
    changed = said_no(check.trip_id, keys, check.checked_at)
    asked = check_rules.Asked(check.purpose, check.place, check.activity, keys)
    found = check_rules.answer(asked, _list_then(check, day, here), changed, now=check.checked_at, day=day)
    flags: dict[str, list[str]] = {stop: [] for stop in found.stops}
    for key in found.out:
        reason = "said_no" if key in changed else "consent_changed" if key in here else "not_on_list"
        flags.setdefault(reason, []).append(key)
    return flags


def said_no(trip: str, keys: Sequence[str], at: datetime) -> set[str]:
    """Of these keys of a trip's list, those for whom any phone had heard a no by then.

    Two lists may name one pupil by different keys.
    """
    rows = ConsentChange.select().where(ConsentChange.trip == trip, ConsentChange.changed_at <= at)
    told = [(row.key, row.change, clock.day_of(row.changed_at)) for row in rows]
    standing = check_rules.standing(told, clock.day_of(at))
    pupils = set(pupils_by_key(trip, list(standing)).values())
    here = pupils_by_key(trip, keys)
    return {key for key in keys if key in standing or here.get(key) in pupils}


def _list_then(check: ConsentCheck, day: date, here: dict[str, str]) -> check_rules.TodaysList | None:
    """The list as it should have been: the register's answers for that day, and what was allowed on the trip."""
    if check.list_as_at is None:
        return None
    found = queries.verdicts_for(check.school_id, list(here.values()), check.medium, day)
    rules = photo_settings.of_school(check.school_id).as_pack()
    return check_rules.TodaysList(
        confirmed_at=check.list_as_at,
        warns_hours=rules["list_warns_hours"],
        stops_hours=rules["list_stops_hours"],
        activities=authorisations.activities_on(check.school_id, check.trip_id, (day, day), check.checked_at),
        may={key: _entries(found[pupil]) for key, pupil in here.items()},
    )


def _entries(by_purpose: Any) -> Sequence[int | str]:
    return [int(by_purpose[purpose].may) for purpose in PURPOSE_NAMES]
