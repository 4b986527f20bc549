"""What a school decides for itself, as slices declare it: a setting, what it may be, and what does not go with what.

A setting is declared once, in the slice that uses it; `server/policy` keeps what each school chose. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

Value_co = TypeVar("Value_co", covariant=True)
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class Number:
    """A whole number from `least` to `most` of a unit ("hour"); or none, where `never` says what that means."""

    least: int
    most: int
    unit: str
    never: str = ""

    def problem(self, value: Any) -> str:
        """What is wrong with a value, in words; "" where nothing is."""
        if value is None and self.never:
            return ""
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if is_number and self.least <= value <= self.most:
            return ""
        return f"Give a whole number of {self.unit}s from {self.least} to {self.most}"

    def in_words(self, value: Any, _people: Mapping[str, str]) -> str:
        """The value as a page says it. `people` are the names of staff by their ids."""
        if value is None:
            return self.never
        return f"{value} {self.unit if value == 1 else self.unit + 's'}"

    def logged(self, value: Any) -> Any:
        """What the audit log keeps of it: never what somebody wrote."""
        return value


@dataclass(frozen=True)
class YesNo:
    """Yes or no, each in the school's words."""

    yes: str = "Yes"
    no: str = "No"

    def problem(self, value: Any) -> str:
        """As Number's."""
        return "" if isinstance(value, bool) else "Choose one"

    def in_words(self, value: Any, _people: Mapping[str, str]) -> str:
        """As Number's."""
        return self.yes if value else self.no

    def logged(self, value: Any) -> Any:
        """As Number's."""
        return value


@dataclass(frozen=True)
class Choice:
    """One of a few, by its code."""

    options: Mapping[str, str]

    def problem(self, value: Any) -> str:
        """As Number's."""
        return "" if isinstance(value, str) and value in self.options else "Choose one"

    def in_words(self, value: Any, _people: Mapping[str, str]) -> str:
        """As Number's."""
        return self.options[value]

    def logged(self, value: Any) -> Any:
        """As Number's."""
        return value


@dataclass(frozen=True)
class Several:
    """At least one of a few, by their codes, in the order in which they are declared."""

    options: Mapping[str, str]

    def problem(self, value: Any) -> str:
        """As Number's."""
        is_some = isinstance(value, list) and bool(value) and [one for one in self.options if one in value] == value
        return "" if is_some else "Choose at least one"

    def in_words(self, value: Any, _people: Mapping[str, str]) -> str:
        """As Number's."""
        return ", ".join(self.options[one] for one in value)

    def logged(self, value: Any) -> Any:
        """As Number's."""
        return value


@dataclass(frozen=True)
class ClockTime:
    """A time of the day at school, as 16:30."""

    def problem(self, value: Any) -> str:
        """As Number's."""
        return "" if isinstance(value, str) and _CLOCK.fullmatch(value) else "Give a time, such as 16:30"

    def in_words(self, value: Any, _people: Mapping[str, str]) -> str:
        """As Number's."""
        return str(value)

    def logged(self, value: Any) -> Any:
        """As Number's."""
        return value


@dataclass(frozen=True)
class Words:
    """A line that the school wrote."""

    longest: int

    def problem(self, value: Any) -> str:
        """As Number's."""
        if not isinstance(value, str) or not value.strip():
            return "Write it in a few words"
        return "" if len(value) <= self.longest else f"Use at most {self.longest} characters"

    def in_words(self, value: Any, _people: Mapping[str, str]) -> str:
        """As Number's."""
        return f"“{value}”"

    def logged(self, value: Any) -> Any:
        """As Number's."""
        return len(value)


@dataclass(frozen=True)
class WordsAlone:
    """Nothing to choose: the school's own sentence and clause are all of it, and it may have none."""

    def problem(self, value: Any) -> str:
        """As Number's."""
        return "" if value is None else "There is nothing to choose here, only words"

    def in_words(self, _value: Any, _people: Mapping[str, str]) -> str:
        """As Number's."""
        return ""

    def logged(self, value: Any) -> Any:
        """As Number's."""
        return value


@dataclass(frozen=True)
class Own:
    """What no other kind is: its slice checks it, words it, and has a page of its own where it is changed.

    `shared` leaves out whom a value names: a policy that goes to another school names no person.
    """

    check: Callable[[Any], str]
    words: Callable[[Any, Mapping[str, str]], str]
    log: Callable[[Any], Any]
    page: str
    shared: Callable[[Any], Any] = lambda value: value

    def problem(self, value: Any) -> str:
        """As Number's."""
        return self.check(value)

    def in_words(self, value: Any, people: Mapping[str, str]) -> str:
        """As Number's."""
        return self.words(value, people)

    def logged(self, value: Any) -> Any:
        """As Number's."""
        return self.log(value)


Kind = Number | YesNo | Choice | Several | ClockTime | Words | WordsAlone | Own


@dataclass(frozen=True)
class Setting(Generic[Value_co]):
    """One thing that a school decides.

    `code` is `<group>.<name>` and never used again for anything else. `usual` holds until the school chooses. `rules`
    are those it serves (R43). `does` says in one sentence what it does here. Where `needs_two`, a second person agrees
    before it counts (R97). Where it `asks_again`, staff sign acceptable use anew once its value changes (R98).
    """

    code: str
    label: str
    kind: Kind
    usual: Value_co
    rules: tuple[str, ...]
    changed_by: tuple[str, ...]
    does: str
    needs_two: bool = False
    asks_again: bool = False

    @property
    def group(self) -> str:
        """The part of the policy in which it stands."""
        return self.code.partition(".")[0]


@dataclass(frozen=True)
class Clash:
    """Settings that may not go together. `says` is asked with every value by its code; "" where all is well.

    Where it `is_refused`, no policy holds both; otherwise the school is warned and may keep them.
    """

    code: str
    settings: tuple[str, ...]
    says: Callable[[Mapping[str, Any]], str]
    is_refused: bool = False


@dataclass(frozen=True)
class PolicyChange:
    """What is about to be put in force: at which school, by whom, and the values that change, by their codes."""

    school: str
    by: str
    values: Mapping[str, Any] = field(default_factory=dict)
