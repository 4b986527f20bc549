"""PINs on shared phones: choosing one, the share it releases, the code that rescues a forgotten one, and their end.

The phone stretches the PIN, wraps its owner's keys under that and a share, and keeps the share only round a trip. The
school keeps the share and a hash of the PIN's proof: a stolen phone has to ask it, and gets five tries (ADR 0022).
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

from server.accounts import passwords, sign_ins
from server.accounts.agreements import in_force, is_due
from server.accounts.models import Agreement, Staff
from server.accounts.rules import is_in_use
from server.foundation import audit, clock, crypto
from server.foundation.access import CallingPhone
from server.foundation.database import db
from server.foundation.problems import Problem
from server.foundation.rows import Ready
from server.phones import unlock_rules as rules
from server.phones.models import Phone, Unlock
from server.phones.unlock_rules import Lock

SHARE_BYTES = 32
_live = Ready(
    lambda phone: (
        Unlock.select(Unlock, Staff)
        .join(Staff)
        .switch(Unlock)
        .join(Phone)
        .where(Unlock.phone == phone, Unlock.ended_at.is_null(), Staff.is_active, Phone.revoked_at.is_null())
    )
)


@dataclass(frozen=True)
class Keys:
    """The public halves of somebody's keys on one phone: for sealing to them, and of what they sign."""

    seal: dict[str, str]
    sign: dict[str, str]


def choose_pin(phone: CallingPhone, keys: Keys, lock: Lock) -> Unlock:
    """Keep the PIN of whoever is signed in on this phone, in place of any before. Raises Problem unlock.sign_in_first.

    The share is in what this returns, and has to be released by the proof from then on.
    """
    _refuse_lost(phone)
    staff = sign_ins.person_on_phone(phone.id)
    if staff is None:
        raise Problem("unlock.sign_in_first")
    proof_hash = passwords.hashed(lock.proof)
    with db.atomic():
        _end((Unlock.phone == phone.id) & (Unlock.staff == staff.id), "chosen anew")
        unlock: Unlock = Unlock.create(
            school=phone.school,
            staff=staff,
            phone=phone.id,
            seal_key=json.dumps(keys.seal),
            sign_key=json.dumps(keys.sign),
            salt=lock.salt,
            rounds=lock.rounds,
            proof_hash=proof_hash,
            share=_new_share(),
            rescue_code=lock.rescue_code,
            made_at=clock.now(),
        )
        audit.write(phone.school, staff.id, "unlock.pin_chosen", phone.id)
    return unlock


def release_share(phone: CallingPhone, unlock_id: str, proof: str) -> str:
    """The share for a right PIN. Raises Problem unlock.unknown, .pin_wrong (with tries_left), .locked, .phone_lost."""
    _refuse_lost(phone)
    unlock = find(phone, unlock_id)
    with db.atomic():
        # Counted before it is checked, so that many at once are no more tries than five.
        still = (Unlock.id == unlock.id) & (Unlock.wrong_tries < rules.MOST_WRONG_TRIES)
        if not Unlock.update(wrong_tries=Unlock.wrong_tries + 1).where(still).execute():
            raise Problem("unlock.locked")
    if not passwords.is_right(unlock.proof_hash, proof):
        left = rules.tries_left(Unlock.get_by_id(unlock.id).wrong_tries)
        audit.write(phone.school, phone.id, "unlock.pin_wrong", unlock.staff_id, left=left)
        raise Problem("unlock.pin_wrong" if left else "unlock.locked", tries_left=left)
    with db.atomic():
        Unlock.update(wrong_tries=0, opened_at=clock.now()).where(Unlock.id == unlock.id).execute()
        audit.write(phone.school, unlock.staff_id, "unlock.opened", phone.id)
    return str(unlock.share)


def change_pin(phone: CallingPhone, unlock_id: str, signed: bytes, signature: bytes) -> Unlock:
    """Take another PIN from whoever holds the keys: after a rescue code, or as they like.

    `signed` is the JSON {unlock, salt, rounds, proof, rescue_code}, signed by the person's key on this phone. The share
    stays. Raises Problem unlock.unknown, .not_signed, .phone_lost; ValueError where it cannot be read.
    """
    _refuse_lost(phone)
    unlock = find(phone, unlock_id)
    if not crypto.is_signed(json.loads(unlock.sign_key), signed, signature):
        raise Problem("unlock.not_signed")
    given = json.loads(signed)
    if not isinstance(given, dict) or given.get("unlock") != unlock.id:
        raise Problem("unlock.not_signed")
    lock = rules.read_lock(given)
    proof_hash = passwords.hashed(lock.proof)
    with db.atomic():
        Unlock.update(
            salt=lock.salt,
            rounds=lock.rounds,
            proof_hash=proof_hash,
            rescue_code=lock.rescue_code,
            wrong_tries=0,
        ).where(Unlock.id == unlock.id).execute()
        audit.write(phone.school, unlock.staff_id, "unlock.pin_changed", phone.id)
    return find(phone, unlock_id)


