"""Phones that are lost: shut at once, still listened to, and a data incident whose 72 hours begin.

What a lost phone hands in is flagged and filed like all else: it may be all there is of what happened.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from server.alerts import subscriptions
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.foundation.rows import Ready
from server.phones import unlocks
from server.phones.models import DataIncident, Phone

# UK GDPR article 33: within 72 hours of becoming aware, where it is likely to be a risk to anybody.
DECIDE_WITHIN = timedelta(hours=72)
_lost = Ready(lambda phone: Phone.select(Phone.id).where(Phone.id == phone, Phone.revoked_at.is_null(False)))


def mark_lost(phone: Phone, by: str) -> DataIncident:
    """Shut a phone: no share, no list, no PIN from now on; open its data incident. Again, it changes nothing."""
    with db.atomic():
        now = clock.now()
        open_one: DataIncident | None = open_incident(phone)
        if phone.revoked_at and open_one:
            return open_one
        Phone.update(revoked_at=now).where(Phone.id == phone.id).execute()
        unlocks.end_all_on(phone.id, "phone lost")
        subscriptions.end_all_on(phone.id, "phone lost")
        audit.write(phone.school_id, by, "phone.lost", phone.id)
        incident: DataIncident = DataIncident.create(
            school=phone.school_id, phone=phone, opened_by=by, opened_at=now, decide_by=now + DECIDE_WITHIN
        )
    return incident


def mark_found(phone: Phone, by: str) -> None:
    """Take a phone back into use. Whoever used it chooses a PIN anew; the data incident stays to be decided."""
    with db.atomic():
        Phone.update(revoked_at=None).where(Phone.id == phone.id).execute()
        audit.write(phone.school_id, by, "phone.found", phone.id)


def decide(incident: DataIncident, decision: str, reason: str, by: str) -> None:
    """Note whether the regulator is told, and why. Raises Problem request.refused when somebody has decided already."""
    with db.atomic():
        undecided = (DataIncident.id == incident.id) & DataIncident.decided_at.is_null()
        changed = {"decision": decision, "reason": reason, "decided_by": by, "decided_at": clock.now()}
        if not DataIncident.update(changed).where(undecided).execute():
            raise Problem("request.refused")
        audit.write(incident.school_id, by, "data_incident.decided", incident.id, decision=decision)


def phone_notices(phone: str) -> list[str]:
    """`phone.lost` while a phone is marked as lost: what it has begun and not finished comes up as it stands."""
    return ["phone.lost"] if _lost(phone) else []


def open_incident(phone: Phone) -> DataIncident | None:
    """The phone's data incident that nobody has decided yet."""
    rows = DataIncident.select().where(DataIncident.phone == phone.id, DataIncident.decided_at.is_null())
    found: DataIncident | None = rows.order_by(DataIncident.opened_at.desc()).first()
    return found


def open_incidents(school: str) -> Any:
    """Every data incident of the school that waits for a decision, as a query."""
    return DataIncident.select().where(DataIncident.school == school, DataIncident.decided_at.is_null())
