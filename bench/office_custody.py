"""Items taken in a filled school: each searched, and given back, handed to the police or kept."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from bench.office_records import SEALED
from bench.office_school import Filling, Going
from server.custody import links
from server.custody.chain_rules import POLICE, RELEASED, SEARCHED, TAKEN
from server.foundation import clock
from server.foundation.registry import OpenedRecord
from server.foundation.rows import select
from server.intake.models import Envelope, EnvelopeBytes, Opening, Record

# Of a school with 100,000 records.
ITEMS = 1500
ENDS = (RELEASED, None, POLICE, RELEASED, RELEASED)
WORDS = "Used to film others on the coach after being asked twice to put it away. " * 2


def keep_all(filling: Filling) -> None:
    """So many items, the last on the last trips, and every number on two bags."""
    begun = [trip for trip in filling.trips if trip.at <= filling.now]
    count = filling.share(ITEMS)
    for number in range(count):
        trip = begun[number // 2 * 2 * len(begun) // count]
        at, bag = trip.at + timedelta(minutes=number % 300), f"{number // 2 + 1}K"
        said = {"thing": "phone", "whose": "Ada Lovelace", "why": WORDS, "bag": bag}
        item = _file(filling, trip, (TAKEN, at), {"taken_at": clock.as_text(at), **said})
        after = [SEARCHED] if number % 4 == 0 else []
        for place, kind in enumerate([*after, *([end] if (end := ENDS[number % len(ENDS)]) else [])], 1):
            _file(filling, trip, (kind, at + timedelta(hours=place)), {"item": item, "to": "Mrs Lovelace"})


def _file(filling: Filling, trip: Going, what: tuple[str, datetime], body: dict[str, Any]) -> str:
    """One record, arrived, opened and heard; its id."""
    kind, at = what
    [(n,)] = select("SELECT COALESCE(MAX(n), 0) + 1 FROM envelope")
    id_, phone = filling.id(), trip.phones[n % len(trip.phones)]
    label = {"n": n, "id": id_, "digest": id_, "phone": phone, "trip": trip.id, "received_at": at, "type": "record"}
    numbers = {"chain": filling.chains[phone], "seq": 2_000_000 + n, "kid": "bench", "size": len(SEALED), "flags": ""}
    filling.put(Envelope, [{**label, **numbers}])
    filling.put(EnvelopeBytes, [{"envelope": n, "sealed": SEALED}])
    filling.put(Opening, [{"envelope": n, "state": "opened", "reason": None, "opened_at": at}])
    actor = {"staff": trip.staff[0], "how": "pin", "typed_name": None, "unlocked_by": None}
    row = {"envelope": n, "id": id_, "kind": kind, "version": 1, "trip": trip.id, "recorded_at": at, "app": "0.8.0"}
    filling.put(Record, [{**row, "body": json.dumps(body), "actor": json.dumps(actor), "photos": "[]", "clock": "{}"}])
    links.hear(OpenedRecord(n, filling.school, id_, kind, 1, trip.id, body, actor, phone, at, at, None))
    return id_
