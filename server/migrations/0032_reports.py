"""What reports count over the days of a term, found without looking at what lies outside them."""

from __future__ import annotations

from typing import Any

INDEXES = """
CREATE INDEX incident_received ON incident (school_id, received_at, category, severity, id);
CREATE INDEX own_phone_use_received ON own_phone_use (school_id, received_at, is_heads, staff, flags, id);
CREATE INDEX own_phone_agreement_given ON own_phone_agreement (school_id, given_at);
CREATE INDEX consent_check_told ON consent_check (school_id, told_at, outcome, flags);
CREATE INDEX consent_change_told ON consent_change (school_id, told_at, change);
CREATE INDEX photo_received ON photo (school_id, received_at, held_reason);
CREATE INDEX alert_raised ON alert (school_id, raised_at, is_apart, kind, category, about_role, closed_at, id);
CREATE INDEX alert_act_late ON alert_act (alert_id) WHERE act IN ('escalated', 'nobody');
CREATE INDEX record_learnt ON record (school_id, envelope_id)
    WHERE kind IN ('incident.closed', 'action.agreed', 'action.done')
"""


def up(_migrator: Any, db: Any) -> None:
    """Add them."""
    for statement in INDEXES.split(";"):
        db.execute_sql(statement)
