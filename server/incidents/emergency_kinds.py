"""The record kind of an emergency: each thing done is one, and what was tapped by mistake is taken back by another."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

EMERGENCY, STEP = "emergency", "step.taken"
# One list for both sides: the phone's buttons, and what the office reads.
_LISTED: dict[str, Any] = json.loads(Path(__file__).with_name("emergency_steps.json").read_text(encoding="utf-8"))
MISTAKE: str = _LISTED["mistake"][0]
WORDS: dict[str, str] = dict([*_LISTED["taps"], *_LISTED["turns"], _LISTED["found"], _LISTED["mistake"]])
OVER, OPENED_AGAIN, HOLD_BEGUN, HOLD_ENDED = "over", "opened_again", "hold_begun", "hold_ended"


def _listed(step: str) -> str:
    if step not in WORDS:
        raise ValueError("no step of the list")
    return step


class StepTakenV1(BaseModel):
    """`step.taken`, version 1: something done in an emergency, by one tap, when it was done.

    `undoes` is the id of the step that a `mistake` takes back. `words` are those of a position that the phone found
    once the emergency had begun; what somebody types is a follow-up.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    incident: str
    step: Annotated[str, AfterValidator(_listed), Field(json_schema_extra={"enum": [*WORDS]})]
    taken_at: datetime
    words: str | None = None
    undoes: str | None = None


KINDS: dict[tuple[str, int], type[BaseModel]] = {(STEP, 1): StepTakenV1}
