"""What a record about an incident says, in words for its line. Text of a person's stands as they typed it."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.foundation import clock
from server.incidents.chronology_rules import CALL_MADE, COUNTED, HOW
from server.incidents.count_rules import written_of
from server.incidents.emergency_kinds import STEP
from server.incidents.later_kinds import (
    AGENCY_TOLD,
    AGREED,
    CLOSED,
    CONTACTED,
    DONE,
    FOLLOWED_UP,
    RISK_TO_CHILD,
    SLIP,
)

SHOWN_TO_DSL = "Parent or carer: the DSL knows"
NOT_TOLD = {RISK_TO_CHILD: "Not told: risk to the child", "not_yet": "Not yet"}


def written_in(kind: str, body: dict[str, Any], names: dict[str, str]) -> str | None:
    """The words of a record's line, each part on a line of its own; None where nobody wrote any."""
    said = {name: value for name, value in body.items() if isinstance(value, str) and value.strip()}
    # A count says more than texts.
    parts = _PARTS[kind](body if kind == COUNTED else said, names) if kind in _PARTS else []
    return "\n".join(part for part in parts if part) or None


def _follow_up(said: dict[str, str], _names: dict[str, str]) -> list[str]:
    when = _when(said.get("happened_at"))
    return [said.get("words", ""), f"About {when}" if when else ""]


def _contact(said: dict[str, str], _names: dict[str, str]) -> list[str]:
    told = ", ".join(
        part
        for part in (
            said.get("whom", ""),
            HOW.get(said.get("how", ""), ""),
            f"by {said['told_by']}" if "told_by" in said else "",
        )
        if part
    )
    return [NOT_TOLD.get(said.get("why_not", ""), ""), told, said.get("words", "")]


def _agency(said: dict[str, str], _names: dict[str, str]) -> list[str]:
    by = f"by {said['told_by']}" if "told_by" in said else ""
    return [by, _named("Reference", said.get("reference")), said.get("words", "")]


def _closing(said: dict[str, str], _names: dict[str, str]) -> list[str]:
    return [_named("Outcome", said.get("outcome")), _named("Lessons", said.get("lessons"))]


def _action(said: dict[str, str], names: dict[str, str]) -> list[str]:
    owner = names.get(said.get("owner", ""), "")
    due = on_day(said.get("due_on"))
    return [said.get("what", ""), ", ".join(part for part in (owner, f"by {due}" if due else "") if part)]


def _done(said: dict[str, str], _names: dict[str, str]) -> list[str]:
    return [said.get("words", "")]


def _slip(said: dict[str, str], _names: dict[str, str]) -> list[str]:
    return [_named("For", said.get("child")), said.get("what_happened", ""), said.get("what_was_done", "")]


def _call(said: dict[str, str], _names: dict[str, str]) -> list[str]:
    return [said.get("number", ""), said.get("words", "")]


def _count(said: dict[str, Any], _names: dict[str, str]) -> list[str]:
    return written_of(said)


_PARTS = {
    FOLLOWED_UP: _follow_up,
    CONTACTED: _contact,
    AGENCY_TOLD: _agency,
    CLOSED: _closing,
    AGREED: _action,
    DONE: _done,
    SLIP: _slip,
    CALL_MADE: _call,
    COUNTED: _count,
    STEP: _done,
}


def _named(name: str, words: str | None) -> str:
    return f"{name}: {words}" if words else ""


def _when(text: str | None) -> str | None:
    try:
        return clock.in_words(clock.from_text(text or ""))
    except (ValueError, OverflowError):
        return None


def on_day(text: str | None) -> str | None:
    """A date in words: "3 November 2026"; None where it is none."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return f"{day.day} {day:%B %Y}"
