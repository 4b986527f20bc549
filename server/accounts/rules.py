"""Roles, when a sign-in runs out, how many wrong passwords are too many, and who may reset whose. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address
from typing import Protocol

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
# Wrong passwords and reset codes are counted for this long; after it, the right one works again. Whoever is signed
# in stays in.
TRIES_WINDOW = timedelta(minutes=15)
MOST_TRIES_AN_ACCOUNT = 10
# A whole school sits behind one network address.
MOST_TRIES_AN_ADDRESS = 60
# One home or phone line has a whole IPv6 network of this length to itself, and a new address as often as it likes.
IPV6_NETWORK_BITS = 64
_WITH_PORT = re.compile(r"^(?:\[(.*)\]|([0-9.]+))(?::[0-9]*)?$")
RESET_CODE_LIFE = timedelta(hours=24)
# A new account's first code lies in a pigeonhole until its owner is back.
FIRST_CODE_LIFE = timedelta(days=7)
# How long somebody is told at each sign-in that their password was reset, and by whom.
RESET_TOLD_FOR = timedelta(days=7)
# For so long two people of whom one made the code that the other used count as one: longer than the summer holiday, by
# the end of which somebody whose code another used has been back, and found that their password opens nothing.
CODE_BINDS_FOR = timedelta(weeks=7)
PASSWORD_DAYS = 90
# How long the password, or a question put to a passkey, waits for the second step.
SECOND_STEP_WITHIN = timedelta(minutes=5)
CODES_A_SHEET = 10
# About a term. Whoever is here for longer works here, and has an account of the staff's own.
LONGEST_STAY_DAYS = 92
# From so few codes left on, somebody is told at each sign-in.
FEW_CODES = 3


class Account(Protocol):
    """What there is to know of an account here."""

    is_active: bool
    ends_at: datetime | None


def is_in_use(account: Account, now: datetime) -> bool:
    """Whether an account opens anything: it is not disabled, and not for a trip that is over."""
    return account.is_active and (account.ends_at is None or now < account.ends_at)


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
    VICE_CHAIR = "vice_chair"
    EVC = "evc"
    SLT = "slt"
    NETWORK_MANAGER = "network_manager"
    SITE_MANAGER = "site_manager"
    BASE_CONTACT = "base_contact"


# Who keeps the list of accounts: adds, disables and enables them.
KEEPS_ACCOUNTS = (Role.OFFICE, Role.HEADTEACHER, Role.NETWORK_MANAGER)
# Who is offered a second step at sign-in, and must have one where the school says so.
SECOND_STEP_ROLES = (Role.OFFICE, Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.NETWORK_MANAGER)

ROLE_NAMES = {
    Role.TRIP_LEADER: "Trip leader",
    Role.STAFF: "Staff",
    Role.OFFICE: "Office",
    Role.DSL: "DSL",
    Role.DEPUTY_DSL: "Deputy DSL",
    Role.ONLINE_SAFETY_LEAD: "Online Safety Lead",
    Role.HEADTEACHER: "Headteacher",
    Role.CHAIR: "Chair of governors",
    Role.VICE_CHAIR: "Vice-chair of governors",
    Role.EVC: "EVC",
    Role.SLT: "SLT",
    Role.NETWORK_MANAGER: "Network manager",
    Role.SITE_MANAGER: "Site manager",
    Role.BASE_CONTACT: "Base contact",
}


def is_live(started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a sign-in still holds: not idle for 30 minutes, not older than 12 hours."""
    return now - seen_at <= IDLE_LIMIT and now - started_at <= ABSOLUTE_LIMIT


def is_live_on_own_phone(started_at: datetime, now: datetime) -> bool:
    """The same on somebody's own phone. It opens nothing to read, so that an hour in a pocket does not end it."""
    return now - started_at <= ABSOLUTE_LIMIT


def seconds_to_wait(counts_from: list[datetime], now: datetime) -> int:
    """How long until the oldest of these tries counts no longer; 0 when there are none."""
    return max((math.ceil((at + TRIES_WINDOW - now).total_seconds()) for at in counts_from), default=0)


def network_of(address: str) -> str:
    """What is counted as one network address: an IPv4 address, or the network that an IPv6 address is in.

    Some proxies name the caller's port as well, another with each connection.
    """
    try:
        read = ip_address(_WITH_PORT.sub(r"\1\2", address).partition("%")[0])
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return str(read)
    if read.ipv4_mapped:
        return str(read.ipv4_mapped)
    return str(IPv6Address(int(read) >> IPV6_NETWORK_BITS << IPV6_NETWORK_BITS))


