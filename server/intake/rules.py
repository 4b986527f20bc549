"""Reading what a phone sends, before anything is believed: frames, headers, manifests, plaintext. Pure."""

from __future__ import annotations

import hashlib
import json
import math
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeGuard

MOST_FRAMES = 100
MOST_PENDING = 500
LONGEST_ID = 200
LONGEST_HEADER_BYTES = 16 * 1024
LARGEST_NUMBER = 2**53 - 1
CHAIN = re.compile(r"[0-9a-f]{32}")
TYPES = frozenset({"record", "blob", "draft"})
# A flag on what is for the chair of governors alone: sealed to the chair's key, or on the chain apart (ADR 0039).
CHAIR_ONLY = "chair.only"

REASONS = {
    "key.unknown": "It was locked with a key this school does not have.",
    "seal.broken": "It does not unlock: it was damaged, or made for another item.",
    "frame.broken": "It unlocked, but what is inside is cut short or garbled.",
    "frame.too_large": "It unpacks to far more than a report can be.",
    "json.broken": "What is inside cannot be read.",
    "plaintext.odd": "What is inside is not laid out as a report.",
    "id.differs": "It carries one number outside and another inside.",
    "kind.unknown": "It is of a kind this version of Lanyard does not know.",
    "version.unknown": "It was written by a newer version of Lanyard.",
    "body.invalid": "Some of what was filled in does not fit the form.",
    "trip.unknown": "It names a trip that is not one of this school's.",
    "versions.two": "The same report came before with other contents. Both are kept.",
    "type.unknown": "It is not a kind of item Lanyard sends.",
    "opening.failed": "Opening it failed. It is kept and can be tried again.",
    "header.odd": "Its label is not filled in as it should be.",
}

# What the office is told beside a record; none of it holds one.
REMARKS = {
    "phone.revoked": "The phone it came from had been taken out of use.",
    "number.doubled": "Its number was used twice, as when a phone's storage was copied.",
    "chain.other_phone": "Its numbering was begun on another phone, as when one was set up again under a new name.",
}


def remarks_of(flags: str) -> list[str]:
    """The remarks that an arrival's flags stand for."""
    return [REMARKS[flag] for flag in flags.split() if flag in REMARKS]


class Unreadable(ValueError):
    """Bytes or JSON that are not what they should be; the message is a code of REASONS, or for the caller."""


@dataclass(frozen=True)
class Header:
    """What stands in clear on an item. `is_odd` when a part was missing or of the wrong type and was replaced."""

    chain: str
    id: str
    seq: int
    trip: str | None
    kid: str
    type: str
    digest: str
    is_odd: bool


@dataclass(frozen=True)
class Item:
    """A header and its sealed bytes. `header` is None when it could not be read at all."""

    header: Header | None
    sealed: bytes

    def is_whole(self) -> bool:
        """Whether the bytes match the digest the phone gave for them."""
        return self._is_whole

    @cached_property
    def _is_whole(self) -> bool:
        return self.header is not None and hashlib.sha256(self.sealed).hexdigest() == self.header.digest


@dataclass(frozen=True)
class Pending:
    """One line of a manifest: something that exists on the phone."""

    id: str
    seq: int
    trip: str | None
    digest: str
    size: int
    type: str


@dataclass(frozen=True)
class AnnouncedChain:
    """A chain as a manifest tells it; `odd_items` counts the lines that could not be read.

    `is_apart` is None where the phone does not say which it is: then its place in the manifest does.
    """

    chain: str
    next_seq: int
    pending: tuple[Pending, ...]
    odd_items: int
    is_apart: bool | None = None


def read_frames(content: bytes) -> list[Item]:
    """Split `u32 length ‖ header JSON ‖ u32 length ‖ body` repeated. Raises Unreadable when lengths do not add up."""
    return list(_frames(content))


def _frames(content: bytes) -> Iterator[Item]:
    at = 0
    while at < len(content):
        header, at = _part(content, at, LONGEST_HEADER_BYTES)
        sealed, at = _part(content, at, len(content))
        yield Item(read_header(_parsed_or_none(header)), sealed)


def _part(content: bytes, at: int, cap: int) -> tuple[bytes, int]:
    if at + 4 > len(content):
        raise Unreadable("A length is cut short.")
    (length,) = struct.unpack_from(">I", content, at)
    end = at + 4 + length
    if length > cap or end > len(content):
        raise Unreadable("A length reaches past the end.")
    return content[at + 4 : end], end


def _parsed_or_none(content: bytes) -> Any:
    try:
        return parse_json(content)
    except Unreadable:
        return None


def read_header(given: Any) -> Header | None:
    """Take what can be taken of a header. None when there is no id, type or digest to give a receipt for."""
    if not isinstance(given, dict):
        return None
    record_id, kind, digest = given.get("id"), given.get("type"), given.get("digest")
    if not (_is_label(record_id) and _is_label(kind) and isinstance(digest, str)):
        return None
    chain, seq, trip, kid = given.get("chain"), given.get("seq"), given.get("trip"), given.get("kid")
    odd = not (_is_chain(chain) and _is_count(seq) and seq > 0 and (trip is None or _is_label(trip)) and _is_label(kid))
    return Header(
        chain=chain if _is_label(chain) else "",
        id=record_id,
        seq=seq if _is_count(seq) else 0,
        trip=trip if _is_label(trip) else None,
        kid=kid if _is_label(kid) else "",
        type=kind,
        digest=digest.lower(),
        is_odd=odd,
    )


def read_chains(given: Any) -> list[AnnouncedChain]:
    """Read a manifest's chains. Raises Unreadable when it is no list; a bad line inside is counted, not refused."""
    if not isinstance(given, list) or len(given) > 20:
        raise Unreadable("chains is a list.")
    return [_chain(entry) for entry in given if isinstance(entry, dict) and _is_chain(entry.get("chain"))]


def _chain(entry: dict[str, Any]) -> AnnouncedChain:
    lines = entry.get("pending")
    if not isinstance(lines, list):
        raise Unreadable("pending is a list.")
    read = [pending for pending in map(_pending, lines) if pending is not None]
    next_seq, apart = entry.get("next"), entry.get("apart")
    return AnnouncedChain(
        chain=entry["chain"],
        next_seq=next_seq if _is_count(next_seq) else 1,
        pending=tuple(read),
        odd_items=len(lines) - len(read),
        is_apart=apart if isinstance(apart, bool) else None,
    )


def _pending(line: Any) -> Pending | None:
    if not isinstance(line, dict):
        return None
    record_id, seq, digest, size = line.get("id"), line.get("seq"), line.get("digest"), line.get("size")
    trip, kind = line.get("trip"), line.get("type", "record")
    if not (_is_label(record_id) and _is_count(seq) and _is_label(digest) and _is_label(kind)):
        return None
    return Pending(
        record_id, seq, trip if _is_label(trip) else None, digest.lower(), size if _is_count(size) else 0, kind
    )


def parse_json(content: bytes) -> Any:
    """Parse JSON strictly: no NaN or Infinity, no bombs of nesting or digits. Raises Unreadable."""
    try:
        return _strict.decode(content.decode(json.detect_encoding(content), "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("json.broken") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number too large to be one")
    return number


# Made once: json.loads would make one for each header.
_strict = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)


def _is_label(value: Any) -> TypeGuard[str]:
    """Short text that can be stored: no lone surrogates, no NUL."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID or "\0" in value:
        return False
    return value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value)


def _is_chain(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and CHAIN.fullmatch(value) is not None


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_NUMBER
