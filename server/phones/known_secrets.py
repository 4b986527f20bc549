"""Somebody else knows a PIN or a password: whatever it opens ends at once, and the network manager is told (R84)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

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


def told_lately(school: str) -> Any:
    """Who said so in the last week, as a query of the log with their accounts, by whom."""
    told = (AuditEntry.school == school, AuditEntry.action == TOLD, AuditEntry.at >= clock.now() - SHOWN)
    rows = AuditEntry.select().join(Staff, on=(Staff.id == AuditEntry.actor)).where(*told)
    return rows.group_by(Staff.id, Staff.name)
