"""The record kinds of trips."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class TripDelayedV1(BaseModel):
    """`trip.delayed`, version 1: they run late; this phone opens without the school until then."""

    model_config = ConfigDict(strict=True, extra="forbid")

    until: datetime


class DepartureCheckedV1(BaseModel):
    """`departure.checked`, version 1: before it left with the trip this phone was found ready (R2, R15).

    `charge` in percent; `list_as_at` of the list on it; `openers` those with a PIN who need no signal; `rings` whether
    any phone on the trip can ring.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    in_hand: bool | None = None
    charge: int | None = Field(default=None, ge=0, le=100)
    list_as_at: datetime | None
    openers: int = Field(ge=0, le=1000)
    rings: bool


class DepartureForcedV1(DepartureCheckedV1):
    """`departure.forced`, version 1: they left though `not_well` names what was wanting by the phone's own rules."""

    not_well: list[Literal["in_hand", "charge", "list", "people", "rings"]] = Field(min_length=1, max_length=5)
    why: str | None = Field(default=None, max_length=1000)


DELAYED, CHECKED, FORCED = "trip.delayed", "departure.checked", "departure.forced"
KINDS: dict[tuple[str, int], type[BaseModel]] = {
    (DELAYED, 1): TripDelayedV1,
    (CHECKED, 1): DepartureCheckedV1,
    (FORCED, 1): DepartureForcedV1,
}
