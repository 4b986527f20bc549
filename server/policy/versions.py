"""The policy in force at a school, what was before, and what waits for a second person.

Read once a request: a page that asks for ten settings asks the database once.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar, cast

from flask import g, has_request_context

from server.foundation import registry
from server.foundation.problems import Problem
from server.foundation.rows import Ready
from server.foundation.settings import Setting
from server.policy.policy_rules import Said, differing, read_said
from server.policy.version_models import PolicyVersion, PolicyWish, PolicyWishEnd

Value = TypeVar("Value")
MOST_SHOWN = 200
_newest = Ready(
    lambda school: (
        PolicyVersion.select().where(PolicyVersion.school == school).order_by(PolicyVersion.n.desc()).limit(1)
    )
)


@dataclass(frozen=True)
class Policy:
    """A version as it is kept: its number, 0 before anything was chosen, and {code: {value, sentence, clause}}."""

    n: int
    kept: Mapping[str, Any]

    def value(self, setting: Setting[Value]) -> Value:
        """What the school chose for a setting; the usual where it did not."""
        chosen = self.kept.get(setting.code)
        return setting.usual if chosen is None else cast("Value", chosen["value"])


@dataclass(frozen=True)
class InForce:
    """A school's policy: the number of its version, 0 before it chose anything, and every setting by its code."""

    n: int
    said: Mapping[str, Said]

    @property
    def values(self) -> dict[str, Any]:
        """The values alone."""
        return {code: one.value for code, one in self.said.items()}


def of_school(school: str) -> Policy:
    """The policy in force; of a page read once, however often it is asked for."""
    if not has_request_context():
        return _read(school)
    known: dict[str, Policy] = g.setdefault("policies", {})
    if school not in known:
        known[school] = _read(school)
    return known[school]


def _read(school: str) -> Policy:
    row = _newest.first(school)
    return Policy(row.n, _parsed(row.said)) if row else Policy(0, {})


@lru_cache(maxsize=8)
def _parsed(said: str) -> Mapping[str, Any]:
    """What a version says. Whoever opens records asks for the same one again and again."""
    kept: dict[str, Any] = json.loads(said)
    return kept


def value(school: str, setting: Setting[Value]) -> Value:
    """What a school chose for a setting; the usual until it does. For several, ask `of_school` once."""
    return of_school(school).value(setting)


def number(school: str) -> int:
    """The number of the version in force; 0 before the school chose anything."""
    return of_school(school).n


def in_force(school: str) -> InForce:
    """The whole policy, as far as this release knows its settings."""
    policy = of_school(school)
    return InForce(policy.n, _whole(policy.kept))


def _whole(kept: Mapping[str, Any]) -> dict[str, Said]:
    chosen = read_said(kept)
    return {code: chosen.get(code, Said(one.usual)) for code, one in registry.current().settings.items()}


def in_force_at(school: str, times: Iterable[datetime | None]) -> list[int]:
    """Which version was in force at each of these times; 0 before the first, and for none."""
    wanted = list(times)
    rows: Any = PolicyVersion.select(PolicyVersion.n, PolicyVersion.made_at).where(PolicyVersion.school == school)
    made = list(rows.order_by(PolicyVersion.n.desc()).tuples()) if any(wanted) else []
    return [next((n for n, made_at in made if at and made_at <= at), 0) for at in wanted]


def forget(school: str) -> None:
    """After another version was made: what this request has read is in force no longer."""
    if has_request_context():
        g.setdefault("policies", {}).pop(school, None)


@dataclass(frozen=True)
class Made:
    """A version, the whole of what it says, and what it changed: (before, after) by code."""

    row: PolicyVersion
    said: Mapping[str, Said]
    changes: Mapping[str, tuple[Said, Said]]


def made_since(school: str, n: int = 0, codes: Collection[str] | None = None) -> list[Made]:
    """Every version after `n`, the newest first, with what each changed; of some settings alone, where named."""
    rows = PolicyVersion.select().where(PolicyVersion.school == school, PolicyVersion.n >= n)
    listed = list(rows.order_by(PolicyVersion.n.desc()).limit(MOST_SHOWN + 1))[::-1]
    is_base = bool(listed) and (listed[0].n == n or len(listed) > MOST_SHOWN)
    before = _whole(json.loads(listed.pop(0).said) if is_base else {})
    found: list[Made] = []
    for row in listed:
        after = _whole(json.loads(row.said))
        changed = {code: (before[code], one) for code, one in differing(before, after).items()}
        wanted = {code: pair for code, pair in changed.items() if codes is None or code in codes}
        if wanted or codes is None:
            found.append(Made(row, after, wanted))
        before = after
    return found[::-1]


@dataclass(frozen=True)
class Waiting:
    """A wish that waits for a second person."""

    row: PolicyWish
    said: Mapping[str, Said]


def waiting(school: str, codes: Collection[str] | None = None) -> list[Waiting]:
    """What waits at a school, the oldest first; of some settings alone, where named."""
    ended = PolicyWishEnd.select(PolicyWishEnd.wish)
    rows = PolicyWish.select().where(PolicyWish.school == school, PolicyWish.id.not_in(ended))
    found = [Waiting(row, read_said(json.loads(row.said))) for row in rows.order_by(PolicyWish.made_at, PolicyWish.id)]
    return [one for one in found if codes is None or set(one.said) & set(codes)]


def find_waiting(school: str, wish_id: str) -> Waiting:
    """One that waits. Raises Problem request.not_found, also for another school's and for one that is decided."""
    found = [one for one in waiting(school) if one.row.id == wish_id]
    if not found:
        raise Problem("request.not_found")
    return found[0]
