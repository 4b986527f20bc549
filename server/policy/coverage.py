"""How each rule of policy is covered: the catalogue beside this file, and what slices declare that they serve."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from server.foundation import registry
from server.foundation.rules_served import RuleServed, Where
from server.foundation.settings import WordsAlone

ENFORCED, SUPPORTED, GUIDANCE, UNCOVERED = "enforced", "supported", "guidance", "uncovered"
# As the page says them; the last is the least.
STATUS_NAMES = {
    ENFORCED: "Enforced",
    SUPPORTED: "Supported",
    GUIDANCE: "Guidance only",
    UNCOVERED: "Not covered",
}
STATUS_MEANINGS = {
    ENFORCED: "Lanyard stops what the rule forbids, or forces what it asks, and a test fails where it no longer does.",
    SUPPORTED: "Lanyard helps with it: a record, a checklist, a report. People can still do otherwise.",
    GUIDANCE: "Lanyard only says it.",
    UNCOVERED: "Lanyard does not do it yet.",
}
MUST = "M"
STRENGTH_NAMES = {MUST: "Must", "S": "Should", "X": "For information"}


class Rule(BaseModel):
    """A rule in Lanyard's own words. `guidance` is the one line that stands for a rule that nothing is built for."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    rule: str
    section: str
    strength: str
    says: str
    guidance: str = ""


class Catalogue(BaseModel):
    """Every rule in order, and what its sections are called."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    sections: dict[str, str]
    rules: list[Rule]


@dataclass(frozen=True)
class Covered:
    """A rule with its status, and all that slices declare of it together."""

    rule: Rule
    status: str
    where: Sequence[Where]
    settings: Sequence[str]
    lacks: Sequence[str]
    tests: Sequence[str]


@cache
def catalogue() -> Catalogue:
    """The rules as this release knows them."""
    return Catalogue.model_validate_json((Path(__file__).parent / "rule_catalogue.json").read_bytes())


def every_rule() -> list[Covered]:
    """Each rule as the running app covers it, in the catalogue's order."""
    here = registry.current()
    chosen = {code: one.rules for code, one in here.settings.items() if not isinstance(one.kind, WordsAlone)}
    return covered(catalogue().rules, here.rules_served, chosen)


def covered(
    rules: Sequence[Rule], served: Sequence[RuleServed], settings: Mapping[str, Collection[str]]
) -> list[Covered]:
    """Each rule with what is declared of it; `settings` are the rules that each setting serves."""
    return [
        _covered(
            rule,
            [one for one in served if one.rule == rule.rule],
            [code for code, serves in settings.items() if rule.rule in serves],
        )
        for rule in rules
    ]


def _covered(rule: Rule, served: Sequence[RuleServed], settings: Iterable[str]) -> Covered:
    return Covered(
        rule=rule,
        status=_status(rule, served),
        where=[where for one in served for where in one.where],
        settings=_each_once([*(one.setting for one in served), *settings]),
        lacks=_each_once(one.lacks for one in served),
        tests=_each_once(test for one in served for test in one.tests),
    )


def _status(rule: Rule, served: Sequence[RuleServed]) -> str:
    """The least that is declared; of nobody's rule that must be kept nothing is claimed, whatever it says."""
    if served:
        return max((one.status for one in served), key=list(STATUS_NAMES).index)
    return GUIDANCE if rule.strength != MUST and rule.guidance else UNCOVERED


def _each_once(words: Iterable[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if word]
