"""Which rules for photos are in force at a school, and choosing others."""

from __future__ import annotations

import json

from server.consent.check_models import PhotoRules
from server.consent.photo_rules import Activity, Rules
from server.foundation import audit, clock
from server.foundation.database import db


def of_school(school: str) -> Rules:
    """The school's rules; the usual ones until it chooses."""
    row = PhotoRules.get_or_none(PhotoRules.school == school)
    if row is None:
        return Rules()
    return Rules(
        list_warns_hours=row.list_warns_hours,
        list_stops_hours=row.list_stops_hours,
        purposes=tuple(json.loads(row.purposes)),
        has_first_names=row.has_first_names,
        lines=tuple(json.loads(row.lines)),
        activities=tuple(Activity(*one) for one in json.loads(row.activities)),
    )


def choose(school: str, rules: Rules, by: str) -> None:
    """Put rules in force. Phones take them up with their next list."""
    given = {
        "list_warns_hours": rules.list_warns_hours,
        "list_stops_hours": rules.list_stops_hours,
        "purposes": json.dumps(rules.purposes),
        "has_first_names": rules.has_first_names,
        "lines": json.dumps(rules.lines),
        "activities": json.dumps([[one.name, one.kind, one.line] for one in rules.activities]),
        "changed_at": clock.now(),
    }
    with db.atomic():
        PhotoRules.insert(school=school, **given).on_conflict(
            conflict_target=[PhotoRules.school], preserve=[getattr(PhotoRules, name) for name in given]
        ).execute()
        audit.write(
            school,
            by,
            "school.photo_rules_changed",
            school,
            warns_hours=rules.list_warns_hours,
            stops_hours=rules.list_stops_hours,
            purposes=list(rules.purposes),
            activities=[[one.name, one.kind] for one in rules.activities],
        )
