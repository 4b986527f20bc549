"""Who is told of what, and how soon: the table of alerts (R52, R60-R65, R75-R76, R92). Pure.

A situation falls under one or more rows of the table; whoever stands in any of them is told, in order. The school may
add to a row, and takes nobody off. Nobody is told of their own conduct.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from server.accounts.rules import Role

INCIDENT, OWN_PHONE, FORCED = "incident.reported", "personal_phone.used", "departure.forced"
HELD, SILENT, ROLE_EMPTY = "item.held", "phone.silent", "role.empty"
# Kinds of record that tell nobody by themselves.
QUIET = frozenset(
    {
        *("agreement.signed", "alert.answered", "authorship.confirmed", "authorship.disowned", "call.made"),
        *(
            "action.agreed",
            "action.done",
            "agency.told",
            "incident.closed",
            "incident.followed_up",
            "parent.contacted",
            "slip.made",
        ),
        *("class_camera.used", "consent.changed_on_the_day", "consent.checked", "departure.checked"),
        *("item.confiscated", "item.handed_to_police", "item.moved", "item.released", "search.made"),
        *("phone.set_up_checked", "photo.erased", "photo.taken", "sheet.returned", "trip.delayed"),
        "pupils.counted",
        # The emergency's own report has told everybody; that it is over is no alarm.
        "step.taken",
    }
)
SERIOUS, SAFEGUARDING, ONLINE, STAFF_CONDUCT, HEADS_CONDUCT, DATA, OWN_PHONES, LEFT_ANYWAY, CANNOT_OPEN, NOT_HEARD = (
    *("serious", "safeguarding", "online_safety", "staff_conduct", "heads_conduct"),
    *("data", "own_phones", "left_anyway", "cannot_open", "not_heard"),
)
VISITORS, WELFARE = "visitors", "welfare"
NOBODY_HOLDS = "nobody_holds"
ALLEGATION = "allegation"
TABLE: dict[str, tuple[Role, ...]] = {
    HEADS_CONDUCT: (Role.CHAIR,),
    STAFF_CONDUCT: (Role.HEADTEACHER,),
    ONLINE: (Role.ONLINE_SAFETY_LEAD, Role.DSL, Role.DEPUTY_DSL),
    SAFEGUARDING: (Role.DSL, Role.DEPUTY_DSL),
    VISITORS: (Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER),
    # A child who wanted home may be one to look after: the DSL hears of it, and everyday readers open it (R18).
    WELFARE: (Role.DSL, Role.DEPUTY_DSL),
    SERIOUS: (Role.TRIP_LEADER, Role.EVC, Role.BASE_CONTACT),
    DATA: (Role.OFFICE, Role.NETWORK_MANAGER, Role.HEADTEACHER),
    OWN_PHONES: (Role.HEADTEACHER,),
    LEFT_ANYWAY: (Role.HEADTEACHER,),
    CANNOT_OPEN: (Role.DSL, Role.DEPUTY_DSL, Role.OFFICE),
    NOT_HEARD: (Role.OFFICE, Role.EVC, Role.TRIP_LEADER),
    NOBODY_HOLDS: (Role.OFFICE,),
}
# Nobody is added to it: a concern about the headteacher is the chair's alone.
FIXED = frozenset({HEADS_CONDUCT})
# Nobody is left told of such a thing but those whom it is for: whoever it is about may be among the others.
_CONDUCT = frozenset({HEADS_CONDUCT, STAFF_CONDUCT})
# Such an alert is closed by two people, or with a written reason that the governors read.
FOR_TWO = frozenset({HEADS_CONDUCT, STAFF_CONDUCT, ONLINE, SAFEGUARDING, VISITORS})
# Whom one of these rows may be handed on to.
MAY_KNOW = {
    HEADS_CONDUCT: frozenset({Role.CHAIR, Role.VICE_CHAIR}),
    STAFF_CONDUCT: frozenset({Role.HEADTEACHER, Role.CHAIR, Role.VICE_CHAIR}),
}
# Who is told in place of a role that nobody holds, or that is the one concerned.
ABOVE = {
    Role.TRIP_LEADER: Role.EVC,
    Role.EVC: Role.BASE_CONTACT,
    Role.BASE_CONTACT: Role.OFFICE,
    Role.OFFICE: Role.HEADTEACHER,
    Role.NETWORK_MANAGER: Role.OFFICE,
    Role.SLT: Role.HEADTEACHER,
    Role.ONLINE_SAFETY_LEAD: Role.DSL,
    Role.DSL: Role.DEPUTY_DSL,
    Role.DEPUTY_DSL: Role.HEADTEACHER,
    Role.HEADTEACHER: Role.CHAIR,
    Role.CHAIR: Role.VICE_CHAIR,
}
_OF_KIND = {
    OWN_PHONE: OWN_PHONES,
    FORCED: LEFT_ANYWAY,
    HELD: CANNOT_OPEN,
    SILENT: NOT_HEARD,
    ROLE_EMPTY: NOBODY_HOLDS,
}
_OF_CATEGORY = {
    "safeguarding": (SAFEGUARDING,),
    "nude_image": (SAFEGUARDING,),
    "online_safety": (ONLINE,),
    "bullying": (ONLINE,),
    "visitor_breach": (VISITORS,),
    "welfare_call": (WELFARE,),
    ALLEGATION: (STAFF_CONDUCT,),
    "lost_phone": (DATA,),
    "data_breach": (DATA,),
    **dict.fromkeys(("injury", "illness", "missing_pupil", "behaviour", "near_miss", "other", "emergency"), ()),
    "device_exception": (),
}
# That a governor opened a concern about the headteacher is told to the other of the two, by the day's end.
CHAIR_OPENED, VICE_CHAIR_OPENED = "chair.opened", "vice_chair.opened"
_TOLD_OF_OPENING = {CHAIR_OPENED: Role.VICE_CHAIR, VICE_CHAIR_OPENED: Role.CHAIR}
# Need-to-know matters: however grave, they go to nobody for being grave.
_CONFIDENTIAL = frozenset({"safeguarding", "bullying", "nude_image", "online_safety", ALLEGATION, "visitor_breach"})
_ALWAYS_GRAVE = frozenset({"missing_pupil", "emergency"})
_ALWAYS_NOW = _ALWAYS_GRAVE | {"nude_image", "lost_phone"}
_SLIGHT, _GRAVE = frozenset({"minor", "moderate"}), frozenset({"serious", "critical"})
# What may wait for the day's end where nobody said how grave it is.
_CALM_UNLESS_SAID = frozenset({"behaviour", "data_breach", "near_miss", "other", "welfare_call", "device_exception"})
_PHOTO = "photo"


@dataclass(frozen=True)
class Situation:
    """What somebody may have to hear of. `about_role`: the role of the member of staff whose conduct it is about.

    `kind` is a record's, or a code such as `item.held` (whose category may be `photo`, or `allegation`: a version of
    a report that is held and says so). Each but it may be null, and
    may be a word that nobody here knows.
    """

    kind: str
    category: str | None = None
    severity: str | None = None
    about_role: str | None = None


def rows(situation: Situation) -> list[str]:
    """The rows of the table that a situation falls under, the most confidential first; empty: nobody is told."""
    if situation.kind in QUIET:
        return []
    if situation.about_role == Role.HEADTEACHER or situation.kind in _TOLD_OF_OPENING:
        return [HEADS_CONDUCT]
    if (situation.kind, situation.category) == (HELD, ALLEGATION):
        return [STAFF_CONDUCT]
    found = [_OF_KIND[situation.kind]] if situation.kind in _OF_KIND else _rows_of_incident(situation)
    return [STAFF_CONDUCT, *found] if situation.about_role and STAFF_CONDUCT not in found else found


def _rows_of_incident(situation: Situation) -> list[str]:
    """Those of a report. With no category, or one not known here, it may be about a child's safety."""
    category, is_known = situation.category, situation.kind == INCIDENT and situation.category in _OF_CATEGORY
    found = [*(_OF_CATEGORY[category or ""] if is_known else (SAFEGUARDING,))]
    if situation.kind == INCIDENT and category not in _CONFIDENTIAL and _may_be_grave(situation):
        found.append(SERIOUS)
    return found


