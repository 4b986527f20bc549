"""The record kinds of trips."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class TripDelayedV1(BaseModel):
    """`trip.delayed`, version 1: they run late; this phone opens without the school until then."""

    model_config = ConfigDict(strict=True, extra="forbid")

    until: datetime


class PhoneCheckedV1(BaseModel):
    """`phone.checked`, version 1: what was found of this phone before it left with the trip (R2, R15).

    `charge` in percent; `list_as_at` of the list on it; `openers` those with a PIN who need no signal; `rings` whether
    any phone on the trip can ring; `not_well` names what was wanting by the phone's own rules, and `going_anyway` says
    why they left all the same.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    in_hand: bool
    charge: int = Field(ge=0, le=100)
    list_as_at: datetime | None
    openers: int = Field(ge=0, le=1000)
    rings: bool
    not_well: list[Literal["in_hand", "charge", "list", "people", "rings"]] = Field(max_length=5)
    going_anyway: str | None = Field(max_length=1000)


DELAYED, CHECKED = "trip.delayed", "phone.checked"
KINDS: dict[tuple[str, int], type[BaseModel]] = {(DELAYED, 1): TripDelayedV1, (CHECKED, 1): PhoneCheckedV1}
