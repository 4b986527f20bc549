"""The records that every target gets: reports of about two kilobytes in invented words, sealed once for all of them."""

from __future__ import annotations

import base64
import json
import random
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from tests.protocol_client import ProtocolClient, Wire, base64url

WORDS = """
gravel moat drawbridge tower keep gate path steps meadow stream coach bench jetty wall ladder rope picnic shelter
grazed bumped slipped tripped scraped bruised twisted stung nudged startled rinsed cleaned covered plastered rested
carefully calmly slowly gently again afterwards before while because although near behind under beside towards
knee elbow shin wrist ankle forehead finger cheek shoulder thumb left right upper lower small shallow red sore
Rosa Otis Hattie Rafi Seren Milo Nadia Kofi Elsie Idris Wren Heron Linnet Curlew Osprey walked ran sat stood waited
water juice sandwich jacket rucksack torch map whistle blanket bandage sling compress thermometer notebook minutes
""".split()  # noqa: SIM905 - easier to read than a hundred quotes
TEXT_LETTERS = 1560
SEED = 20


@dataclass(frozen=True)
class Sealed:
    """One record as a phone holds it: what stands in clear, the sealed bytes, and the frame it travels in."""

    header: dict[str, Any]
    sealed: bytes
    frame: bytes

    def as_document(self) -> dict[str, Any]:
        """The same for a peer that takes JSON: the header's members, and the sealed bytes as base64."""
        return {**self.header, "sealed": base64.b64encode(self.sealed).decode()}


def make(phone: ProtocolClient, count: int, number: int) -> list[Sealed]:
    """Fresh records of a phone; `number` keeps the words of each round its own."""
    dice = random.Random(f"{SEED} {number}")
    trip = phone.card["trip"]["id"] if phone.card.get("trip") else None
    return [_made(phone, trip, dice) for _ in range(count)]


def _made(phone: ProtocolClient, trip: str | None, dice: random.Random) -> Sealed:
    item = phone.files({"category": "injury", "what_happened": text(dice), "follow_up_needed": False}, trip)
    phone.items.clear()
    assert item.sealed is not None
    header = json.dumps(item.header, separators=(",", ":")).encode()
    frame = struct.pack(">I", len(header)) + header + struct.pack(">I", len(item.sealed)) + item.sealed
    return Sealed(item.header, item.sealed, frame)


def text(dice: random.Random) -> str:
    """A report's words."""
    words = ""
    while len(words) < TEXT_LETTERS:
        words += f"{dice.choice(WORDS)} "
    return words[:TEXT_LETTERS]


def batches(records: Sequence[Sealed], size: int) -> list[list[Sealed]]:
    """Cut into batches."""
    return [list(records[at : at + size]) for at in range(0, len(records), size)]


def stranger() -> ProtocolClient:
    """A phone that seals to a key nobody has, for servers that never open anything."""
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    x, y = (base64url(part.to_bytes(32)) for part in (numbers.x, numbers.y))
    key = {"kid": "nobody", "jwk": {"x": x, "y": y}, "use": "school", "not_after": None}
    return ProtocolClient(Wire("http://127.0.0.1"), "", keys=[key])
