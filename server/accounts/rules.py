"""Roles, and when a sign-in to the office runs out. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
# Wrong passwords are counted for this long; after it, the right one works again. A signed-in colleague stays in.
TRIES_WINDOW = timedelta(minutes=15)
MOST_TRIES_AN_ACCOUNT = 10
# A whole school sits behind one network address.
MOST_TRIES_AN_ADDRESS = 60


class Role(StrEnum):
    """What somebody is at the school; the values go into the database and the outside contract."""

    TRIP_LEADER = "trip_leader"
    STAFF = "staff"
    OFFICE = "office"
    DSL = "dsl"
    DEPUTY_DSL = "deputy_dsl"
    ONLINE_SAFETY_LEAD = "online_safety_lead"
    HEADTEACHER = "headteacher"
    CHAIR = "chair"
    EVC = "evc"
    SLT = "slt"
    NETWORK_MANAGER = "network_manager"
    SITE_MANAGER = "site_manager"


ROLE_NAMES = {
    Role.TRIP_LEADER: "Trip leader",
    Role.STAFF: "Staff",
    Role.OFFICE: "Office",
    Role.DSL: "DSL",
    Role.DEPUTY_DSL: "Deputy DSL",
    Role.ONLINE_SAFETY_LEAD: "Online Safety Lead",
    Role.HEADTEACHER: "Headteacher",
    Role.CHAIR: "Chair of governors",
    Role.EVC: "EVC",
    Role.SLT: "SLT",
    Role.NETWORK_MANAGER: "Network manager",
    Role.SITE_MANAGER: "Site manager",
}


def is_live(started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a sign-in still holds: not idle for 30 minutes, not older than 12 hours."""
    return now - seen_at <= IDLE_LIMIT and now - started_at <= ABSOLUTE_LIMIT


def are_too_many(for_account: int, from_address: int) -> bool:
    """Whether so many wrong passwords within the window stop the next try."""
    return for_account >= MOST_TRIES_AN_ACCOUNT or from_address >= MOST_TRIES_AN_ADDRESS


def role_names(roles: frozenset[str]) -> str:
    """Roles in plain words, in a fixed order: "DSL, Office"."""
    return ", ".join(ROLE_NAMES[role] for role in Role if role in roles)
