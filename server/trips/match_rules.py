"""Whose row it is: by UPN, then admission number, then name and date of birth, which a person confirms. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from server.trips.identity_rules import Identity


@dataclass(frozen=True)
class Known:
    """A pupil of the school, as far as a list can name them."""

    id: str
    first_name: str
    last_name: str
    upn: str | None
    admission_number: str | None
    date_of_birth: date | None


@dataclass(frozen=True)
class Match:
    """Whose row it is (`pupil`), or who it may be (`candidate`), or neither with the reason.

    `is_wrong`: the row contradicts itself or the school, and stops the file.
    """

    pupil: str | None = None
    candidate: str | None = None
    reason: str = ""
    is_wrong: bool = False


class Roll:
    """The school's pupils, to be found."""

    def __init__(self, pupils: Iterable[Known]) -> None:
        everybody = list(pupils)
        self._by_upn = _index((upn_key(one.upn), one) for one in everybody)
        self._by_number = _index((number_key(one.admission_number), one) for one in everybody)
        self._by_name = _index((key, one) for one in everybody for key in {_name(one), _name(one, turned=True)})

    def match(self, who: Identity) -> Match:
        """Whose row it is. A number goes before a name, and two pupils of one name are never told apart by guessing."""
        by_upn = self._by_upn.get(upn_key(who.upn), [])
        by_number = self._by_number.get(number_key(who.admission_number), [])
        found = by_upn or (by_number if len(by_number) == 1 else [])
        if not found:
            return self._by_names(who)
        one = found[0]
        if _contradicts(one, who, by_upn, by_number):
            return Match(reason="Its UPN and its admission number are not of one pupil", is_wrong=True)
        if not _fits(one, who):
            return Match(reason="That number is of a pupil of another name", is_wrong=True)
        return Match(pupil=one.id)

    def named(self, name: str) -> list[str]:
        """The ids of everybody of this name, first and last name in either order."""
        return list(dict.fromkeys(one.id for one in self._by_name.get(name_key(name), [])))

    def _by_names(self, who: Identity) -> Match:
        has_number = bool(who.upn or who.admission_number)
        nobody = "No pupil has that number" if has_number else "No pupil has that name and date of birth"
        key = name_key(who.full_name or f"{who.forename} {who.surname}")
        if not key:
            return Match(reason=nobody if has_number else "It names nobody")
        if who.date_of_birth is None:
            return Match(reason=nobody if has_number else "It has no number and no date of birth to know the pupil by")
        found = [one for one in self._by_name.get(key, []) if one.date_of_birth == who.date_of_birth]
        if len(found) > 1:
            return Match(reason="Two pupils have that name and date of birth")
        if not found:
            return Match(reason=f"{nobody}, nor that name and date of birth" if has_number else nobody)
        if has_number and _has_other_number(found[0], who):
            return Match(reason=f"{nobody}; the pupil of that name and date of birth has another")
        return Match(candidate=found[0].id, reason="Known by name and date of birth alone: somebody has to confirm it")


def upn_key(upn: str | None) -> str:
    """What makes two UPNs one."""
    return "".join(letter for letter in upn or "" if letter.isalnum()).upper()


def number_key(number: str | None) -> str:
    """What makes two admission numbers one. Spreadsheets drop zeros at the front."""
    return "".join((number or "").split()).casefold().lstrip("0")


def name_key(name: str) -> str:
    """What makes two names one: their letters, without accents, in any script."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).casefold() if letter.isalnum())


def _index(pairs: Iterable[tuple[str, Known]]) -> dict[str, list[Known]]:
    index: dict[str, list[Known]] = {}
    for key, one in pairs:
        if key:
            index.setdefault(key, []).append(one)
    return index


def _name(one: Known, *, turned: bool = False) -> str:
    return name_key(f"{one.last_name} {one.first_name}" if turned else f"{one.first_name} {one.last_name}")


def _contradicts(one: Known, who: Identity, by_upn: Sequence[Known], by_number: Sequence[Known]) -> bool:
    if by_upn and by_number:
        return one not in by_number
    return bool(not by_upn and who.upn and one.upn)


def _fits(one: Known, who: Identity) -> bool:
    """Whether first or last name is the pupil's; one of them changes now and then, both do not. No name fits all."""
    said = name_key(f"{who.full_name} {who.forename} {who.surname}")
    ours = [name_key(one.first_name), name_key(one.last_name)]
    return not said or any(name and name in said for name in ours) or not any(ours)


def _has_other_number(one: Known, who: Identity) -> bool:
    return bool((who.upn and one.upn) or (who.admission_number and one.admission_number))
