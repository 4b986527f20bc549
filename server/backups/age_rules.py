"""A private key as every age tool takes it: AGE-SECRET-KEY-1 and the 32 bytes in Bech32 (BIP 173). Pure."""

from __future__ import annotations

_NAMED = "age-secret-key-"
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHECK_LETTERS, _LETTER_BITS = 6, 5
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def identity_text(secret: bytes) -> str:
    """The key in one line."""
    values = _in_fives(secret)
    name = [*(ord(letter) >> 5 for letter in _NAMED), 0, *(ord(letter) & 31 for letter in _NAMED)]
    check = _checked([*name, *values, *[0] * _CHECK_LETTERS]) ^ 1
    values += [check >> _LETTER_BITS * at & 31 for at in reversed(range(_CHECK_LETTERS))]
    return (_NAMED + "1" + "".join(_LETTERS[value] for value in values)).upper()


def _in_fives(content: bytes) -> list[int]:
    """Five bits each, the last filled with nought."""
    letters = -(-len(content) * 8 // _LETTER_BITS)
    number = int.from_bytes(content) << letters * _LETTER_BITS - len(content) * 8
    return [number >> _LETTER_BITS * at & 31 for at in reversed(range(letters))]


def _checked(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for at, generator in enumerate(_GENERATORS):
            check ^= generator if top >> at & 1 else 0
    return check
