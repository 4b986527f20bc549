"""Who may read what was written about an incident, and its words on screen. Pure."""

from __future__ import annotations

CATEGORY_NAMES = {
    "injury": "Injury",
    "illness": "Illness",
    "missing_pupil": "Missing pupil",
    "behaviour": "Behaviour",
    "safeguarding": "Safeguarding concern",
    "bullying": "Bullying by phone",
    "online_safety": "Online safety",
    "nude_image": "Nude or semi-nude image",
    "allegation": "Concern about a member of staff",
    "visitor_breach": "Visitor or volunteer: phone or conduct",
    "lost_phone": "Lost or stolen phone",
    "data_breach": "Data breach",
    "welfare_call": "Call home for a pupil",
    "device_exception": "Pupil’s agreed device",
    "near_miss": "Near miss",
    "other": "Something else",
    "emergency": "Emergency",
}
SEVERITY_NAMES = {"minor": "Minor", "moderate": "Moderate", "serious": "Serious", "critical": "Critical"}
ABOUT_NAMES = {
    "just_now": "just before it was written",
    "ten_minutes_ago": "about 10 minutes before it was written",
    "before_lunch": "before lunch",
    "other": "at the time given",
}

SAFEGUARDING = frozenset({"safeguarding", "bullying", "online_safety", "nude_image", "visitor_breach"})
SAFEGUARDING_READERS = frozenset({"dsl", "deputy_dsl", "online_safety_lead", "headteacher"})
EVERYDAY = frozenset(CATEGORY_NAMES) - SAFEGUARDING - {"allegation"}
# Grave whatever severity somebody gave it.
ALWAYS_GRAVE = frozenset({"missing_pupil", "emergency"})
# A concern about staff goes to the headteacher alone (R63).
STAFF_CONCERN_READERS = frozenset({"headteacher"})
GOVERNORS = frozenset({"chair", "vice_chair"})
REPORTED = "incident.reported"
LEADS = frozenset({"dsl", "deputy_dsl", "headteacher", "evc", "slt", "office", "base_contact"})


def may_read(category: str | None, roles: frozenset[str], *, leads_the_trip: bool) -> bool:
    """Whether somebody may open what was written.

    A report with no category may be about anything, so it is read as a safeguarding concern until somebody has
    looked; one of a category this version does not know could be about staff. Everyday ones are open to the
    school's leads, the office and the trip's own leader.
    """
    if category in EVERYDAY:
        return bool(roles & LEADS) or leads_the_trip
    if category is None or category in SAFEGUARDING:
        return bool(roles & SAFEGUARDING_READERS)
    return bool(roles & STAFF_CONCERN_READERS)


def may_see(category: str | None, roles: frozenset[str], *, leads_the_trip: bool) -> bool:
    """Whether somebody may see in a list that it exists, without its contents.

    The office must be able to count what came back; a concern about staff shows to the headteacher alone.
    """
    if category == "allegation":
        return may_read(category, roles, leads_the_trip=leads_the_trip)
    return bool(roles & (LEADS | SAFEGUARDING_READERS)) or leads_the_trip


def goes_up_to_governors(category: str | None, roles: frozenset[str]) -> bool:
    """Whether somebody in these roles reads such a report once it was passed on to them, and not before."""
    return category == "allegation" and bool(roles & GOVERNORS)


def is_urgent(category: str | None, severity: str | None) -> bool:
    """Whether it goes to the top of a due list."""
    return category in ALWAYS_GRAVE or severity in ("serious", "critical")
