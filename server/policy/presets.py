"""Presets: whole policies to begin from, one file each, and reading such a file. Nothing half-read is ever taken up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.foundation.settings import Clash, Own, Setting, WordsAlone
from server.policy.policy_rules import HALF_A_CHARACTER, Said, clashing, is_whole, problems

FOLDER = Path(__file__).resolve().parent / "presets"
FORMAT = 1
_MEMBERS = {"value", "sentence", "clause"}


class UnreadableError(Exception):
    """A policy file that is not taken; `words` say why, and what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class Preset:
    """A whole policy, with every setting, what it is like, and what it is called in the change log.

    What is the school's own words alone may be missing from it.
    """

    name: str
    title: str
    about: str
    said: Mapping[str, Said]


def names() -> list[str]:
    """What presets there are."""
    return sorted(file.stem for file in FOLDER.glob("*.json"))


def load(name: str, settings: Mapping[str, Setting[Any]], clashes: Iterable[Clash]) -> Preset:
    """A preset that comes with Lanyard. Raises UnreadableError."""
    if name not in names():
        raise UnreadableError(f"There is no preset “{name}”. There are: {', '.join(names())}.")
    return read((FOLDER / f"{name}.json").read_text(encoding="utf-8"), settings, clashes)


def read(text: str, settings: Mapping[str, Setting[Any]], clashes: Iterable[Clash]) -> Preset:
    """A policy file. Raises UnreadableError for one that is of a later version, not whole, or out of range."""
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableError("This is no policy file: it cannot be read as JSON.") from None
    if not is_whole(kept):
        raise UnreadableError(f"This policy file cannot be taken up. {HALF_A_CHARACTER}.")
    if not isinstance(kept, dict) or not isinstance(kept.get("format"), int):
        raise UnreadableError("This is no policy file: it does not say of which format it is.")
    if kept["format"] > FORMAT:
        raise UnreadableError(
            f"This policy file is of a later version ({kept['format']}); this Lanyard reads version {FORMAT}. "
            "Nothing was taken from it. Take the newer Lanyard, and try again."
        )
    name, title, about, listed = (kept.get(member) for member in ("name", "title", "about", "settings"))
    is_named = all(isinstance(one, str) and one for one in (name, title, about))
    if not is_named or not isinstance(listed, dict):
        raise UnreadableError("This policy file is not whole: it needs a name, a title, what it is like, and settings.")
    said = _settings(listed, settings)
    _hold(said, settings, clashes)
    return Preset(str(name), str(title), str(about), said)


def text_of(content: bytes, most: int) -> str:
    """The text of a file that somebody chose. Raises UnreadableError."""
    if len(content) > most:
        raise UnreadableError("This is no policy file: it is too large.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError("This is no policy file: it is not UTF-8.") from None


def write(title: str, about: str, said: Mapping[str, Said], settings: Mapping[str, Setting[Any]]) -> str:
    """A policy as a file that `read` takes, as far as every setting has a sentence and a clause; it names no person."""
    listed = {
        code: one for code, one in said.items() if one.sentence or not isinstance(settings[code].kind, WordsAlone)
    }
    shared = {code: {**one.as_kept(), "value": _shared(settings[code], one.value)} for code, one in listed.items()}
    whole = {"format": FORMAT, "name": "school", "title": title, "about": about, "settings": shared}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _shared(setting: Setting[Any], value: Any) -> Any:
    return setting.kind.shared(value) if isinstance(setting.kind, Own) else value


def _settings(kept: dict[str, Any], settings: Mapping[str, Setting[Any]]) -> dict[str, Said]:
    unknown = sorted(set(kept) - set(settings))
    missing = [code for code, one in settings.items() if code not in kept and not isinstance(one.kind, WordsAlone)]
    if unknown:
        raise UnreadableError(f"This policy file has settings that this Lanyard does not know: {', '.join(unknown)}.")
    if missing:
        raise UnreadableError(f"This policy file is not whole. It says nothing of: {', '.join(missing)}.")
    return {code: _said(code, kept[code]) for code in settings if code in kept}


def _said(code: str, kept: Any) -> Said:
    if not isinstance(kept, dict) or set(kept) != _MEMBERS:
        raise UnreadableError(f"{code}: a setting has a value, a sentence and a clause, and nothing else.")
    for member in ("sentence", "clause"):
        if not isinstance(kept[member], str) or not kept[member].strip():
            raise UnreadableError(f"{code}: its {member} is missing.")
    return Said(kept["value"], kept["sentence"], kept["clause"])


def _hold(said: Mapping[str, Said], settings: Mapping[str, Setting[Any]], clashes: Iterable[Clash]) -> None:
    wrong = [f"{code}: {words}." for code, words in problems(settings, said).items()]
    if not wrong:
        named = [code for code, one in said.items() if _shared(settings[code], one.value) != one.value]
        wrong = [f"{code}: a policy file names no person, a role at most." for code in named]
    if not wrong:
        values = {code: one.value for code, one in said.items()}
        wrong = [f"{one.code}: {one.words}." for one in clashing(clashes, values, refused=True)]
    if wrong:
        raise UnreadableError(" ".join(wrong))
