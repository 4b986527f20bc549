"""The summary that is signed: everything of a trip by number and fingerprint, and no text of any record.

It is canonical JSON (keys in order, no white space, UTF-8), so that anybody can hash it again. `seen_by` is the hash of
what two people have before them alike: all of it but who signs, and when.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

from server.foundation import audit, clock, crypto
from server.reconciliation import check_off_queries, decisions, trip_records
from server.reconciliation.attestation_rules import Standing
from server.reconciliation.check_off_queries import CheckOff, Explained
from server.reconciliation.gap import Gap
from server.reconciliation.trip_records import Came, Owed

# Since 2 `labels` says also when each thing came, and how it was flagged.
VERSION = 2


def canonical(content: Any) -> str:
    """Content as the one JSON text that stands for it."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(text: str) -> str:
    """The hex SHA-256 of a text's UTF-8."""
    return crypto.digest(text.encode())


def seen_by(content: dict[str, Any]) -> str:
    """The hash of what somebody has before them when they sign."""
    return fingerprint(canonical(content))


def content_of(
    found: CheckOff, phones: Sequence[Standing], every: Sequence[Gap], explained: Sequence[Explained]
) -> dict[str, Any]:
    """What is signed: the trip, its phones, its numbers, each thing by its fingerprint, what was explained.

    Nothing in it depends on who looks, nor on when, as long as nothing changes.
    """
    span = found.span
    came, owed = trip_records.came(span.school, span.trip), trip_records.owed(span.school, span.trip)
    held = {one.n for one in came if one.state == "held"}
    return {
        "version": VERSION,
        "school": {"id": span.school, "name": found.school_name},
        "trip": trip_part(found),
        "phones": [_phone(one) for one in phones],
        "numbers": numbers_of(came, owed),
        "records": [record_part(one) for one in came],
        "labels": labels_of(came, VERSION),
        "not_arrived": [list(astuple(one)) for one in owed],
        "decisions": sorted(held & decisions.decided(span.school)),
        "gaps": _gaps(every, explained),
    }


def numbers_of(came: Sequence[Came], owed: Sequence[Owed]) -> dict[str, int]:
    """How many there are of everything. The same thing on two phones counts once."""
    here, missing = {(one.type, one.id, one.digest) for one in came}, {(one.type, one.id, one.digest) for one in owed}
    return {
        "announced": len(here | missing),
        "arrived": len(here),
        "missing": len(missing - here),
        "held": sum(1 for one in came if one.state == "held"),
        "records": sum(1 for one in came if one.type == "record"),
        "files": sum(1 for one in came if one.type == "blob"),
        "unfinished": sum(1 for one in came if one.type == "draft"),
    }


def sealed(
    found: CheckOff, content: dict[str, Any], signers: Sequence[tuple[str, str, datetime]], before: str | None
) -> str:
    """The text that is kept: the content, who signed it, the one before it, and how far the audit log had come."""
    n, head = audit.head_of(found.span.school).split(":")[:2]
    return canonical(
        {
            **content,
            "number": found.number + 1,
            "before": before,
            "signed": [{"staff": staff, "name": name, "at": clock.as_text(at)} for staff, name, at in signers],
            "audit_head": {"n": int(n), "hash": head},
        }
    )


def trip_part(found: CheckOff) -> dict[str, Any]:
    """The trip itself, as it is signed."""
    span = found.span
    return {
        "id": span.trip,
        "title": found.title,
        "place": found.place,
        "starts_on": span.starts_on.isoformat(),
        "ends_on": span.ends_on.isoformat(),
        "back_at": clock.as_text(span.back_at) if span.back_at else None,
    }


def labels_of(came: Sequence[Came], version: int) -> str:
    """One hash for the numbers that phones gave to all these: a list of them would show where one is lacking.

    A summary of version 1 says nothing there of when they came, or how they were flagged.
    """
    more = [[] if version == 1 else [one.received_at, one.flags] for one in came]
    return fingerprint(canonical([[one.n, one.chain, one.seq, *rest] for one, rest in zip(came, more, strict=True)]))


def record_part(one: Came) -> list[Any]:
    """What stands for one thing: [arrival number, type, id, digest, state, phone]."""
    return [one.n, one.type, one.id, one.digest, one.state, one.phone]


def _phone(one: Standing) -> dict[str, Any]:
    """A phone without its next number, which counts also what is for the chair of governors alone."""
    missing = sum(numbering.missing for numbering in one.numberings)
    return {"id": one.phone, "name": one.name, "standing": one.code, "said": one.title, "missing": missing}


def _gaps(every: Sequence[Gap], explained: Sequence[Explained]) -> list[dict[str, str]]:
    """Each gap that is still there with what was written of it."""
    found = check_off_queries.latest_by_key(list(explained))
    return [
        {
            # As it was written, so that verification finds the same words again.
            "key": found[gap.key].key,
            "said": gap.title,
            "explained": found[gap.key].words,
            "by": found[gap.key].by,
            "name": found[gap.key].name,
            "at": clock.as_text(found[gap.key].at),
        }
        for gap in every
        if gap.key in found and found[gap.key].title == gap.title
    ]