def is_too_old(changed_at: datetime, days: int | None, now: datetime) -> bool:
    """Whether a password has come to its end, where the school lets passwords end."""
    return days is not None and now - changed_at >= timedelta(days=days)


def role_names(roles: frozenset[str]) -> str:
    """Roles in plain words, in a fixed order: "DSL, Office"."""
    return ", ".join(ROLE_NAMES[role] for role in Role if role in roles)


SAFEGUARDING_RESETS = frozenset({Role.TRIP_LEADER, Role.STAFF, Role.DSL, Role.DEPUTY_DSL, Role.ONLINE_SAFETY_LEAD})

# Whose password somebody in a role may reset. A reset code is a way in, so nobody is in a row who may do or read more.
RESETS: dict[str, frozenset[str]] = {
    Role.OFFICE: frozenset({Role.TRIP_LEADER, Role.STAFF, Role.EVC, Role.SITE_MANAGER, Role.BASE_CONTACT, Role.OFFICE}),
    Role.NETWORK_MANAGER: frozenset({Role.STAFF, Role.SITE_MANAGER, Role.NETWORK_MANAGER}),
    Role.DSL: SAFEGUARDING_RESETS,
    Role.DEPUTY_DSL: SAFEGUARDING_RESETS,
    # DSLs alone read why a pupil is never to be photographed; what is about a headteacher is the governors' alone.
    Role.HEADTEACHER: frozenset(Role) - {Role.CHAIR, Role.VICE_CHAIR, Role.DSL, Role.DEPUTY_DSL},
    Role.CHAIR: frozenset({Role.CHAIR, Role.VICE_CHAIR}),
    Role.VICE_CHAIR: frozenset({Role.VICE_CHAIR}),
}


def may_reset(by: frozenset[str], of: frozenset[str]) -> bool:
    """Whether somebody in these roles may reset the password of somebody else in those. Nobody resets their own.

    All of the other's roles must be in reach, except that the chair resets a headteacher, whatever else they are:
    above a headteacher there is nobody else.
    """
    if Role.CHAIR in by and Role.HEADTEACHER in of and Role.CHAIR not in of:
        return True
    # Somebody with no role yet may do what staff may.
    wanted = of or {Role.STAFF}
    return all(any(role in RESETS.get(mine, ()) for mine in by) for role in wanted)


def gives_alone(by: frozenset[str], role: str) -> bool:
    """Whether somebody in these roles gives, or takes away, that one by themselves. For any other, a second agrees.

    It is whoever may reset the password of that role: a role given is a way in as much as a password is, and a role
    taken away keeps from somebody what they would have been told (R97). Who keeps the accounts is never for one alone:
    a second person whom the first has made up, and comes in as, is no second.
    """
    return role not in KEEPS_ACCOUNTS and may_reset(by, frozenset({role}))


def behind(person: str, makers: Mapping[str, str]) -> frozenset[str]:
    """Somebody, whoever made the code to their password, whoever made the code to that one's, and so on."""
    found: set[str] = set()
    one: str | None = person
    while one is not None and one not in found:
        found.add(one)
        one = makers.get(one)
    return frozenset(found)


def are_two(one: str, other: str, makers: Mapping[str, str]) -> bool:
    """Whether no single person can have come in as both of these, by `makers` (who made whose code)."""
    return not behind(one, makers) & behind(other, makers)


# What a school is never without: whom a concern is for, and whoever lets people in and out.
NEVER_WITHOUT = (frozenset({Role.HEADTEACHER}), frozenset({Role.DSL}), frozenset(KEEPS_ACCOUNTS))


def left_without(taken: frozenset[str], kept: frozenset[str], others: Collection[frozenset[str]]) -> frozenset[str]:
    """Of the roles taken from somebody, those that nobody would hold then: neither they nor `others`, by person."""
    held = kept.union(*others)
    return frozenset(role for one in NEVER_WITHOUT if not one & held for role in one & taken)


def resetters_of(of: frozenset[str]) -> frozenset[str]:
    """The roles that may reset the password of somebody in these roles, each by itself."""
    return frozenset(role for role in Role if may_reset(frozenset({role}), of))
