"""A term's worth of facts, put straight into the tables, for the tests of reports; and what the office writes later."""

from __future__ import annotations

import csv
import io
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from flask.testing import FlaskClient

from server.accounts.models import School
from server.alerts.models import Alert, AlertAct, AlertRecipient
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.incidents.chronology_models import ChronologyItem
from server.incidents.models import Incident
from server.intake.models import Envelope, Opening, Record
from server.personal_phone.use_models import OwnPhoneUse
from tests.api.own_phones import staff_id

MONITORING, REPORTS = "/office/reports/monitoring", "/office/reports"


def school() -> str:
    """The demo school's id."""
    return str(School.get(School.is_demo).id)


def numbers_of(client: FlaskClient, address: str, **asked: Any) -> dict[tuple[str, str, str], str]:
    """{(table, line, column): number} of a report's CSV."""
    answer = client.get(address, query_string=asked)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv"), answer.text
    content = answer.get_data()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return {(row["Table"], row["Line"], row["Column"]): row["Number"] for row in rows}


def of(numbers: dict[tuple[str, str, str], str], table: str, line: str, column: str = "Number") -> str:
    """One number of them."""
    return numbers[table, line, column]


def made(action: str) -> list[dict[str, Any]]:
    """The details of each entry of this action in the audit log."""
    return [json.loads(row.details) for row in AuditEntry.select() if row.action == action]


def record_of(
    kind: str,
    body: dict[str, Any],
    at: datetime | None = None,
    *,
    phone: str = "",
    is_own_phones: bool = False,
    signed_by: str | None = None,
) -> str:
    """A record of this kind as the office filed it, or a phone, or somebody's own phone; returns its id."""
    id_, at = str(uuid.uuid4()), at or clock.now()
    n = (Envelope.select(Envelope.n).order_by(Envelope.n.desc()).scalar() or 0) + 1
    label = {"type": "record", "id": id_, "digest": id_, "size": 1024, "chain": "0" * 32, "seq": n, "kid": "k"}
    Envelope.insert(n=n, school=school(), phone=phone, received_at=at, **label).execute()
    Opening.insert(envelope=n, school=school(), state="opened", opened_at=at).execute()
    texts = {"body": json.dumps(body), "actor": "{}", "photos": "[]", "clock": "{}", "app": "office"}
    Record.insert(envelope=n, school=school(), id=id_, kind=kind, version=1, signed_by=signed_by, **texts).execute()
    if "incident" in body:
        facts = {"incident": body["incident"], "kind": kind, "phone": phone, "at": at, "received_at": at}
        is_of_office = not phone and not is_own_phones
        ChronologyItem.insert(n=n, school=school(), id=id_, is_of_office=is_of_office, **facts).execute()
    return id_


def incident(category: str | None, severity: str | None = "minor", at: datetime | None = None, **more: Any) -> str:
    """A report of an incident that the school got then; returns its id."""
    at = at or clock.now()
    body = {"category": category, "severity": severity, **more.pop("body", {})}
    id_ = record_of("incident.reported", body, at, phone="p")
    n = Record.get(Record.id == id_).envelope_id
    facts = {"category": category, "severity": severity, "received_at": at, "recorded_at": at, "phone": "p", **more}
    Incident.insert(id=id_, school=school(), n=n, **facts).execute()
    return id_


def closing(of: str, lessons: str, **more: Any) -> None:
    """The office closes an incident and writes what was learnt."""
    record_of("incident.closed", {"incident": of, "closed_at": "2026-05-04T10:00:00Z", "lessons": lessons, **more})


def own_phone_use(
    *, of: str | None = "staff", is_heads: bool = False, flags: str = "", trip: str | None = None
) -> None:
    """A call with an own phone."""
    n = (OwnPhoneUse.select(OwnPhoneUse.n).order_by(OwnPhoneUse.n.desc()).scalar() or 900_000) + 1
    facts = {"staff": staff_id(of) if of else None, "is_heads": is_heads, "flags": flags, "trip": trip}
    OwnPhoneUse.insert(
        id=str(uuid.uuid4()), school=school(), n=n, phone="p", received_at=clock.now(), **facts
    ).execute()


def alert(kind: str = "incident.reported", *, is_late: bool = False, took_minutes: int = 0, **more: Any) -> None:
    """An alert, taken up by the DSL so long after it was raised (0: by nobody)."""
    now = clock.now()
    facts = {"category": "injury", "urgency": "now", "raised_at": now, **more}
    row = Alert.create(school=school(), kind=kind, subject=str(uuid.uuid4()), **facts)
    taken = now + timedelta(minutes=took_minutes) if took_minutes else None
    told = {"alert": row.id, "staff": staff_id("dsl"), "school": school(), "role": "dsl"}
    AlertRecipient.create(**told, told_at=now, taken_at=taken)
    if is_late:
        AlertAct.create(alert=row.id, school=school(), act="escalated", at=now)
