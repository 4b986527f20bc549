"""Set-up codes: how a typed one is read, when one still holds; phones' names and states. Pure."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

from server.accounts.one_time_codes import CODE_LENGTH, LETTERS

# What stands on the card where somebody read a letter that no code has.
MAY_BE = {"O": "Q, D or G", "0": "Q, D or 8", "I": "J or T", "1": "7 or T", "L": "E or J", "U": "V or W"}
# Of a Japanese keyboard; it looks like a dash and counts as a letter.
LONG_SIGN = "\u30fc"
# A code shown on a screen or read out is used at once. A printed card has to last over a weekend, and no week.
CODE_LIFE = timedelta(hours=24)
CARD_LIFE = timedelta(days=4)
# How long a phone whose answer was lost may ask again with the same code and nonce.
RETRY_LIFE = timedelta(hours=24)


def read_code(typed: str) -> str:
    """The code in what was typed or pasted (which may be the whole address on a card), without case and dashes."""
    last_part = unicodedata.normalize("NFKC", typed).rsplit("/", maxsplit=1)[-1]
    return "".join(letter for letter in last_part.upper() if _is_read(letter))


def _is_read(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LN" and letter != LONG_SIGN


def code_problem(code: str) -> str:
    """What is wrong with a code as read, in words; "" when it may be one. The phone says the same (golden cases)."""
    if len(code) != CODE_LENGTH:
        return f"The code has {CODE_LENGTH} letters and numbers; this has {len(code)}."
    for place, letter in enumerate(code, start=1):
        if letter not in LETTERS:
            guess = f": it may be {MAY_BE[letter]}" if letter in MAY_BE else ""
            return f"There is no {letter} in a set-up code. Look at letter {place} again{guess}."
    return ""


def refusal(
    *, now: datetime, expires_at: datetime, bound_nonce: str | None, used_at: datetime | None, nonce: str
) -> str | None:
    """The problem code that stops this use of a set-up code, or None.

    The same code and nonce are answered again, because the first answer may have been lost.
    """
    if bound_nonce is None or used_at is None:
        return "enrolment.code_expired" if now > expires_at else None
    if bound_nonce != nonce:
        return "enrolment.code_used"
    return "enrolment.code_expired" if now > used_at + RETRY_LIFE else None


LONGEST_NAME = 60


def read_name(typed: str) -> str:
    """A phone's name as it is shown: one line, one space between words."""
    return " ".join(typed.split())


def name_problem(name: str) -> str:
    """What is wrong with a phone's name as read, in words; "" when nothing is."""
    if not name:
        return "Give the phone a name"
    if len(name) > LONGEST_NAME:
        return f"Use at most {LONGEST_NAME} characters"
    return "" if name.isprintable() else "Use letters, figures and spaces only"


def name_key(name: str) -> str:
    """What makes two names one phone: "Phone 3" and "phone  3" are on the same label."""
    return unicodedata.normalize("NFKC", read_name(name)).casefold()


def name_order(name: str) -> list[tuple[int, int, str]]:
    """Sorts names as people do: Phone 2 before Phone 10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name_key(name))
    return [(0, int(part[:18]), "") if part.isdecimal() else (1, 0, part) for part in parts]


class State(StrEnum):
    """How far a phone has come."""

    LOST = "lost"
    READY = "ready"
    NOT_READY = "not_ready"
    CODE_WAITING = "code_waiting"
    NOT_SET_UP = "not_set_up"


def state(
    *, revoked_at: datetime | None, ready_at: datetime | None, set_up_at: datetime | None, code_until: datetime | None
) -> State:
    """A phone's state. It is ready once the school opened a test message of its own, and not before."""
    if revoked_at:
        return State.LOST
    if ready_at:
        return State.READY
    if set_up_at:
        return State.NOT_READY
    return State.CODE_WAITING if code_until else State.NOT_SET_UP


def address_trouble(scheme: str, hostname: str) -> str | None:
    """Why a school phone could not use this address: "this_computer", "no_https", or None."""
    if hostname == "localhost" or hostname.endswith(".localhost") or _is_loopback(hostname):
        return "this_computer"
    return None if scheme == "https" else "no_https"


def _is_loopback(hostname: str) -> bool:
    try:
        return ipaddress.ip_address(hostname).is_loopback
    except ValueError:
        return False
