"""Somebody else knows a PIN or a password: whatever it opens ends at once, and the network manager is told (R84)."""

from __future__ import annotations

from datetime import datetime, timedelta

from server.accounts import sign_ins
from server.accounts.models import Staff
from server.foundation import audit, clock
from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.phones import unlocks

TOLD = "staff.secret_known"
SHOWN = timedelta(days=7)


def end_everywhere(staff: Staff, token: str) -> None:
    """End every PIN and every sign-in of theirs but the one of this token, with which they choose a new password."""
    with db.atomic():
        unlocks.end_all_of(staff.id, "known to somebody else")
        sign_ins.end_all(staff, by=staff.id, but=token)
        audit.write(staff.school_id, staff.id, TOLD, staff.id)


def told_lately(school: str) -> dict[str, datetime]:
    """Who said so in the last week, by name, and when last."""
    rows = AuditEntry.select(AuditEntry.actor, AuditEntry.at).where(
        AuditEntry.school == school, AuditEntry.action == TOLD, AuditEntry.at >= clock.now() - SHOWN
    )
    latest = {row.actor: row.at for row in rows.order_by(AuditEntry.n)}
    names = {row.id: row.name for row in Staff.select().where(Staff.id.in_(list(latest)))}
    return {names[staff]: at for staff, at in latest.items() if staff in names}
