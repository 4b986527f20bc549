"""Whose code a password came from, person by person: what one made for another counts as theirs for a while."""

from __future__ import annotations

from datetime import timedelta

from server.accounts.models import PasswordReset
from server.accounts.rules import CODE_BINDS_FOR
from server.foundation import clock

COMMAND_LINE = "command line"


def makers(school: str, within: timedelta | None = CODE_BINDS_FOR) -> dict[str, str]:
    """Who made the code that each person used last, where it was used `within` that time; None is ever.

    A password changed since makes no difference: whoever used the code could change it. A code of the server's own is
    nobody's.
    """
    used = (PasswordReset.school == school) & PasswordReset.used_at.is_null(False)
    rows = PasswordReset.select(PasswordReset.staff, PasswordReset.made_by, PasswordReset.used_at).where(used)
    newest = {row.staff_id: row for row in rows.order_by(PasswordReset.used_at)}
    since = None if within is None else clock.now() - within
    return {
        staff: row.made_by
        for staff, row in newest.items()
        if row.made_by != COMMAND_LINE and (since is None or row.used_at > since)
    }
