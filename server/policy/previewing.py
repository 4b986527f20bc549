"""What a change of the policy would do, before anybody makes it: what changes, what is warned of, who must agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.accounts.queries import staff_names
from server.foundation import registry
from server.policy import versions
from server.policy.change_words import InWords, in_words
from server.policy.policy_rules import Said, clashing, differing, for_two
from server.policy.versions import InForce


@dataclass(frozen=True)
class Preview:
    """`waits` names the settings that a second person must agree to, `asks_again` those for which staff sign again;
    `n` is the version in force, 0 for none yet.

    `warnings` are what does not go together afterwards; `phones` those that are out, by the version that each has.
    """

    n: int
    changes: list[InWords]
    warnings: list[str]
    waits: list[str]
    asks_again: list[str]
    phones: dict[int, list[str]]


def preview(school: str, wanted: Mapping[str, Said]) -> Preview:
    """What it would do, of values that each may be."""
    here, before = registry.current(), versions.in_force(school)
    changed = differing(before.said, wanted)
    values = {**before.values, **{code: said.value for code, said in changed.items()}}
    _at_once, waits = for_two(here.settings, before.said, changed)
    changes = {code: (before.said[code], said) for code, said in changed.items()}
    return Preview(
        before.n,
        in_words(changes, staff_names(school)),
        [one.words for one in clashing(here.clashes, values, refused=False)],
        [here.settings[code].label for code in here.settings if code in waits],
        [one.label for code, one in here.settings.items() if one.asks_again and _differs(before, changed, code)],
        _phones_out(school),
    )


def _differs(before: InForce, changed: Mapping[str, Said], code: str) -> bool:
    return code in changed and changed[code].value != before.said[code].value


def _phones_out(school: str) -> dict[int, list[str]]:
    """The names of the phones that are out, by the version in force when each was last heard of, the newest first."""
    out = registry.current().phones_out(school)
    found: dict[int, list[str]] = {}
    for n, (name, _heard_at) in zip(versions.in_force_at(school, (at for _name, at in out)), out, strict=True):
        found.setdefault(n, []).append(name)
    return dict(sorted(found.items(), reverse=True))
