"""What a school decides of the photos it has taken."""

from __future__ import annotations

from server.foundation.settings import ClockTime, Setting
from server.photos.rules import KEEPS_RULES, USUAL_OFF_BY

OFF_BY = Setting(
    code="photos.off_by",
    label="Photos are off the phones by",
    kind=ClockTime(),
    usual=USUAL_OFF_BY,
    rules=("R43",),
    changed_by=KEEPS_RULES,
    does="From then on a trip’s leader and the office are asked for each photo that no phone has erased yet.",
    needs_two=True,
    asks_again=True,
)
SETTINGS = (OFF_BY,)
CLASHES = ()
