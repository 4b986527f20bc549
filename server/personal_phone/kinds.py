"""The record kind of an own phone's use, each version read for ever.

Only what the app itself supplies is required; whatever a person supplies may be missing (R67).
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

USED = "personal_phone.used"
Called = Literal["contact", "other"]
Withheld = Literal["tried", "confirmed", "not_possible"]
Agreed = Literal["prior", "retrospective"]
WrittenOn = Literal["school_phone", "own_phone", "paper"]


class PersonalPhoneUsedV1(BaseModel):
    """`personal_phone.used`, version 1: a call on somebody's own phone (R51), as it was written down.

    `opened_at` is when the form was opened; `is_timed` that `began_at` is the tap at the call and not typed.
    `called_role` is a contact's role on the school card. `used_by` is a staff id and is only there on paper, where the
    record's actor typed what somebody else had done. The number of whose phone it was is no member (R54).
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    opened_at: datetime
    began_at: datetime | None = None
    ended_at: datetime | None = None
    is_timed: bool | None = None
    called: Called | None = None
    called_role: str | None = None
    called_name: str | None = None
    called_number: str | None = None
    why_no_school_phone: str | None = None
    what_was_said: str | None = None
    withheld: Withheld | None = None
    another_adult_heard: bool | None = None
    agreed: Agreed | None = None
    agreed_by: str | None = None
    photographs_taken: bool | None = None
    photographs_allowed: bool | None = None
    photographs_about: str | None = None
    written_on: WrittenOn | None = None
    used_by: str | None = None


KINDS: dict[tuple[str, int], type[BaseModel]] = {(USED, 1): PersonalPhoneUsedV1}
