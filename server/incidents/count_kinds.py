"""The record kind of a head count, each version read for ever."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

COUNTED = "pupils.counted"
MOST = 100_000


class NotCounted(BaseModel):
    """Somebody who was not there: the key by which the trip's list calls them, and their name as that list has it."""

    model_config = ConfigDict(strict=True, extra="forbid")

    key: str | None = None
    name: str | None = None


class PupilsCountedV1(BaseModel):
    """`pupils.counted`, version 1: a head count as it was finished on a phone.

    `group` is a coach's or a class's name, null for everybody; `of` how many there should be, null where nobody knew.
    `incident` is the id of the emergency that it was made in.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    started_at: datetime
    counted_at: datetime
    group: str | None = None
    counted: int | None = Field(default=None, ge=0, le=MOST)
    of: int | None = Field(default=None, ge=0, le=MOST)
    missing: list[NotCounted] = []
    incident: str | None = None


KINDS: dict[tuple[str, int], type[BaseModel]] = {(COUNTED, 1): PupilsCountedV1}
