"""The record kinds of phones."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from server.phones.set_up_check_rules import Point

Note = Annotated[str, StringConstraints(max_length=500)]


class PhoneSetUpCheckedV1(BaseModel):
    """`phone.set_up_checked`, version 1: what was found of this phone (R9, R11, R15). Null is "not looked at".

    The first three and the test alert the phone knows by itself, the camera once somebody let it try, the rest a
    person says. `notes` is
    what was said of a point that is not well.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    installed: bool | None = None
    storage_kept: bool | None = None
    app_kept: bool | None = None
    camera: bool | None = None
    radios_off: bool | None = None
    no_cloud_photos: bool | None = None
    passcode_on: bool | None = None
    call_withheld: bool | None = None
    test_alert: bool | None = None
    notes: dict[Point, Note] = {}


SET_UP_CHECKED = "phone.set_up_checked"
KINDS: dict[tuple[str, int], type[BaseModel]] = {(SET_UP_CHECKED, 1): PhoneSetUpCheckedV1}
