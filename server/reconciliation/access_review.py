"""Who can see what: each account with its roles, what those open, when it was last used, and on which phones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.accounts import access_reviews, queries
from server.accounts.access_reviews import Roster
from server.accounts.models import OWN_PHONE, AccessReview, Staff
from server.accounts.rules import Role, is_in_use
from server.consent.pages import KNOWS_WHY
from server.consent.settings import KEEPS_CONSENT
from server.foundation import clock
from server.foundation.database import InstantField
from server.foundation.rows import select, select_named
from server.incidents.rules import GOVERNORS, may_read
from server.personal_phone.ledger import READS_LEDGER
from server.phones.pages import HOLDS_PASSCODES
from server.phones.queries import names_of
from server.photos.rules import LOOKS
from server.trips.rules import PLANS_TRIPS

# A sign-in longer ago is said to be that.
LOOKS_BACK = timedelta(days=366)
# One category stands for those that are read alike; none at all for what may be about anything.
_REPORTS = (("Everyday reports", "injury"), ("Safeguarding reports", None), ("Concerns about staff", "allegation"))
_THINGS = (
    ("Concerns about the headteacher", frozenset(GOVERNORS)),
    ("Photos of pupils", frozenset(LOOKS)),
    ("Photo consent", frozenset(KEEPS_CONSENT)),
    ("Why a pupil is never photographed", frozenset(KNOWS_WHY)),
    ("Own phones, call by call", frozenset(READS_LEDGER)),
    ("Pupils’ lists", frozenset(PLANS_TRIPS)),
    ("Passcodes of school phones", frozenset(HOLDS_PASSCODES)),
)
_instant = InstantField()
_FACTS = """
SELECT staff_id, 'step', '' FROM passkey WHERE school_id = :school
UNION SELECT staff_id, 'step', '' FROM sheet_code WHERE school_id = :school
UNION SELECT staff_id, CASE phone WHEN :own THEN 'own phone' ELSE 'signed in' END, phone FROM sign_in
  WHERE school_id = :school AND phone IS NOT NULL AND (ended_at IS NULL OR phone = :own)
UNION SELECT unlock.staff_id, 'pin', unlock.phone_id FROM unlock JOIN phone ON phone.id = unlock.phone_id
  WHERE unlock.school_id = :school AND unlock.ended_at IS NULL AND phone.revoked_at IS NULL
UNION SELECT push_subscriber.staff_id, 'told', push_subscription.phone
  FROM push_subscriber JOIN push_subscription ON push_subscription.id = push_subscriber.subscription_id
  WHERE push_subscriber.school_id = :school AND push_subscription.gone_at IS NULL
UNION SELECT staff_id, 'own device', make_and_model FROM staff_device
  WHERE school_id = :school AND ended_at IS NULL
"""
# The newest of each, from the end of what they did: a year of everybody's sign-ins is not read for it.
_LAST_USED = """
SELECT id, at FROM (
    SELECT staff.id AS id, (SELECT at FROM audit_entry INDEXED BY audit_entry_last_used
        WHERE school = staff.school_id AND actor = staff.id AND action IN ('staff.signed_in', 'unlock.opened')
        ORDER BY n DESC LIMIT 1) AS at
    FROM staff WHERE staff.school_id = ?
) WHERE at >= ?
"""


@dataclass(frozen=True)
class Account:
    """One account. `reads` is in words, as are names of phones; `last_used` is null where that is over a year ago.

    `is_old`: it was there a year ago. `phones` are those it opens with a PIN or is signed in on; `told_on` those on
    which alerts reach it.
    """

    row: Staff
    roles: frozenset[str]
    in_use: bool
    reads: list[str]
    last_used: datetime | None
    has_second_step: bool
    is_old: bool
    phones: list[str]
    told_on: list[str]
    own_phones: list[str]


@dataclass(frozen=True)
class Review:
    """What there is to look at, what was signed before, and the mark of both."""

    accounts: list[Account]
    before: list[AccessReview]
    names: dict[str, str]
    roster: Roster

    @property
    def mark(self) -> str:
        """What stands for what the page shows."""
        return access_reviews.mark_of(self.roster, self.before[0] if self.before else None)


def review_for(school: str) -> Review:
    """Every account of a school: those in use first, by name."""
    held, facts, used, names = queries.roles_by_staff(school), _facts(school), _last_used(school), names_of(school)
    everybody = queries.staff_of(school)
    accounts = [_account(row, held.get(row.id, frozenset()), facts[row.id], names) for row in everybody]
    accounts = [replace(one, last_used=used.get(one.row.id)) for one in accounts]
    in_order = sorted(accounts, key=lambda one: not one.in_use)
    return Review(
        accounts=in_order,
        before=access_reviews.every_review(school),
        names={row.id: row.name for row in everybody},
        roster={one.row.id: sorted(one.roles) for one in in_order if one.in_use},
    )


def reads(roles: frozenset[str]) -> list[str]:
    """What these roles open to read, in words, from the rules that decide it."""
    found = [words for words, category in _REPORTS if may_read(category, roles, leads_the_trip=False)]
    if Role.TRIP_LEADER in roles and not found:
        found.append("Everyday reports of the trips they lead")
    return found + [words for words, by in _THINGS if by & roles]


def _account(row: Staff, roles: frozenset[str], facts: dict[str, list[str]], names: dict[str, str]) -> Account:
    phones = {names.get(phone, "a phone") for phone in facts["pin"] + facts["signed in"]}
    return Account(
        row=row,
        roles=roles,
        in_use=is_in_use(row, clock.now()),
        reads=reads(roles),
        last_used=None,
        has_second_step=bool(facts["step"]),
        is_old=clock.now() - row.made_at > LOOKS_BACK,
        phones=sorted(phones),
        told_on=sorted({names.get(phone, "a phone") for phone in facts["told"]}),
        own_phones=sorted(facts["own device"]) + (["signed in within 30 days"] if facts["own phone"] else []),
    )


def _facts(school: str) -> dict[str, dict[str, list[str]]]:
    """What each account has, by what kind of thing it is."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for staff, what, detail in select_named(_FACTS, {"school": school, "own": OWN_PHONE}):
        found[staff][what].append(detail)
    return found


def _last_used(school: str) -> dict[str, datetime]:
    since = _instant.db_value(clock.now() - LOOKS_BACK)
    rows = select(_LAST_USED, school, since)
    return {actor: at for actor, millis in rows if (at := _instant.python_value(millis))}
