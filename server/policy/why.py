"""Why something stops or warns: the school's own words for the setting behind it, for phones and for office pages.

Words travel beside the values that they are about: those for photos on today's list, the rest on the school card. So a
phone that is out quotes the version that it goes by.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from server.foundation import access, registry
from server.foundation.registry import PackPart
from server.policy import versions
from server.policy.policy_rules import READS, Said

# {code: {travels, label, does}} of each setting that stops or warns on a phone; pwa/policy/why_rules.js reads it too.
ON_PHONES: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "why_on_phones.json").read_bytes())
CARD, LIST = "card", "list"


@dataclass(frozen=True)
class Why:
    """What "Why?" says of a setting in the office. `n` is the version in force, 0 before the school chose anything."""

    code: str
    label: str
    does: str
    said: Said
    is_usual: bool
    n: int
    may_read: bool
    may_change: bool


def why_of(code: str) -> Why:
    """For an office page, to whoever is signed in (templates/why.html). Raises KeyError for what is no setting."""
    person, setting = access.signed_in(), registry.current().settings[code]
    policy = versions.in_force(person.school)
    said = policy.said[code]
    return Why(
        code=code,
        label=setting.label,
        does=setting.does,
        said=said,
        is_usual=said.value == setting.usual,
        n=policy.n,
        may_read=bool(set(READS) & person.roles),
        may_change=bool(set(READS) & set(setting.changed_by) & person.roles),
    )


def words_on(school: str, way: str) -> dict[str, Any]:
    """{policy, policy_words}: the version, and {code: [sentence, clause]} of what the school chose or wrote.

    Both are "" where it chose a value and wrote nothing. What stands at the usual with no words is not there, nor is
    `policy_words` where nothing is: a phone has the product's line of its own.
    """
    policy = versions.of_school(school)
    found = {code: _words(policy.kept, code) for code, one in ON_PHONES.items() if one["travels"] == way}
    words = {code: one for code, one in found.items() if one is not None}
    return {"policy": policy.n, **({"policy_words": words} if words else {})}


def _words(kept: Any, code: str) -> list[str] | None:
    one, setting = kept.get(code), registry.current().settings[code]
    if one is None or (one["value"] == setting.usual and not one["sentence"] and not one["clause"]):
        return None
    return [one["sentence"], one["clause"]]


def card_part(school: str, _phone: str | None) -> dict[str, Any]:
    """The school card's {policy, policy_words}: the version that all of it goes by, and what the school says of it."""
    return words_on(school, CARD)


def pack_part(school: str, _trip: str, _pupil_ids: list[str], _days: tuple[date, date]) -> PackPart:
    """The same on today's list: a phone out keeps the version that it came with, and quotes it."""
    return PackPart(None, words_on(school, LIST))
