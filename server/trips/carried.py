"""A list between two steps: the page carries it, small and as text, so that nothing of it is kept meanwhile."""

from __future__ import annotations

import hashlib
import json
import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from server.phones.sheet_rules import NotRead
from server.trips.grid_rules import MOST_COLUMNS, MOST_ROWS, Grid

# Together with the form around it, less than a request may have.
MOST_CARRIED_BYTES = 8_000_000
MOST_UNPACKED_BYTES = 100_000_000


@dataclass(frozen=True)
class Carried:
    """A list that was chosen: its grid, the file's name and its SHA-256."""

    grid: Grid
    name: str
    digest: str


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    name: str
    digest: str
    headings: list[str]
    rows: list[tuple[int, list[str]]]
    above: int


def carried_of(grid: Grid, name: str, content: bytes) -> Carried:
    """A list as it was chosen."""
    return Carried(grid, name, hashlib.sha256(content).hexdigest())


def as_text(carried: Carried) -> str:
    """The list as a hidden field holds it. Raises NotRead for one too large for a page."""
    grid = carried.grid
    rows = [(line, list(cells)) for line, cells in grid.rows]
    whole = {"name": carried.name, "digest": carried.digest, "headings": list(grid.headings), "rows": rows}
    text = b64encode(zlib.compress(json.dumps({**whole, "above": grid.above}).encode())).decode()
    if len(text) > MOST_CARRIED_BYTES:
        raise NotRead("The list is too large for a page. Take it out in parts, or use flask consent import.")
    return text


def from_text(text: str) -> Carried:
    """What the page brought back. Raises NotRead for anything that no page of ours carried."""
    try:
        unpacking = zlib.decompressobj()
        unpacked = unpacking.decompress(b64decode(text, validate=True), MOST_UNPACKED_BYTES)
        read = _Shape.model_validate_json(unpacked if unpacking.eof else b"")
    except (ValueError, zlib.error, ValidationError):
        raise NotRead("The list did not come back whole. Choose the file again.")
    if len(read.rows) > MOST_ROWS or not 0 < len(read.headings) <= MOST_COLUMNS:
        raise NotRead("The list did not come back whole. Choose the file again.")
    return Carried(Grid(read.headings, read.rows, read.above), read.name, read.digest)
