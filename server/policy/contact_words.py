"""What contacts are for and national bodies, from the files beside this one, which the phone app reads too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def _read(name: str) -> Any:
    return json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))


SCHOOL, AUTHORITY, NATIONAL = "school", "authority", "national"
# {role, title, name (what it is for), number, address, checked_on, source} each, in the order to show them.
NATIONAL_BODIES: list[dict[str, str]] = _read("national_bodies")
# Of illegal content: {never, steps: [{say, bodies, roles, authority, report}], nation, checked_on, source}.
ILLEGAL: dict[str, Any] = _read("illegal_content")
# By part of the card, each role with its usual title, whom to ring first at the front.
KINDS: dict[str, dict[str, str]] = {
    **{part: dict(kinds) for part, kinds in _read("contact_kinds").items()},
    NATIONAL: {one["role"]: one["title"] for one in NATIONAL_BODIES},
}


def place_of(part: str, role: str) -> int:
    """Where a role stands among those of its part; one that is no longer known stands at the end."""
    roles = list(KINDS[part])
    return roles.index(role) if role in roles else len(roles)


def body_of(role: str) -> dict[str, str] | None:
    """What the release says of a national body."""
    return next((one for one in NATIONAL_BODIES if one["role"] == role), None)
