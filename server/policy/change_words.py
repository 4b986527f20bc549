"""Changes of the policy in words: what each was, what it is now, who made it and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.accounts.queries import staff_names
from server.foundation import clock, registry
from server.policy.policy_rules import GROUP_NAMES, Said
from server.policy.versions import InForce, Made, Waiting

# Said where a change that takes two was wished for (R97).
WAITS = "It waits for a second person: the headteacher, SLT, a DSL or the chair agrees under “The school’s policy”."


@dataclass(frozen=True)
class InWords:
    """One setting that changes, as a page says it; `before` and `after` are the same where its value stays."""

    code: str
    group: str
    label: str
    before: str
    after: str
    sentence: tuple[str, str]
    clause: tuple[str, str]


def in_words(changes: Mapping[str, tuple[Said, Said]], people: Mapping[str, str]) -> list[InWords]:
    """What changes, in the order of the policy. `people` are the names of staff by their ids."""
    return [
        InWords(
            code,
            GROUP_NAMES[setting.group],
            setting.label,
            setting.kind.in_words(changes[code][0].value, people),
            setting.kind.in_words(changes[code][1].value, people),
            (changes[code][0].sentence, changes[code][1].sentence),
            (changes[code][0].clause, changes[code][1].clause),
        )
        for code, setting in registry.current().settings.items()
        if code in changes
    ]


def told(school: str, made: Sequence[Made]) -> list[str]:
    """What versions changed, a sentence each, the oldest first: for whoever had an older page before them."""
    people = staff_names(school)
    return [_told(one, people) for one in reversed(made)]


def _told(made: Made, people: Mapping[str, str]) -> str:
    who = people.get(made.row.made_by, made.row.made_by)
    parts = "; ".join(_pair(one) for one in in_words(made.changes, people))
    return f"{who}, {clock.in_words(made.row.made_at)}: {parts}."


def _pair(one: InWords) -> str:
    if one.before != one.after:
        return f"{one.label} from {one.before} to {one.after}"
    return f"the school’s words for {one.label}"


def pairs_of(wish: Waiting, policy: InForce) -> dict[str, tuple[Said, Said]]:
    """What a wish would change of the policy in force."""
    return {code: (policy.said[code], said) for code, said in wish.said.items() if code in policy.said}
