"""What a change of the policy does, what is wrong with it, what does not go together, who must agree. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.accounts.rules import ROLE_NAMES, Role
from server.foundation.settings import Clash, Setting

# Whoever reads the whole policy: whoever keeps a part of it, and whoever answers for it (R96).
READS = (
    *(Role.HEADTEACHER, Role.SLT, Role.DSL, Role.DEPUTY_DSL, Role.ONLINE_SAFETY_LEAD, Role.EVC, Role.OFFICE),
    *(Role.NETWORK_MANAGER, Role.CHAIR, Role.VICE_CHAIR),
)
# Who may be the second person, for what takes two (R97): never whoever wished for it.
SECONDS = (Role.HEADTEACHER, Role.SLT, Role.DSL, Role.DEPUTY_DSL, Role.CHAIR)
# Who may take up a whole preset, and write the school's sentences.
TAKES_UP = (Role.HEADTEACHER,)
LONGEST_SENTENCE, LONGEST_CLAUSE, LONGEST_REASON = 400, 40, 500
HALF_A_CHARACTER = "There is half a character in it, such as half an emoji. Write it anew"
GROUP_NAMES = {
    "accounts": "Sign-in",
    "phones": "School phones",
    "own_phone": "Own phones",
    "consent": "Consent",
    "photos": "Photos",
    "incidents": "Incidents",
    "alerts": "Who is told",
    "retention": "How long it is kept",
    "guidance": "What Lanyard only says",
}


@dataclass(frozen=True)
class Said:
    """A setting as a school has it: its value, and the school's own sentence and clause, "" where it has none."""

    value: Any
    sentence: str = ""
    clause: str = ""

    def as_kept(self) -> dict[str, Any]:
        """As it stands in a version."""
        return {"value": self.value, "sentence": self.sentence, "clause": self.clause}


def read_said(kept: Mapping[str, Any]) -> dict[str, Said]:
    """What stands in a version, by code."""
    return {code: Said(one["value"], one["sentence"], one["clause"]) for code, one in kept.items()}


def differing(before: Mapping[str, Said], wanted: Mapping[str, Said]) -> dict[str, Said]:
    """What of a wish is another than it was."""
    return {code: said for code, said in wanted.items() if before.get(code) != said}


def problems(settings: Mapping[str, Setting[Any]], wanted: Mapping[str, Said]) -> dict[str, str]:
    """What is wrong with the settings as they are wanted, by code."""
    found = {code: _problem(settings[code], said) for code, said in wanted.items()}
    return {code: words for code, words in found.items() if words}


def _problem(setting: Setting[Any], said: Said) -> str:
    if len(said.sentence) > LONGEST_SENTENCE:
        return f"Use at most {LONGEST_SENTENCE} characters for the sentence"
    if len(said.clause) > LONGEST_CLAUSE:
        return f"Use at most {LONGEST_CLAUSE} characters for the clause"
    return setting.kind.problem(said.value) or ("" if is_whole(said.as_kept()) else HALF_A_CHARACTER)


def is_whole(kept: Any) -> bool:
    """Whether a file can be made of it again: half an emoji cannot be written down, nor what is nested too deep."""
    try:
        json.dumps(kept, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


@dataclass(frozen=True)
class Told:
    """Settings that do not go together, in words."""

    code: str
    settings: tuple[str, ...]
    words: str


def clashing(clashes: Iterable[Clash], values: Mapping[str, Any], *, refused: bool) -> list[Told]:
    """What does not go together of a whole policy: what is refused, or else what is warned of."""
    found = [Told(one.code, one.settings, one.says(values)) for one in clashes if one.is_refused == refused]
    return [one for one in found if one.words]


def for_two(
    settings: Mapping[str, Setting[Any]], before: Mapping[str, Said], changed: Mapping[str, Said]
) -> tuple[dict[str, Said], dict[str, Said]]:
    """What of a change counts at once, and what waits for a second person: a value does, the words for it do not."""
    waits = {
        code: said for code, said in changed.items() if settings[code].needs_two and said.value != before[code].value
    }
    return {code: said for code, said in changed.items() if code not in waits}, waits


def not_theirs(settings: Mapping[str, Setting[Any]], codes: Collection[str], roles: Collection[str]) -> list[str]:
    """The settings among these that somebody in these roles does not change."""
    return [code for code in codes if not set(roles) & set(settings[code].changed_by)]


def roles_in_words(roles: Iterable[str]) -> str:
    """Roles as a page says them: "Headteacher, SLT"."""
    return ", ".join(ROLE_NAMES[Role(role)] for role in roles)


def may_second(roles: Collection[str], by: str, wished_by: str) -> bool:
    """Whether somebody may be the second person for a wish of somebody's."""
    return by != wished_by and bool(set(roles) & set(SECONDS))
