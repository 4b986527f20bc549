"""A key on paper: 14 numbered groups of five letters, of which the last letter of each shows a slip of the pen. Pure.

The first 13 groups are the key's 256 bits and four bits of nought, the 14th is of their hash. A letter stands for
five bits; the fifth of a group is chosen so that the group and its place, taken as a polynomial over GF(32), have the
root 2: one letter wrong, two exchanged, or two groups exchanged, and it is no root any more.
"""

from __future__ import annotations

import hashlib

KEY_BYTES = 32
GROUPS = 14
GROUP_LETTERS = 5
# No I, L, O or U: the first three are read as the digits they look like.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKS_LIKE = str.maketrans("OIL", "011")
_LETTER_BITS, _GROUP_BITS, _SPARE_BITS = 5, 20, 4
# x^5 + x^2 + 1, of which GF(32) is made.
_MODULUS = 0b100101
_NAMED = b"lanyard paper key 1"


class Misread(ValueError):
    """What was typed is no key; `faults` says in words where."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def groups_of(key: bytes) -> list[str]:
    """The groups of a key of 32 bytes, as they stand on paper."""
    number = int.from_bytes(key) << _SPARE_BITS
    parts = [number >> _GROUP_BITS * (GROUPS - 2 - place) & (1 << _GROUP_BITS) - 1 for place in range(GROUPS - 1)]
    return [_group(place, part) for place, part in enumerate([*parts, _proof(key)], start=1)]


def key_of(typed: str) -> bytes:
    """The key that somebody typed: in any case, with or without the groups' numbers. Raises Misread."""
    groups = typed_groups(typed)
    faults = [fault for place, group in enumerate(groups, start=1) if (fault := fault_of(place, group))]
    if len(groups) != GROUPS:
        faults.append(f"There are {len(groups)} groups, and should be {GROUPS}.")
    if faults:
        raise Misread(faults)
    parts = [_bits(group) for group in groups]
    number = 0
    for part in parts[:-1]:
        number = number << _GROUP_BITS | part
    key = (number >> _SPARE_BITS).to_bytes(KEY_BYTES)
    if parts[-1] != _proof(key) or number & (1 << _SPARE_BITS) - 1:
        raise Misread(["Each group may be right, and together they are no key: compare them all once more."])
    return key


def typed_groups(typed: str) -> list[str]:
    """The groups in what was typed. A line that begins with # is none; nor is a number of a group."""
    lines = [line for line in typed.upper().translate(_LOOKS_LIKE).splitlines() if not line.lstrip().startswith("#")]
    words = " ".join(lines).replace("-", " ").replace(".", " ").replace(":", " ").split()
    if len(words) == 1 and len(words[0]) == GROUPS * GROUP_LETTERS:
        whole = words[0]
        return [whole[at : at + GROUP_LETTERS] for at in range(0, len(whole), GROUP_LETTERS)]
    return [word for word in words if not (word.isdecimal() and len(word) < GROUP_LETTERS - 2)]


def fault_of(place: int, group: str) -> str:
    """What is wrong with one group, in words; "" where nothing is. `place` counts from 1."""
    group = group.upper().translate(_LOOKS_LIKE)
    unknown = sorted({letter for letter in group if letter not in LETTERS})
    if unknown:
        return f"Group {place} has {', '.join(unknown)}, which no group has."
    if len(group) != GROUP_LETTERS:
        return f"Group {place} has {len(group)} letters, and should have {GROUP_LETTERS}."
    return f"Group {place} has a wrong letter, or stands in the wrong place." if _rest(place, group) else ""


def _group(place: int, part: int) -> str:
    letters = [LETTERS[part >> _LETTER_BITS * at & 31] for at in (3, 2, 1, 0)]
    return "".join(letters) + LETTERS[_rest(place, [*letters, LETTERS[0]])]


def _rest(place: int, group: str | list[str]) -> int:
    """The polynomial's value at 2: nought for a group that is right."""
    value = place
    for letter in group:
        value <<= 1
        value ^= _MODULUS if value > 31 else 0
        value ^= LETTERS.index(letter)
    return value


def _bits(group: str) -> int:
    value = 0
    for letter in group[:-1]:
        value = value << _LETTER_BITS | LETTERS.index(letter)
    return value


def _proof(key: bytes) -> int:
    return int.from_bytes(hashlib.sha256(_NAMED + key).digest()[:3]) >> 4
