"""After how long out of sight a phone locks itself on a trip: the school's choice, which travels on the school card."""

from __future__ import annotations

from typing import Any

from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.rows import Ready
from server.phones.models import PhoneRules

LEAST_MINUTES, USUAL_MINUTES, MOST_MINUTES = 2, 15, 30
_rules_of = Ready(lambda school: PhoneRules.select().where(PhoneRules.school == school))


def lock_minutes(school: str) -> int:
    """How many minutes, from 2 to 30."""
    row = _rules_of.first(school)
    return row.lock_minutes if row else USUAL_MINUTES


def let_lock_after(school: str, minutes: int, by: str) -> None:
    """Choose it. Phones take it up at their next contact."""
    with db.atomic():
        PhoneRules.insert(school=school, lock_minutes=minutes, changed_at=clock.now()).on_conflict(
            conflict_target=[PhoneRules.school], preserve=[PhoneRules.lock_minutes, PhoneRules.changed_at]
        ).execute()
        audit.write(school, by, "school.phone_rules_changed", school, lock_minutes=minutes)


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {auto_lock_minutes}."""
    return {"auto_lock_minutes": lock_minutes(school)}
