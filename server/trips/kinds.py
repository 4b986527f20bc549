"""The record kinds of trips."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class TripDelayedV1(BaseModel):
    """`trip.delayed`, version 1: they run late; this phone opens without the school until then."""

    model_config = ConfigDict(strict=True, extra="forbid")

    until: datetime


DELAYED = "trip.delayed"
KINDS: dict[tuple[str, int], type[BaseModel]] = {(DELAYED, 1): TripDelayedV1}
