"""The head of the audit chain follows its newest entry by itself: a look that is noted asks for one thing less."""

from __future__ import annotations

from typing import Any

HEAD_FOLLOWS = """
CREATE TRIGGER audit_head_follows AFTER INSERT ON audit_entry BEGIN
    INSERT INTO audit_head (school, n, hash) VALUES (NEW.school, NEW.n, NEW.hash)
    ON CONFLICT (school) DO UPDATE SET n = excluded.n, hash = excluded.hash;
END
"""


def up(_migrator: Any, db: Any) -> None:
    """Add the trigger."""
    db.execute_sql(HEAD_FOLLOWS)
