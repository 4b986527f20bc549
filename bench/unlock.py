"""Opening a shared phone at a fourth of the processor: the PIN's rounds; a list of 60 pupils, its bytes and reading."""

from __future__ import annotations

import json
import random
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import sync_playwright

from bench import handset
from bench.lines import Line, Run, Section, at_least, at_most
from bench.spread import Spread
from bench.targets.bare import Bare
from server.consent.photo_rules import Rules
from server.consent.rules import PURPOSE_NAMES
from server.foundation import crypto
from server.shell.demo_school import CARE, CLASSES, FIRST_NAMES, LAST_NAMES, PARENTS
from tests.protocol_client import base64url

PUPILS = 60
READINGS = 5
UNLOCK = "00000000-0000-4000-8000-000000000000"
SEED = 20
NOTE = (
    "Absolute figures, since nothing else does the same: the PIN's PBKDF2 with the rounds that the app chose, once a "
    "round; a list of 60 pupils with whom to ring and what to watch for, sealed as the server does it, the least of "
    "five readings. Throttling slows the page's script; the browser's own ciphers run beside it."
)


def measure(run: Run) -> list[Section]:
    """A new profile in every round."""
    server = Bare("frames")
    server.start(run.folder / "unlock", {})
    pins: list[dict[str, float]] = []
    readings: list[float] = []
    given = _sealed_list()
    try:
        with sync_playwright() as playwright:
            for number in range(run.rounds):
                run.say(f"unlock: round {number + 1} of {run.rounds}")
                profile = run.folder / f"unlock-{number}"
                with handset.at(playwright, profile, f"http://127.0.0.1:{server.port}/") as page:
                    handset.slowed(page)
                    pins.append(page.evaluate("() => bench.unlock.pin()"))
                    read = [page.evaluate("given => bench.unlock.list(given)", given) for _ in range(READINGS)]
                    assert {one["pupils"] for one in read} == {PUPILS}
                    readings.append(min(one["ms"] for one in read))
    finally:
        server.stop()
    rounds, ms = (Spread.of([pin[part] for pin in pins]) for part in ("rounds", "ms"))
    size = Spread.of([float(len(crypto.from_base64url(given["sealed"])))])
    lines = [
        Line("PIN, rounds", str(rounds), "", rounds, at_least(600_000, "")),
        Line("PIN, ms", str(ms), "", ms, at_most(700, " ms")),
        Line("list of 60 pupils, sealed bytes", str(size), "", size, at_most(4096, "")),
        Line("the list read, ms", *_twice(Spread.of(readings)), at_most(100, " ms")),
    ]
    return [Section("Opening a shared phone, 4× CPU", [NOTE], lines)]


def _twice(seen: Spread) -> tuple[str, str, Spread]:
    return str(seen), "", seen


def _sealed_list() -> dict[str, Any]:
    private = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    point = private.public_numbers
    public = {"kty": "EC", "crv": "P-256", "x": base64url(point.x.to_bytes(32)), "y": base64url(point.y.to_bytes(32))}
    sealed = crypto.seal_to(public, ("pack", UNLOCK), json.dumps(_list(), separators=(",", ":")).encode())
    jwk = {**public, "d": base64url(private.private_value.to_bytes(32))}
    return {"unlock": UNLOCK, "sealed": base64url(sealed), "jwk": jwk}


def _list() -> dict[str, Any]:
    return {
        "v": 1,
        "unlock": UNLOCK,
        "trip": UNLOCK,
        "title": "Castle visit",
        "as_at": "2027-01-15T07:40:00.000Z",
        "not_after": "2027-01-17T12:00:00.000Z",
        "has_care": True,
        "has_contacts": True,
        "photos": Rules().as_pack(),
        "pupils": [_pupil(random.Random(SEED + i)) for i in range(PUPILS)],
    }


def _pupil(dice: random.Random) -> list[Any]:
    """A name, a class, for every tenth what to watch for, one or two to ring with numbers of Ofcom's, consent."""
    group, last = dice.choice(CLASSES[:2]), dice.choice(LAST_NAMES)
    ring = [[f"{dice.choice(FIRST_NAMES)} {last}", "parent", f"07700 900{dice.randrange(1000):03}"]]
    if dice.random() < 1 / 3:
        ring.append([dice.choice(PARENTS), "carer", f"01632 960{dice.randrange(1000):03}"])
    care = dice.choice(CARE) if dice.random() < 1 / 10 else None
    key, may = f"{dice.getrandbits(32):08x}", [dice.randrange(2) for _purpose in PURPOSE_NAMES]
    return [f"{dice.choice(FIRST_NAMES)} {last[0]}.", group, care, ring, key, may]
