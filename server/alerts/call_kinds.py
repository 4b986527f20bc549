"""The record kind of a call that somebody made because no alert could leave the phone."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class CallMadeV1(BaseModel):
    """`call.made`, version 1: they rang the school themselves, as a report had not reached it (R61).

    `to_role` and `number` are of the contact on the school card that the phone gave; `about` is the id of the report
    they rang about, `words` what else there was to say.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    to_role: str | None = None
    number: str | None = None
    about: str | None = None
    called_at: datetime
    words: str | None = None


CALL_MADE = "call.made"
KINDS: dict[tuple[str, int], type[BaseModel]] = {(CALL_MADE, 1): CallMadeV1}
