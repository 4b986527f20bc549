"""Who checks a trip off, when, whether it takes two people, and which gaps are explained. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from server.accounts.rules import Role
from server.incidents.rules import ALWAYS_GRAVE, EVERYDAY
from server.reconciliation.gap import Gap

# Whoever leads the trip does, too.
SIGNS = frozenset({Role.OFFICE, Role.EVC, Role.HEADTEACHER})
READS = SIGNS | {Role.SLT, Role.DSL, Role.DEPUTY_DSL, Role.CHAIR, Role.VICE_CHAIR}
GRAVE = frozenset({"serious", "critical"})
# The everyday categories but for what is always grave: nothing else is known to be harmless, what has none included.
HARMLESS = EVERYDAY - ALWAYS_GRAVE


def may_sign(roles: Collection[str], *, leads: bool) -> bool:
    """Whether somebody explains gaps and signs."""
    return leads or bool(SIGNS & set(roles))


def may_read(roles: Collection[str], *, leads: bool) -> bool:
    """Whether somebody is shown a signed summary."""
    return leads or bool(READS & set(roles))


def takes_two(incidents: Iterable[tuple[str | None, str | None]], *, has_unread: bool = False) -> bool:
    """Whether two people have to sign, by the (category, severity) of the trip's incidents.

    So they do where a report came that nobody could open (`has_unread`): it may be the gravest of all.
    """
    return has_unread or any(category not in HARMLESS or severity in GRAVE for category, severity in incidents)


def open_gaps(gaps: Iterable[Gap], explained: dict[str, str]) -> list[Gap]:
    """The gaps that nobody has explained. `explained` is, by a gap's key, what it said when somebody did."""
    return [gap for gap in gaps if explained.get(gap.key) != gap.title]


def why_not_yet(ends_on: date, back: datetime, now: datetime, today: date) -> str:
    """Why a trip cannot be signed off yet; "" when it can."""
    if today < ends_on:
        return "It can be signed off from its last day on."
    return "" if now >= back else "Say first when it came back."
