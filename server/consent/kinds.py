"""The record kinds of photo consent."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(pattern="^[0-9a-f]{8,32}$")]
Words = Annotated[str, StringConstraints(max_length=500)]
Purpose = Literal["learning_record", "display", "website", "social_media", "press", "high_profile", "first_name"]
MOST_PUPILS = 5000


class ConsentCheckedV1(BaseModel):
    """`consent.checked`, version 1: may these pupils be in it? Asked before a picture, and what the phone answered.

    `list_as_at` is when the school last said that the list holds, null where there was none; `pupils` are who was to be
    in it and `out` who must step out, by the list's keys; `told` that the pupils know (R41); `way` what takes it.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    purpose: Purpose | None = None
    place: Words | None = None
    justification: Words | None = None
    activity: Words | None = None
    medium: Literal["photo", "video", "audio"]
    list_as_at: datetime | None
    pupils: list[Key] = Field(max_length=MOST_PUPILS)
    out: list[Key] = Field(max_length=MOST_PUPILS)
    outcome: Literal["go", "stop"]
    told: bool | None = None
    way: Literal["camera", "check_only"]
    school_camera: Words | None = None
    checked_at: datetime


class ConsentChangedOnTheDayV1(BaseModel):
    """`consent.changed_on_the_day`, version 1: a pupil says no, or the school rang to say so. It wins over any yes."""

    model_config = ConfigDict(strict=True, extra="forbid")

    pupil: Key
    change: Literal["said_no_today", "school_rang"]
    changed_at: datetime
    words: Words | None = None


class ClassCameraUsedV1(BaseModel):
    """`class_camera.used`, version 1: how many pictures a school's own camera took after a check, counted by hand."""

    model_config = ConfigDict(strict=True, extra="forbid")

    check: str = Field(max_length=100)
    school_camera: Words | None = None
    count: int | None = Field(default=None, ge=0, le=100_000)


CHECKED, CHANGED, CAMERA_USED = "consent.checked", "consent.changed_on_the_day", "class_camera.used"
KINDS: dict[tuple[str, int], type[BaseModel]] = {
    (CHECKED, 1): ConsentCheckedV1,
    (CHANGED, 1): ConsentChangedOnTheDayV1,
    (CAMERA_USED, 1): ClassCameraUsedV1,
}
