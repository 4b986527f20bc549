"""Who may see an item that is kept, and read what was written of it; and what its bag is called to everybody. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Leadership and safeguarding (R72), and the office that gives things back at the end of the day (R71); a trip's leader
# of the trip's own.
READERS = frozenset({"headteacher", "dsl", "deputy_dsl", "online_safety_lead", "slt", "office"})
# A search is the leadership's and safeguarding's matter.
SEARCH_READERS = READERS - {"office"}
# Whoever else must be able to count what came back.
SEES = READERS | {"evc", "base_contact"}
# Where it belongs to a report that has not come: that may be about anything, and about the headteacher.
IF_NOT_COME = frozenset({"dsl", "deputy_dsl", "online_safety_lead"})
HELD, GIVEN, WITH_POLICE = "held", "released", "police"
STATE_NAMES = {
    HELD: ("Kept", "orange"),
    GIVEN: ("Given back", "green"),
    WITH_POLICE: ("With the police", "blue"),
}
_CODE = re.compile(r"[A-Z0-9]{1,10}")


def may_see(roles: frozenset[str], *, leads_the_trip: bool) -> bool:
    """Whether somebody may see in a list that an item is kept: its bag, what kind of thing, since when."""
    return leads_the_trip or bool(roles & SEES)


def may_read(roles: frozenset[str], incidents: Mapping[str, bool | None], *, leads_the_trip: bool) -> bool:
    """Whether somebody may read whose it is and what was written of it.

    `incidents` are the reports that it belongs to, and whether they may read each; None where one has not come.
    """
    return _may(READERS, roles, incidents, leads_the_trip=leads_the_trip)


def may_read_search(roles: frozenset[str], incidents: Mapping[str, bool | None], *, leads_the_trip: bool) -> bool:
    """The same of a search."""
    return _may(SEARCH_READERS, roles, incidents, leads_the_trip=leads_the_trip)


def _may(
    readers: frozenset[str], roles: frozenset[str], incidents: Mapping[str, bool | None], *, leads_the_trip: bool
) -> bool:
    if not (leads_the_trip or roles & readers):
        return False
    return all(bool(roles & IF_NOT_COME) if reads is None else reads for reads in incidents.values())


def bag_code(typed: str | None) -> str:
    """A bag's number as lists show it, without spaces and in capitals; "" for what is none, such as a name."""
    code = re.sub(r"[\s-]", "", typed or "").upper()
    return code if _CODE.fullmatch(code) and any(one.isdigit() for one in code) else ""