def _may_be_grave(situation: Situation) -> bool:
    """Whoever writes in haste leaves the severity out, so that one not given counts as grave."""
    return situation.category in _ALWAYS_GRAVE or situation.severity not in _SLIGHT


def is_of_conduct(situation: Situation) -> bool:
    """Whether it is about what somebody on the staff did, also where nothing says who."""
    return bool(_CONDUCT & set(rows(situation)))


def told(situation: Situation, added: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """The roles told, in order, each once; `added` names by row of the table the roles that the school adds to it."""
    if situation.kind in _TOLD_OF_OPENING:
        return [str(_TOLD_OF_OPENING[situation.kind])]
    found = rows(situation)
    more = {row: (added or {}).get(row, ()) for row in found if row not in FIXED}
    every = [str(role) for row in found for role in (*TABLE[row], *more.get(row, ()))]
    return without_the_one_concerned(every, situation.about_role)


def without_the_one_concerned(roles: Iterable[str], about_role: str | None) -> list[str]:
    """These roles, each once, but the one concerned; where that leaves nobody, the next above it."""
    every = list(dict.fromkeys(roles))
    left = [role for role in every if role != about_role]
    if left or not every:
        return left
    return without_the_one_concerned([str(above(every[0]) or Role.VICE_CHAIR)], about_role)


def above(role: str) -> Role | None:
    """Who is told in place of this role; None above the vice-chair, and for a role nobody is told in place of."""
    return ABOVE.get(Role(role)) if role in set(Role) else None


def urgency(situation: Situation) -> str | None:
    """`now` or `today`; None where nobody is told."""
    found = rows(situation)
    if not found:
        return None
    if situation.kind == HELD:
        return "today" if situation.category == _PHOTO else "now"
    return "now" if _is_for_now(situation) else "today"


def _is_for_now(situation: Situation) -> bool:
    if situation.kind in _OF_KIND or situation.kind in _TOLD_OF_OPENING:
        return False
    category, severity = situation.category, situation.severity
    if category in _ALWAYS_NOW or severity in _GRAVE:
        return True
    return severity not in _SLIGHT and category not in _CALM_UNLESS_SAID


def is_graver(new: Situation, old: Situation) -> bool:
    """Whether a finished report says worse than the unfinished one before it: of staff, to more people, or sooner."""
    if _CONDUCT & (set(rows(new)) - set(rows(old))):
        return True
    return bool(set(told(new)) - set(told(old))) or (urgency(new) == "now" and urgency(old) == "today")
