"""Who handles what is due: by their roles, and calls with an own phone whoever reads them."""

from __future__ import annotations

from server.foundation.access import Person
from server.personal_phone import report_rules, use_queries
from server.personal_phone.report_rules import About
from server.retention.rules import HANDLES, handled_by


def rules_of(person: Person) -> tuple[str, ...]:
    """The lines of the schedule that somebody handles. A headteacher's own phone is in no list: it is nobody's here."""
    if not person.roles & set(HANDLES):
        return ()
    reads_uses = report_rules.may_read(use_queries.reader(person), About(None, is_heads=False))
    return handled_by(person.roles, reads_uses=reads_uses)
