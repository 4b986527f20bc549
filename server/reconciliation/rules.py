"""Who may know of a held item. What could not be read at all concerns whoever checks; the rest its readers. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.accounts.rules import Role
from server.incidents.rules import REPORTED, may_read, may_see

CHECKERS = frozenset({Role.OFFICE, Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.NETWORK_MANAGER})
# The chair's alone among what is held: what is of a headteacher's own phone.
OPENS_HELD = CHECKERS | {Role.CHAIR}
# Stands for a category nobody knows: read as strictly as a concern about staff.
UNKNOWN = "unknown"
# Why a family was not told is for those who decide it, wherever it is written (R74).
FOR_DSL, DSLS = "risk_to_child", frozenset({Role.DSL, Role.DEPUTY_DSL})
CONTACTED, NOT_YET = frozenset({"parent.contacted", "incident.followed_up"}), "not_yet"
ALLEGATION = "allegation"
# What a trip makes every day: the office reads it and puts it where it belongs, as any other everyday thing.
EVERYDAY = "other"
EVERYDAY_KINDS = frozenset(
    {
        "agreement.signed",
        "class_camera.used",
        "consent.changed_on_the_day",
        "consent.checked",
        "departure.checked",
        "departure.forced",
        "phone.set_up_checked",
        "photo.erased",
        "photo.taken",
        "pupils.counted",
        "sheet.returned",
        "trip.delayed",
    }
)


@dataclass(frozen=True)
class Contents:
    """What could be read. `named` is the category of the incident that it names, UNKNOWN where it names none known."""

    kind: str | None
    body: dict[str, Any]
    named: str | None = UNKNOWN


def category_of(record: Contents) -> str | None:
    """The category by which a record is shown or not: its own, everyday, or that of the incident it names."""
    if record.kind == REPORTED:
        category = record.body.get("category")
        return category if category is None or isinstance(category, str) else UNKNOWN
    if record.kind in EVERYDAY_KINDS:
        return EVERYDAY
    is_risk = record.kind in CONTACTED and _why_not(record.body) not in (None, NOT_YET)
    # A concern about staff may be about a DSL.
    return FOR_DSL if is_risk and record.named != ALLEGATION else record.named


def _why_not(body: dict[str, Any]) -> Any:
    """Why a family was not told; a follow-up that came unfinished says it further in."""
    further_in = body.get("parent")
    return body.get("why_not") or (further_in.get("why_not") if isinstance(further_in, dict) else None)


def may_see_held(record: Contents | None, roles: frozenset[str], *, is_of_head: bool = False) -> bool:
    """Whether somebody may see that it is held; `record` is None where nothing could be read.

    What is `is_of_head`, a headteacher's own phone, is the chair's and no headteacher's.
    """
    if is_of_head:
        return Role.CHAIR in roles and Role.HEADTEACHER not in roles
    is_checker = bool(CHECKERS & roles)
    return is_checker and (record is None or may_see(category_of(record), roles, leads_the_trip=False))


def may_read_held(record: Contents, roles: frozenset[str], *, is_of_head: bool = False) -> bool:
    """Whether somebody may read what is in it."""
    if is_of_head:
        return may_see_held(record, roles, is_of_head=True)
    category = category_of(record)
    return bool(DSLS & roles) if category == FOR_DSL else may_read(category, roles, leads_the_trip=False)
