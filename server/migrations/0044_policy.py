"""The school's policy as versions of one whole, and what waits for a second person.

What each school had chosen is carried over as versions, one for each time that something was chosen, in that order.
Where only the time of the last choice was kept, who made it is read from the audit log. The tables it stood in stay
as they are; of those, sign-in alone is still read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

TABLES = """
CREATE TABLE policy_version (
    school_id TEXT NOT NULL REFERENCES school (id),
    n INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    seconded_by TEXT,
    reason TEXT NOT NULL,
    preset TEXT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (school_id, n)
);
CREATE TABLE policy_wish (
    id TEXT NOT NULL PRIMARY KEY,
    school_id TEXT NOT NULL REFERENCES school (id),
    on_n INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    preset TEXT NOT NULL,
    said TEXT NOT NULL
);
CREATE INDEX policy_wish_school ON policy_wish (school_id);
CREATE TABLE policy_wish_end (
    wish_id TEXT NOT NULL PRIMARY KEY REFERENCES policy_wish (id),
    school_id TEXT NOT NULL REFERENCES school (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    outcome TEXT NOT NULL,
    why TEXT NOT NULL
)
"""
APPEND_ONLY = ("policy_version", "policy_wish", "policy_wish_end")
BEFORE = "From before the policy had versions"
LINES = ("photos.says_in_toilets", "photos.says_in_changing_rooms", "photos.says_during_care")


def _photos(*columns: Any) -> dict[str, Any]:
    warns, stops, purposes, has_first_names, lines, activities = columns
    return {
        "photos.list_warns_hours": warns,
        "photos.list_stops_hours": stops,
        "photos.purposes": json.loads(purposes),
        "photos.first_names": bool(has_first_names),
        **dict(zip(LINES, json.loads(lines), strict=True)),
        "photos.activities": json.loads(activities),
    }


def _times(*columns: Any) -> dict[str, Any]:
    names = ("first_minutes", "then_minutes", "today_by", "quiet_from", "quiet_until")
    return {f"alerts.{name}": value for name, value in zip(names, columns, strict=True)}


PHOTO_RULES = """
SELECT school_id, changed_at, list_warns_hours, list_stops_hours, purposes, has_first_names, lines, activities
FROM photo_rules
"""
# Of each table that kept the last choice alone: what was chosen and when, what the audit log called that, as settings.
LAST_CHOICES: tuple[tuple[str, str, Callable[..., dict[str, Any]]], ...] = (
    (
        "SELECT school_id, changed_at, password_days FROM sign_in_rules",
        "school.sign_in_rules_changed",
        lambda days: {"accounts.passwords_end": days is not None},
    ),
    (
        "SELECT school_id, changed_at, is_required FROM second_factor_rules",
        "school.second_step_rule_changed",
        lambda required: {"accounts.second_step": bool(required)},
    ),
    (
        "SELECT school_id, changed_at, lock_minutes, registers_devices FROM phone_rules",
        "school.phone_rules_changed",
        lambda minutes, registers: {"phones.lock_minutes": minutes, "phones.registers_devices": bool(registers)},
    ),
    (
        "SELECT school_id, changed_at, lasts_days FROM consent_rules",
        "consent.lasting_chosen",
        lambda days: {"consent.lasts_days": days},
    ),
    (
        PHOTO_RULES,
        "school.photo_rules_changed",
        _photos,
    ),
    (
        "SELECT school_id, changed_at, off_by FROM photos_off_by",
        "school.photos_off_by_changed",
        lambda off_by: {"photos.off_by": off_by},
    ),
    (
        "SELECT school_id, changed_at, first_minutes, then_minutes, today_by, quiet_from, quiet_until FROM alert_rules",
        "school.alert_times_changed",
        _times,
    ),
)
OWN_PHONES = (
    "SELECT school_id, chosen_at, chosen_by, agrees, needs_risk_assessment, designated_officer_id"
    " FROM own_phone_rules ORDER BY n"
)
ADDED = "SELECT school_id, added_at, added_by, id, row, role, staff_id FROM alert_added ORDER BY id"
WHO = "SELECT actor FROM audit_entry WHERE school = ? AND action = ? ORDER BY n DESC LIMIT 1"
MAKE = "INSERT INTO policy_version VALUES (?, ?, ?, ?, NULL, ?, '', ?)"


def up(_migrator: Any, db: Any) -> None:
    """Make the tables, and bring over what each school had chosen."""
    for statement in TABLES.split(";"):
        db.execute_sql(statement)
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for school, choices in _choices(db).items():
        said: dict[str, Any] = {}
        for n, (at, by, values) in enumerate(sorted(choices, key=lambda one: one[0]), start=1):
            said.update({code: {"value": value, "sentence": "", "clause": ""} for code, value in values.items()})
            db.execute_sql(MAKE, (school, n, at, by, BEFORE, json.dumps(said)))


def _choices(db: Any) -> dict[str, list[tuple[int, str, dict[str, Any]]]]:
    """By school: when, by whom, and the values that were chosen then."""
    found: dict[str, list[tuple[int, str, dict[str, Any]]]] = {}
    for sql, action, read in LAST_CHOICES:
        for school, at, *columns in db.execute_sql(sql).fetchall():
            who = db.execute_sql(WHO, (school, action)).fetchone()
            found.setdefault(school, []).append((at, who[0] if who else "", read(*columns)))
    for school, at, by, agrees, assessed, officer in db.execute_sql(OWN_PHONES).fetchall():
        own = {"own_phone.agrees": agrees, "own_phone.risk_assessment": bool(assessed), "own_phone.told": officer}
        found.setdefault(school, []).append((at, by, own))
    added: dict[str, list[dict[str, Any]]] = {}
    for school, at, by, number, row, role, staff in db.execute_sql(ADDED).fetchall():
        listed = added[school] = [
            *added.get(school, []),
            {"number": number, "row": row, "role": role, "staff": staff},
        ]
        found.setdefault(school, []).append((at, by, {"alerts.added": listed}))
    return found
