"""How long each kind of thing is kept, why, and from when it is due to go; and who handles which. Pure.

Where a day is not known, the latest that it can be is taken: nothing goes early for want of a date of birth.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from server.accounts.rules import Role
from server.incidents.rules import SAFEGUARDING

# The school year ends on this day (month, day).
YEAR_ENDS = (8, 31)
# Nobody can be younger than born on the day; nobody of 18 is still below pension age 50 years on.
ALLEGATION_YEARS, IMAGE_YEARS = 50, 75
CHILD, INJURY, IMAGE, ALLEGATION = "child", "injury", "image", "allegation"
NOTE, OWN_PHONE, PHOTO, TRIP_PAPERS = "note", "own_phone", "photo", "trip_papers"
HURT = frozenset({"injury", "illness", "emergency"})
GRAVE = frozenset({"serious", "critical"})
# Beside safeguarding, what may have been grave for a child however it was noted.
ABOUT_A_CHILD = SAFEGUARDING | {"missing_pupil"}
EVERYDAY_NOTES = frozenset(
    {"behaviour", "lost_phone", "data_breach", "welfare_call", "device_exception", "near_miss", "other"}
)
_DSL = frozenset({Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL})
_STAFF_CONCERNS = frozenset({Role.HEADTEACHER, Role.CHAIR})
HANDLES = tuple(sorted(_DSL | _STAFF_CONCERNS))
LONGEST_WHY = 400
DAYS_IN_BACKUPS = 35


@dataclass(frozen=True)
class Rule:
    """One line of the schedule: what it is of, how long in words (with the school's own number), where from."""

    title: str
    kept: str
    source: str
    setting: str = ""
    also: str = ""


SCHEDULE: Mapping[str, Rule] = {
    CHILD: Rule(
        "Concerns about a child",
        "Until the child is {years}; without a date of birth, {years} years",
        "IRMS toolkit for schools: child protection file, date of birth and 25 years, then a review",
        "retention.child_years",
        "Look at each first: what concerns sexual abuse is kept for 75 years (IICSA), so put a hold on it.",
    ),
    INJURY: Rule(
        "Injury and illness",
        "Until the child is {years}; without a date of birth, {years} years",
        "IRMS toolkit for schools: accidents of a child, date of birth and 25 years",
        "retention.child_years",
    ),
    IMAGE: Rule(
        "Nude or semi-nude images",
        f"{IMAGE_YEARS} years",
        "IICSA, final report 2022: records of child sexual abuse, 75 years; never by themselves",
    ),
    ALLEGATION: Rule(
        "Concerns about staff",
        f"{ALLEGATION_YEARS} years: by then everybody is of pension age",
        "KCSIE Part 4: until pension age, or 10 years if that is longer",
    ),
    NOTE: Rule(
        "Everyday notes of a trip",
        "{span} after the end of the school year",
        "The school decides (R91)",
        "retention.note_years",
    ),
    TRIP_PAPERS: Rule(
        "Checks, counts and delays of a trip",
        "{span} after the end of the school year",
        "The school decides (R91)",
        "retention.note_years",
    ),
    OWN_PHONE: Rule(
        "Calls with an own phone",
        "{span} after the end of the school year",
        "The school decides (R91); the number of the caller was never kept (R54)",
        "retention.own_phone_years",
        "The headteacher and the designated officer handle these, and nobody handles their own.",
    ),
    PHOTO: Rule(
        "Photos at school",
        "{span} after the end of the school year",
        "The school decides (R91); consent is asked again each year",
        "retention.photo_years",
    ),
}
# Kinds of record that stand for themselves; whatever is about an incident goes with it.
RULE_OF_KIND: Mapping[str, str] = {
    "personal_phone.used": OWN_PHONE,
    "photo.taken": PHOTO,
    **dict.fromkeys(
        (
            *("consent.checked", "consent.changed_on_the_day", "class_camera.used", "photo.erased", "sheet.returned"),
            *("departure.checked", "departure.forced", "phone.set_up_checked", "trip.delayed", "pupils.counted"),
            *("call.made", "alert.answered", "authorship.confirmed", "authorship.disowned"),
            *("item.confiscated", "item.moved", "item.released", "item.handed_to_police", "search.made"),
        ),
        TRIP_PAPERS,
    ),
}
# No period stands for these: they are kept, and the page says so.
KEPT_WITHOUT_A_PERIOD = {
    "agreement.signed": "Agreements that staff signed",
    "for_the_chair": "What was reported about a headteacher, and a headteacher’s own phone: the chair’s alone",
    "roll": "The pupil roll, consent and staff accounts: they leave with the school’s own systems",
    "audit": "The audit log: as long as what it tells of, and a year",
}


def rule_of_incident(category: str | None, severity: str | None) -> str:
    """Which line of the schedule an incident is of. What may be grave is kept as a concern about a child."""
    if category == "allegation":
        return ALLEGATION
    if category == "nude_image":
        return IMAGE
    if category in HURT:
        return INJURY
    return NOTE if category in EVERYDAY_NOTES and severity not in GRAVE else CHILD


def due_on(rule: str, last_on: date, births: Collection[date | None], years: Mapping[str, int]) -> date:
    """From which day it may go. `last_on` is the day of the last thing written of it, by the server's clock.

    `births` are of every child it may name, None where one's is not known; `years` are the school's, by setting.
    """
    if rule in (ALLEGATION, IMAGE):
        return _later(last_on, ALLEGATION_YEARS if rule == ALLEGATION else IMAGE_YEARS)
    chosen = years[SCHEDULE[rule].setting]
    if rule in (CHILD, INJURY):
        known = [born for born in births if born is not None]
        ends = [_later(born, chosen) for born in known]
        if not known or len(known) < len(births):
            ends.append(_later(last_on, chosen))
        # And never before a note of that day would go.
        return max(*ends, _after_school_year(last_on, 1))
    return _after_school_year(last_on, chosen)


def _later(day: date, years: int) -> date:
    """The same day so many years on; 1 March where that is a 29 February that year has not."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _after_school_year(day: date, years: int) -> date:
    """The first day after the school year of a day and so many more."""
    ends = day.year if (day.month, day.day) <= YEAR_ENDS else day.year + 1
    return date(ends + years, YEAR_ENDS[0] + 1, 1)


def kept_in_words(rule: str, years: Mapping[str, int]) -> str:
    """How long, with the school's own number in it."""
    line = SCHEDULE[rule]
    number = years.get(line.setting, 0)
    return line.kept.format(years=number, span=f"{number} year" + ("" if number == 1 else "s"))


def handled_by(roles: Collection[str], *, reads_uses: bool = False) -> tuple[str, ...]:
    """Which lines of the schedule somebody in these roles handles. Concerns about staff are the headteacher's (R63).

    Calls with an own phone are of those who read them, whatever their role (R52, R59).
    """
    theirs = {rule: bool((_STAFF_CONCERNS if rule == ALLEGATION else _DSL) & set(roles)) for rule in SCHEDULE}
    return tuple(rule for rule, handles in (theirs | {OWN_PHONE: reads_uses}).items() if handles)
