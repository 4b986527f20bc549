"""The record kinds of photos, each version read for ever. What a person supplies may be missing."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Purpose = Literal["learning_record", "display", "website", "social_media", "press", "high_profile", "first_name"]
Key = Annotated[str, Field(pattern=r"^[0-9a-f]{8,36}$")]
MOST_SIDE = 100_000


class PhotoTakenV1(BaseModel):
    """`photo.taken`, version 1: a photo that was kept, and what was said of it before (R17, R37, R39).

    `check` is the id of the check that opened the camera, null where nobody is in it; `pupils` are keys of the list
    on the phone, which is of `list_as_at`. The record's `photos` names its one blob.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    check: str | None = None
    purpose: Purpose | None = None
    place: str | None = Field(default=None, max_length=1000)
    justification: str | None = Field(default=None, max_length=1000)
    activity: str | None = Field(default=None, max_length=200)
    destination: Literal["school_site", "learning_journal", "other"] | None = None
    pupils: list[Key] = Field(default=[], max_length=2000)
    nobody: bool = False
    list_as_at: datetime | None
    taken_at: datetime
    width: int = Field(ge=1, le=MOST_SIDE)
    height: int = Field(ge=1, le=MOST_SIDE)


class PhotoErasedV1(BaseModel):
    """`photo.erased`, version 1: a photo's bytes are gone from the phone; the school holds them twice (R43).

    `photo` is the blob's id, `digest` that of its sealed bytes, `received_at` when the phone had its receipt.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    photo: str = Field(max_length=200)
    digest: str = Field(max_length=200)
    received_at: datetime | None = None
    erased_at: datetime


TAKEN, ERASED = "photo.taken", "photo.erased"
KINDS: dict[tuple[str, int], type[BaseModel]] = {(TAKEN, 1): PhotoTakenV1, (ERASED, 1): PhotoErasedV1}
