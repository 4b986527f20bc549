"""What was written of phones, where it names a child: of one that was lost, of one handed back, of a set-up check."""

from __future__ import annotations

from collections.abc import Iterator

from server.accounts.about_child import AboutChild, HeldAbout, LookedFor, said
from server.phones.kinds import SET_UP_CHECKED
from server.phones.models import DataIncident, PhoneLoan

PHONES = "Phones"


def rows(school: str, child: LookedFor) -> Iterator[HeldAbout]:
    """Reasons and notes that name the child."""
    for lost in DataIncident.select().where(DataIncident.school == school):
        if child.is_named_in(lost.reason or ""):
            facts, at = said(Why=lost.reason), lost.decided_at or lost.opened_at
            yield HeldAbout(f"lost:{lost.id}", PHONES, "A lost phone: whether somebody had to be told", at, facts)
    for loan in PhoneLoan.select().where(PhoneLoan.school == school, PhoneLoan.note != ""):
        if child.is_named_in(loan.note):
            facts, at = said(Note=loan.note), loan.back_at or loan.out_at
            yield HeldAbout(f"loan:{loan.id}", PHONES, "A phone handed back", at, facts)


ABOUT_CHILD = AboutChild(titles={SET_UP_CHECKED: (PHONES, "A set-up check of a phone")}, rows=rows)
