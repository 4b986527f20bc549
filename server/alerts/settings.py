"""What a school decides of alerts: whom it adds to those always told, and when the next person is (R61, R97)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from server.accounts.rules import ROLE_NAMES, Role
from server.alerts.escalation_rules import Times
from server.alerts.routing_rules import FIXED, TABLE
from server.alerts.row_words import ROW_NAMES
from server.foundation.settings import ClockTime, Number, Own, Setting

MOST_MINUTES, MOST_ADDED = 240, 100
CHANGES_TIMES = (Role.HEADTEACHER,)
CHANGES_TABLE = (Role.HEADTEACHER, Role.NETWORK_MANAGER)
_MEMBERS = {"number", "row", "role", "staff"}
_USUAL = Times()


def _added_problem(value: Any) -> str:
    if not isinstance(value, list) or len(value) > MOST_ADDED or not all(_is_added(one) for one in value):
        return "Name for each row a role or one person"
    who = [(one["row"], one["role"], one["staff"]) for one in value]
    is_double = len(set(who)) < len(who) or len({one["number"] for one in value}) < len(value)
    return "Somebody is there twice" if is_double else ""


def _is_added(one: Any) -> bool:
    if not isinstance(one, dict) or set(one) != _MEMBERS or not isinstance(one["number"], int):
        return False
    row, role = one["row"], one["role"]
    is_row = isinstance(row, str) and row in TABLE and row not in FIXED
    is_role = isinstance(role, str) and role in set(Role) and one["staff"] is None
    return is_row and (is_role or (role is None and isinstance(one["staff"], str)))


def _added_words(value: Any, people: Mapping[str, str]) -> str:
    return "; ".join(f"{ROW_NAMES[one['row']]}: {_who(one, people)}" for one in value) or "Nobody"


def _who(one: Mapping[str, Any], people: Mapping[str, str]) -> str:
    return ROLE_NAMES[Role(one["role"])] if one["role"] else people.get(one["staff"], "somebody no longer listed")


ADDED = Setting[list[dict[str, Any]]](
    code="alerts.added",
    label="Whom the school adds to those always told",
    kind=Own(
        check=_added_problem,
        words=_added_words,
        log=lambda value: value,
        page="alert_table.who_is_told",
        shared=lambda value: [one for one in value if one["role"]],
    ),
    usual=[],
    rules=("R60", "R62", "R76", "R97"),
    changed_by=CHANGES_TABLE,
    does="They are told beside those whom nobody takes off: DSLs of a safeguarding concern, the headteacher of staff.",
    needs_two=True,
)


def _minutes(name: str, label: str, usual: int) -> Setting[int]:
    return Setting(
        code=f"alerts.{name}",
        label=label,
        kind=Number(1, MOST_MINUTES, "minute"),
        usual=usual,
        rules=("R61", "R76"),
        changed_by=CHANGES_TIMES,
        does="If nobody has taken up what needs somebody now, the next person is told then.",
    )


def _hour(name: str, label: str, usual: time, does: str) -> Setting[str]:
    return Setting(
        code=f"alerts.{name}",
        label=label,
        kind=ClockTime(),
        usual=f"{usual:%H:%M}",
        rules=("R61",),
        changed_by=CHANGES_TIMES,
        does=does,
    )


_QUIET = "What is to be read today waits for their end; what needs somebody now waits for nothing."
FIRST_MINUTES = _minutes("first_minutes", "Needs you now: the next person is told after", _USUAL.first_minutes)
THEN_MINUTES = _minutes("then_minutes", "From then on, each time after", _USUAL.then_minutes)
TODAY_BY = _hour(
    "today_by",
    "Read today: the next person is told at",
    _USUAL.today_by,
    "What nobody has read by then goes to the next person; phones say this hour.",
)
QUIET_FROM = _hour("quiet_from", "Quiet hours begin at", _USUAL.quiet_from, _QUIET)
QUIET_UNTIL = _hour("quiet_until", "Quiet hours end at", _USUAL.quiet_until, _QUIET)
SETTINGS = (ADDED, FIRST_MINUTES, THEN_MINUTES, TODAY_BY, QUIET_FROM, QUIET_UNTIL)
CLASHES = ()
