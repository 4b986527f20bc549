"""Who may look at photos, when one has to be off its phone, what may stand beside one, who lets one out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from server.accounts.rules import Role
from server.consent.turn_rules import on_the_day

# Who may look at every photo of the school; a trip's leader may at the trip's own (R46, R47).
LOOKS = (Role.OFFICE, Role.HEADTEACHER, Role.SLT, Role.DSL, Role.DEPUTY_DSL, Role.EVC)
SCRUTINISES = (Role.HEADTEACHER, Role.SLT, Role.DSL, Role.DEPUTY_DSL)
ASKS = (Role.OFFICE, Role.HEADTEACHER, Role.SLT, Role.EVC)
# Who looks at what is held back, and lets it in or does not.
DECIDES = (Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL)
# The second person, for whatever leaves the school.
AGREES = (Role.HEADTEACHER, Role.SLT)
KEEPS_RULES = (Role.OFFICE, Role.HEADTEACHER, Role.SLT, Role.EVC)

IN_SCHOOL = ("learning_record", "display")
BEYOND = ("website", "social_media", "press", "high_profile")
DESTINATION_NAMES = {"school_site": "School site", "learning_journal": "Learning journal", "other": "Something else"}
WHY_NAMES = {
    "choosing": "Choosing photos for a display, the site or a journal",
    "learning": "A child’s learning record",
    "parent": "A parent asks to see photos of their child",
    "consent": "Consent was withdrawn or is in doubt",
    "safeguarding": "Safeguarding",
    "scrutiny": "Looking at how photos are taken",
    "other": "Something else",
}
USUAL_OFF_BY = "16:30"
VIEWING_LASTS = timedelta(minutes=30)
# A phone's clock further off than this is not believed: the arrival counts.
CLOCK_BELIEVED = timedelta(days=14)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def may_look(roles: Iterable[str], *, leads_the_trip: bool) -> bool:
    """Whether somebody may look at a trip's photos."""
    return leads_the_trip or bool(set(roles) & set(LOOKS))


def needs_a_second(purpose: str) -> bool:
    """Whether a purpose takes a photo out of the school."""
    return purpose not in IN_SCHOOL


def standing(sha256: str, came: Sequence[str], *, is_erased: bool) -> str:
    """Where a photo is on its way: `missing`, `differs` (another picture came), `at_school`, `off` the phone.

    `came` are the digests of the pictures that came under its id.
    """
    if sha256 in came:
        return "off" if is_erased else "at_school"
    return "differs" if came else "missing"


def off_by(taken_at: datetime, received_at: datetime, clock_time: str, zone: tzinfo) -> datetime:
    """When a photo has to be off its phone: the first such time of the day after it was taken (R43)."""
    taken = taken_at if abs(received_at - taken_at) < CLOCK_BELIEVED else received_at
    local = taken.astimezone(zone)
    same_day = on_the_day(local.date(), clock_time, zone)
    return same_day if local < same_day else on_the_day(local.date() + timedelta(days=1), clock_time, zone)


def end_of(day: date, clock_time: str, zone: tzinfo) -> datetime:
    """Until when an exception up to that day holds."""
    return on_the_day(day, clock_time, zone)


@dataclass(frozen=True)
class InPicture:
    """A pupil in a photo, and whether their first name may stand beside it."""

    first_name: str
    last_name: str
    may_be_named: bool


def caption_problem(caption: str, pupils: Sequence[InPicture], last_names: Iterable[str] = ()) -> str:
    """What is wrong with the words beside a photo (R33); "" when nothing is.

    No pupil's last name or its first letter, and a first name only with permission for that. `last_names` are of more
    pupils, minded where they follow a first name.
    """
    said = [word.casefold() for word in _WORD.findall(caption)]
    named = [pupil for pupil in pupils if _says(said, pupil.first_name)]
    behind = [*last_names, *(pupil.last_name[:1] for pupil in pupils)]
    has_last = any(_says(said, pupil.last_name) for pupil in pupils)
    if has_last or any(_says(said, f"{pupil.first_name} {last}") for pupil in named for last in behind if last):
        return "Leave last names out: beside a photo stands a first name at most."
    unnamed = [pupil.first_name for pupil in named if not pupil.may_be_named]
    if unnamed:
        return f"Leave out {' and '.join(unnamed)}: there is no permission for the name beside a photo."
    return ""


def _says(said: list[str], name: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(name)]
    return bool(words) and any(said[at : at + len(words)] == words for at in range(len(said)))
