"""Whose a record is. HPKE lets anybody seal to the school, so a name in a record proves nothing by itself: a signature
does, or a later record that is signed and says "that was me".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from server.foundation import crypto, registry
from server.foundation.registry import OpenedRecord
from server.intake.kinds import CONFIRMED, DISOWNED
from server.intake.models import Authorship

# `sig` is the last member: 86 letters of base64url are the 64 bytes r‖s.
_LAST_MEMBER = re.compile(rb',"sig":"([A-Za-z0-9_-]{86})"\}$')


def signer_of(content: bytes, phone: str, actor: dict[str, Any]) -> str | None:
    """The member of staff whose key on that phone signed this JSON without its `sig`, when `actor` names them.

    Where somebody else wrote on their unlock, that is `unlocked_by`. None is "author not verified", whatever the
    reason: no name, no signature, or another's.
    """
    staff, found = actor.get("staff") or actor.get("unlocked_by"), _LAST_MEMBER.search(content)
    if not isinstance(staff, str) or found is None:
        return None
    unsigned = content[: found.start()] + b"}"
    signature = crypto.from_base64url(found[1].decode("ascii"))
    keys = registry.current().sign_keys(phone, staff)
    return staff if any(crypto.is_signed(key, unsigned, signature) for key in keys) else None


def hear(record: OpenedRecord) -> None:
    """Note what somebody says of a record, inside the transaction that opened it. Unsigned, it says nothing."""
    if record.kind not in (CONFIRMED, DISOWNED) or record.signed_by is None:
        return
    Authorship.insert(
        n=record.n,
        school=record.school,
        record=record.body["record"],
        staff=record.signed_by,
        is_confirmed=record.kind == CONFIRMED,
        said_at=record.recorded_at or record.received_at,
    ).on_conflict_ignore().execute()


def said_of(school: str, records: Sequence[str]) -> list[Authorship]:
    """What people have said of records, in the order of arrival."""
    rows = Authorship.select().where(Authorship.school == school, Authorship.record.in_(list(records)))
    return list(rows.order_by(Authorship.n)) if records else []
