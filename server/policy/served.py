"""The rules that slices serve, as each declares them in rules_served.json in its own folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from server.foundation.rules_served import RuleServed

_SLICES = Path(__file__).parent.parent
_file = TypeAdapter(list[RuleServed])


@cache
def by_slice(name: str) -> tuple[RuleServed, ...]:
    """What a slice declares, in its order. Raises pydantic's ValidationError for a file that is none."""
    return tuple(_file.validate_json((_SLICES / name / "rules_served.json").read_bytes()))
