"""What a school decides of consent and of taking photos."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.accounts.rules import Role
from server.consent.check_rules import ALWAYS_STOPS, STOP, WARN
from server.consent.photo_rules import (
    KIND_NAMES,
    LEAST_HOURS,
    LONGEST_LINE,
    LONGEST_NAME,
    MOST_ACTIVITIES,
    MOST_HOURS,
    PURPOSES,
    USUAL_ACTIVITIES,
    USUAL_LINES,
    USUAL_STOPS_HOURS,
    USUAL_WARNS_HOURS,
)
from server.consent.rules import PURPOSE_NAMES
from server.foundation.settings import Choice, Clash, Number, Own, Setting, Several, Words, YesNo

KEEPS_CONSENT = (Role.OFFICE, Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL)
SETS_RULES = (Role.HEADTEACHER, Role.SLT, Role.NETWORK_MANAGER)
ANNUALLY, ON_ENTRY = "annually", "on_entry"
A_YEAR = 366
MOST_DAYS = 3650


def _activity_problem(value: Any) -> str:
    if not isinstance(value, list) or len(value) > MOST_ACTIVITIES or not all(_is_activity(one) for one in value):
        return f"Give at most {MOST_ACTIVITIES} activities, each with its name, what a phone does, and what it says"
    names = [one[0].casefold() for one in value]
    if len(set(names)) < len(names) or set(names) & {place.casefold() for place in ALWAYS_STOPS}:
        return "Name each activity once, and none of the places where nobody is ever photographed"
    return ""


def _is_activity(one: Any) -> bool:
    if not (isinstance(one, list) and len(one) == 3 and all(isinstance(part, str) for part in one)):
        return False
    name, kind, line = one
    return bool(name.strip() and line.strip()) and _fits(name, line) and kind in (WARN, STOP)


def _fits(name: str, line: str) -> bool:
    return len(name) <= LONGEST_NAME and len(line) <= LONGEST_LINE


def _activity_words(value: Any, _people: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {KIND_NAMES[kind].lower()}, “{line}”" for name, kind, line in value) or "None"


ASKED = Setting(
    code="consent.asked",
    label="When parents are asked for consent",
    kind=Choice({ON_ENTRY: "Once, when a child joins", ANNUALLY: "Every year"}),
    usual=ON_ENTRY,
    rules=("R30",),
    changed_by=KEEPS_CONSENT,
    does="Nothing by itself: it is what parents are told, and is held against how long a yes lasts.",
)
LASTS_DAYS = Setting[int | None](
    code="consent.lasts_days",
    label="How long a yes lasts",
    kind=Number(1, MOST_DAYS, "day", never="For as long as the child is at the school"),
    usual=None,
    rules=("R30",),
    changed_by=KEEPS_CONSENT,
    does="A yes older than that counts as no: no phone photographs the child, and the office is asked to ask again.",
)
WARNS_HOURS = Setting(
    code="photos.list_warns_hours",
    label="A phone warns when its list is so old",
    kind=Number(LEAST_HOURS, MOST_HOURS, "hour"),
    usual=USUAL_WARNS_HOURS,
    rules=("R32",),
    changed_by=SETS_RULES,
    does="Before the camera opens the phone says how old its list is; photos go on.",
)
STOPS_HOURS = Setting(
    code="photos.list_stops_hours",
    label="No photos of pupils when the list is so old",
    kind=Number(LEAST_HOURS, MOST_HOURS, "hour"),
    usual=USUAL_STOPS_HOURS,
    rules=("R32",),
    changed_by=SETS_RULES,
    does="The camera stays shut for pictures of pupils until the phone has fetched its list again.",
)
PURPOSES_TAKEN = Setting(
    code="photos.purposes",
    label="What the school takes photos for",
    kind=Several({purpose: PURPOSE_NAMES[purpose] for purpose in PURPOSES}),
    usual=list(PURPOSES),
    rules=("R37", "R39"),
    changed_by=SETS_RULES,
    does="A phone offers these and no others, and checks consent for the one that is chosen.",
    asks_again=True,
)
FIRST_NAMES = Setting(
    code="photos.first_names",
    label="A first name beside a picture",
    kind=YesNo(yes="Where that was agreed to", no="Never"),
    usual=False,
    rules=("R33",),
    changed_by=SETS_RULES,
    does="Where it is never, phones do not ask about names. A last name never stands beside a picture.",
    asks_again=True,
)


def _line(name: str, place: str, usual: str) -> Setting[str]:
    return Setting(
        code=f"photos.{name}",
        label=f"What a phone says {place}",
        kind=Words(LONGEST_LINE),
        usual=usual,
        rules=("R17",),
        changed_by=SETS_RULES,
        does="The camera never opens there, whatever is chosen; this is the line that the phone shows.",
    )


IN_TOILETS = _line("says_in_toilets", "in toilets", USUAL_LINES[0])
IN_CHANGING_ROOMS = _line("says_in_changing_rooms", "in changing rooms", USUAL_LINES[1])
DURING_CARE = _line("says_during_care", "during personal care", USUAL_LINES[2])
ACTIVITIES = Setting(
    code="photos.activities",
    label="Activities during which a phone warns or takes no photo",
    kind=Own(
        check=_activity_problem,
        words=_activity_words,
        log=lambda value: [[name, kind] for name, kind, _line in value],
        page="photo_rules.rules",
    ),
    usual=[[one.name, one.kind, one.line] for one in USUAL_ACTIVITIES],
    rules=("R17", "R38"),
    changed_by=SETS_RULES,
    does="Whoever opens the camera says where they are; at one of these the phone warns, or stays shut.",
)
SETTINGS = (
    *(ASKED, LASTS_DAYS, PURPOSES_TAKEN, FIRST_NAMES, WARNS_HOURS, STOPS_HOURS, IN_TOILETS, IN_CHANGING_ROOMS),
    *(DURING_CARE, ACTIVITIES),
)


def _renewal(values: Mapping[str, Any]) -> str:
    asked, days = values[ASKED.code], values[LASTS_DAYS.code]
    if asked == ANNUALLY and (days is None or days > A_YEAR):
        return "Parents are asked every year, and yet a yes lasts for longer: an old yes opens the camera all the same."
    if asked == ON_ENTRY and days is not None:
        return "Parents are asked once, and yet a yes ends: after that no phone photographs the child any more."
    return ""


def _hours(values: Mapping[str, Any]) -> str:
    is_wrong = values[STOPS_HOURS.code] < values[WARNS_HOURS.code]
    return "A phone cannot stop before it warns: give it at least as many hours" if is_wrong else ""


CLASHES = (
    Clash("consent.renewal", (ASKED.code, LASTS_DAYS.code), _renewal),
    Clash("photos.hours", (WARNS_HOURS.code, STOPS_HOURS.code), _hours, is_refused=True),
)
