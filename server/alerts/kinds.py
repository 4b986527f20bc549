"""The record kind by which somebody says on a phone what they did about an alert, each version read for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

ANSWERED = "alert.answered"
Act = Literal["opened", "taken", "handed_on", "closed"]


class AlertAnsweredV1(BaseModel):
    """`alert.answered`, version 1: an alert was opened, taken up, handed on (`to` a member of staff) or closed.

    `alert` is its id as the phone was given it, `words` what was done. It counts where the record is signed by
    somebody who was told.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    alert: str
    act: Act
    to: str | None = None
    words: str | None = None
    acted_at: datetime


KINDS: dict[tuple[str, int], type[BaseModel]] = {(ANSWERED, 1): AlertAnsweredV1}