def read_out_code(school: str, unlock_id: str, by: str) -> str:
    """The rescue code, for the office to read out over the telephone. Audited. Raises Problem request.not_found."""
    unlock = Unlock.get_or_none(Unlock.id == unlock_id, Unlock.school == school, Unlock.ended_at.is_null())
    if unlock is None or not unlock.rescue_code:
        raise Problem("request.not_found")
    with db.atomic():
        audit.write(school, by, "unlock.code_read_out", unlock.staff_id, phone=unlock.phone_id)
    return rules.in_fours(unlock.rescue_code)


def find(phone: CallingPhone, unlock_id: str) -> Unlock:
    """A live one of this phone. Raises Problem unlock.unknown."""
    unlock: Unlock | None = Unlock.get_or_none(
        Unlock.id == unlock_id, Unlock.phone == phone.id, Unlock.ended_at.is_null()
    )
    if unlock is None or not is_in_use(unlock.staff, clock.now()):
        raise Problem("unlock.unknown")
    return unlock


def live_on(phone: str) -> list[Unlock]:
    """Everybody who can open this phone with a PIN, by name; nobody on one that is lost."""
    now = clock.now()
    return sorted((row for row in _live(phone) if is_in_use(row.staff, now)), key=lambda row: row.staff.name)


def holders_on(phone: str) -> list[str]:
    """The ids of everybody who can open this phone with a PIN."""
    return [row.staff_id for row in live_on(phone)]


def end_all_of(staff: str, why: str) -> None:
    """End somebody's PINs on every phone. Inside the caller's transaction."""
    _end(Unlock.staff == staff, why)


def hear_account_ended(staff: str, why: str) -> None:
    """Somebody has left, or their time is over: the shares go, and without them no phone opens for them any more."""
    end_all_of(staff, why)


def end_all_on(phone: str, why: str) -> None:
    """End every PIN on a phone: the shares are gone, and without them what is on it opens no more."""
    _end(Unlock.phone == phone, why)


def sign_keys(phone: str, staff: str) -> list[dict[str, Any]]:
    """The public keys that somebody has ever signed with on this phone, the newest first."""
    rows = Unlock.select(Unlock.sign_key).where(Unlock.phone == phone, Unlock.staff == staff)
    return [json.loads(row.sign_key) for row in rows.order_by(Unlock.made_at.desc())]


def card_part(_school: str, phone: str | None) -> dict[str, Any]:
    """The school card's {people: [{unlock, staff, name, salt, rounds, has_agreed}]}: who may open this phone, in clear.

    A phone lets go of everybody who is not in it; somebody signed in without a phone is told of nobody.
    """
    if not phone:
        return {}
    people = live_on(phone)
    agreement = in_force(people[0].school_id) if people else None
    return {"people": [_as_told(row, agreement) for row in people]}


def as_told(row: Unlock) -> dict[str, Any]:
    """What a phone may know of a PIN while locked."""
    return _as_told(row, in_force(row.school_id))


def _as_told(row: Unlock, agreement: Agreement | None) -> dict[str, Any]:
    return {
        "unlock": row.id,
        "staff": row.staff_id,
        "name": row.staff.name,
        "salt": row.salt,
        "rounds": row.rounds,
        "is_locked": not rules.tries_left(row.wrong_tries),
        "has_agreed": not is_due(row.staff_id, agreement),
    }


def _end(which: Any, why: str) -> None:
    ended = {"ended_at": clock.now(), "ended_why": why, "share": "", "rescue_code": None}
    Unlock.update(ended).where(which, Unlock.ended_at.is_null()).execute()


def _new_share() -> str:
    return urlsafe_b64encode(secrets.token_bytes(SHARE_BYTES)).rstrip(b"=").decode()


def _refuse_lost(phone: CallingPhone) -> None:
    if phone.is_revoked:
        raise Problem("unlock.phone_lost")
