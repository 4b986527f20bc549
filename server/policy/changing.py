"""Changing the school's policy: another version, or, where it takes two, a wish that a second person agrees to."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from server.foundation import audit, clock, registry
from server.foundation.database import db
from server.foundation.problems import Problem
from server.foundation.settings import PolicyChange
from server.policy import versions
from server.policy.change_words import told
from server.policy.contact_changes import OvertakenError
from server.policy.policy_rules import Said, clashing, differing, for_two, may_second, problems
from server.policy.version_models import PolicyVersion, PolicyWish, PolicyWishEnd
from server.policy.versions import InForce

AGREED, REFUSED, WITHDRAWN = "agreed", "refused", "withdrawn"


class RefusedError(Exception):
    """A policy that cannot be: `words` by the code of the setting that is wrong."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__("refused")
        self.words = words


@dataclass(frozen=True)
class Why:
    """Who changes it and why, the preset it comes from, and the version their page showed; None where none did."""

    by: str
    reason: str = ""
    preset: str = ""
    seen: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of a change: how many settings count now, and how many wait for a second person."""

    changed: int = 0
    waits: int = 0


def choose(school: str, values: Mapping[str, Any], by: str, *, seen: int | None = None) -> int:
    """Choose values from a page of their own; the school's sentences stay. How many wait for a second person.

    `seen` and what it raises as `change` has it.
    """
    before = versions.in_force(school).said
    wanted = {code: Said(one, before[code].sentence, before[code].clause) for code, one in values.items()}
    return change(school, wanted, Why(by, seen=seen)).waits


def change(school: str, wanted: Mapping[str, Said], why: Why) -> Outcome:
    """Put settings in force, or have those wait that take two. The same again changes nothing.

    Raises RefusedError, and OvertakenError where somebody changed one of them since the page was opened.
    """
    with db.atomic():
        versions.forget(school)
        before = versions.in_force(school)
        changed = differing(before.said, wanted)
        if not changed:
            return Outcome()
        if why.seen is not None:
            refuse_overtaken(school, why.seen, changed)
        refuse(before, changed)
        at_once, waits = for_two(registry.current().settings, before.said, changed)
        refuse(before, at_once)
        if at_once:
            _make(before, at_once, school, why)
        if waits:
            _wish(versions.number(school), waits, school, why)
    return Outcome(len(at_once), len(waits))


def refuse(before: InForce, changed: Mapping[str, Said]) -> None:
    """Raise RefusedError where a setting is out of its range, or where two may not go together."""
    here = registry.current()
    wrong = problems(here.settings, changed)
    if not wrong:
        values = {**before.values, **{code: said.value for code, said in changed.items()}}
        for one in clashing(here.clashes, values, refused=True):
            about = [code for code in one.settings if code in changed]
            wrong.update(dict.fromkeys(about[-1:], one.words))
    if wrong:
        raise RefusedError(wrong)


def refuse_overtaken(school: str, seen: int, codes: Collection[str]) -> None:
    """Raise OvertakenError with what others changed of these settings since a version."""
    since = versions.made_since(school, seen, codes)
    if since:
        raise OvertakenError(told(school, since))


def _make(
    before: InForce, changed: Mapping[str, Said], school: str, why: Why, *, seconded_by: str | None = None
) -> None:
    said = {**before.said, **changed}
    values = {code: one.value for code, one in changed.items() if one.value != before.said[code].value}
    with ExitStack() as around:
        for enter in registry.current().around_policy:
            around.enter_context(enter(PolicyChange(school, why.by, values)))
        PolicyVersion.create(
            school=school,
            n=before.n + 1,
            made_at=clock.now(),
            made_by=why.by,
            seconded_by=seconded_by,
            reason=why.reason,
            preset=why.preset,
            said=json.dumps({code: one.as_kept() for code, one in said.items()}),
        )
        versions.forget(school)
        more = {"n": before.n + 1, "values": _logged(values), "settings": sorted(changed), "preset": why.preset}
        audit.write(school, why.by, "policy.changed", school, seconded_by=seconded_by, **more)


def _logged(values: Mapping[str, Any]) -> dict[str, Any]:
    settings = registry.current().settings
    return {code: settings[code].kind.logged(one) for code, one in values.items()}


def _wish(n: int, changed: Mapping[str, Said], school: str, why: Why) -> None:
    row = PolicyWish.create(
        school=school,
        on_n=n,
        made_at=clock.now(),
        made_by=why.by,
        reason=why.reason,
        preset=why.preset,
        said=json.dumps({code: one.as_kept() for code, one in changed.items()}),
    )
    values = {code: one.value for code, one in changed.items()}
    audit.write(school, why.by, "policy.wished", row.id, values=_logged(values), settings=sorted(changed))


def agree(school: str, wish_id: str, by: str, roles: Collection[str]) -> None:
    """Be the second person for a wish, and put it in force.

    Raises Problem request.not_found, access.role_missing, policy.same_person; OvertakenError; RefusedError.
    """
    with db.atomic():
        versions.forget(school)
        wish = versions.find_waiting(school, wish_id)
        if wish.row.made_by == by:
            raise Problem("policy.same_person")
        if not may_second(roles, by, wish.row.made_by):
            raise Problem("access.role_missing")
        refuse_overtaken(school, wish.row.on_n, wish.said)
        before = versions.in_force(school)
        changed = differing(before.said, wish.said)
        refuse(before, changed)
        why = Why(wish.row.made_by, wish.row.reason, wish.row.preset)
        if changed:
            _make(before, changed, school, why, seconded_by=by)
        _end(wish.row, AGREED, by)


def turn_down(school: str, wish_id: str, by: str, roles: Collection[str], *, why: str) -> None:
    """Refuse a wish, with a reason; or take one's own back. Raises Problem request.not_found, access.role_missing."""
    with db.atomic():
        wish = versions.find_waiting(school, wish_id)
        is_own = wish.row.made_by == by
        if not is_own and not may_second(roles, by, wish.row.made_by):
            raise Problem("access.role_missing")
        _end(wish.row, WITHDRAWN if is_own else REFUSED, by, why)


def _end(row: PolicyWish, outcome: str, by: str, why: str = "") -> None:
    PolicyWishEnd.create(wish=row, school=row.school_id, at=clock.now(), by=by, outcome=outcome, why=why)
    audit.write(row.school_id, by, f"policy.wish_{outcome}", row.id)
