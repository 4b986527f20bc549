"""What the office itself keeps in a filled school: alerts, agreements, consent, loans, releases, the audit log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bench.office_school import Filling
from server.accounts.models import Staff, StaffRole
from server.alerts.models import Alert, AlertAct, AlertRecipient
from server.alerts.subscription_models import Delivery
from server.consent.authorisation_models import ImageAuthorisation
from server.consent.models import ConsentDecision, ConsentImport
from server.consent.rules import PURPOSE_NAMES
from server.foundation import audit
from server.foundation.rows import Rows, select
from server.incidents import named
from server.incidents.head_models import HeadConcern, HeadConcernOpening
from server.incidents.models import Incident
from server.personal_phone.agreement_models import OwnPhoneAgreement
from server.personal_phone.use_models import OwnPhoneOutcome, OwnPhoneTakeUp, OwnPhoneUse
from server.phones.models import DataIncident, PhoneCharge, PhoneLoan, SetUpCheck, StaffDevice
from server.phones.set_up_check_rules import Point
from server.photos.models import Photo, PhotoException, PhotoExport, PhotoHolding, PhotoRelease
from server.trips.models import ListGiven, TripDelay, TripJoiner

# Of a school with 100,000 records.
AGREEMENTS, AUTHORISATIONS, RELEASES, LOANS, CHARGES, AUDITED = 400, 150, 400, 2000, 5000, 100_000
ALERTED_OF = 3
TOLD = ("headteacher", "dsl", "office", "slt")


def keep_all(filling: Filling) -> None:
    """Everything, in the order in which one needs the other."""
    for part in (_agreed, _loans, _consents, _on_trips, _reports, _photos, _concerns, _alerts, _named, _audit):
        part(filling)


def _ago(filling: Filling, number: int, of: int) -> Any:
    """The moments of so many over five years, the newest first."""
    return filling.now - timedelta(minutes=1 + number * 1800 * 1440 // max(of, 1800))


def _agreed(filling: Filling) -> None:
    count, head = filling.share(AGREEMENTS), _holder(filling, "headteacher")
    filling.put(
        OwnPhoneAgreement,
        (
            {
                "id": filling.id(),
                "number": number + 1,
                "kind": "own_phone",
                "staff": filling.staff[number % len(filling.staff)],
                "trip": filling.trips[number % len(filling.trips)].id,
                "reason": "No school phone to be had",
                "risk_assessment": "",
                "given_at": _ago(filling, count - number, count),
                "given_by": head,
            }
            for number in range(count)
        ),
    )
    filling.put(ImageAuthorisation, (_authorisation(filling, number, head) for number in range(filling.share(150))))
    device = {"agreed_by": head, "agreed_on": "2026-01-05", "added_at": filling.now, "added_by": head}
    owners = filling.staff[: filling.share(60)]
    filling.put(
        StaffDevice,
        ({"id": filling.id(), "staff": staff, "make_and_model": "A phone", **device} for staff in owners),
    )


def _authorisation(filling: Filling, number: int, head: str) -> dict[str, Any]:
    trip = filling.trips[number % len(filling.trips)]
    return {
        "id": filling.id(),
        "number": number + 1,
        "kind": "photographer",
        "what": "A photographer of the press",
        "who": "The press",
        "trip": trip.id if number % 10 else None,
        "from_on": trip.starts_on.isoformat(),
        "until_on": trip.starts_on.isoformat(),
        "why": "The opening",
        "conditions": "No names",
        "given_at": filling.now - timedelta(days=1),
        "given_by": head,
    }


def _loans(filling: Filling) -> None:
    loans, charges = filling.share(LOANS), filling.share(CHARGES)
    filling.put(PhoneLoan, (_loan(filling, number, loans) for number in range(loans)))
    by = {"noted_by": _holder(filling, "site_manager"), "noted_as": "site_manager"}
    noted = (
        {"id": None, "phone": filling.phones[n % len(filling.phones)], "percent": 100, "noted_at": filling.now, **by}
        for n in range(charges)
    )
    filling.put(PhoneCharge, noted)
    answers, at = json.dumps({point.value: True for point in Point}), {"checked_at": filling.now}
    filling.put(
        SetUpCheck,
        (
            {"n": n + 1, "phone": phone, "staff": None, "counts": True, "answers": answers, "notes": "{}", **at}
            | {"told_at": filling.now}
            for n, phone in enumerate(filling.phones[: len(filling.phones) * 4 // 5])
        ),
    )
    lost = filling.phones[49::50] or filling.phones[:1]
    opened = {"opened_by": by["noted_by"], "opened_at": filling.now, "decide_by": filling.now + timedelta(days=3)}
    filling.put(DataIncident, ({"id": filling.id(), "phone": phone, **opened} for phone in lost))


def _loan(filling: Filling, number: int, of: int) -> dict[str, Any]:
    at = _ago(filling, number, of)
    return {
        "id": filling.id(),
        "phone": filling.phones[number % len(filling.phones)],
        "staff": filling.staff[number % len(filling.staff)],
        "out_at": at,
        "out_by": filling.staff[0],
        "trip": filling.trips[number % len(filling.trips)].id,
        "back_at": None if number < len(filling.phones) // 3 else at + timedelta(hours=8),
        "back_by": filling.staff[0],
        "wiped": True,
        "note": "",
    }


def _consents(filling: Filling) -> None:
    lists = filling.share(40)
    for number in range(lists):
        made = {"at": _ago(filling, number, lists), "by": filling.staff[0], "file_name": "answers.csv"}
        filling.put(ConsentImport, [{"id": filling.id(), "digest": str(number), "totals": "{}", **made}])
    filling.put(ConsentDecision, (row for n, one in enumerate(filling.pupils) for row in _answers(filling, n, one[0])))


def _answers(filling: Filling, number: int, pupil: str) -> Iterator[dict[str, Any]]:
    said = {"answered_by": "parent", "respondent": "Mrs Akande", "able_by": "", "how": "paper_form", "small_print": ""}
    day = (date.today() - timedelta(days=60)).isoformat()  # noqa: DTZ011 - any day will do
    for place, purpose in enumerate(PURPOSE_NAMES):
        yield {
            "n": None,
            "pupil": pupil,
            "purpose": purpose,
            "medium": "photo",
            "response": "refused" if (number + place) % 9 == 0 else "given",
            "decided_on": day,
            "valid_from": day,
            "recorded_at": filling.now,
            "recorded_by": filling.staff[0],
            **said,
        }


def _on_trips(filling: Filling) -> None:
    for number, trip in enumerate(filling.trips[: max(10, filling.share(300))]):
        joiner = {"id": filling.id(), "part": "helper", "name": f"Helper {number}", "staff": None}
        filling.put(TripJoiner, [{"trip": trip.id, "added_at": trip.at, "added_by": filling.staff[0], **joiner}])
        late = {"n": -1 - number, "phone": trip.phones[0], "told_at": trip.at, "until": trip.at + timedelta(hours=9)}
        filling.put(TripDelay, [{"trip": trip.id, **late}])
        given = {"phone": trip.phones[0], "staff": trip.staff[0], "tag": "bench"}
        filling.put(ListGiven, [{"trip": trip.id, "first_at": trip.at, "last_at": trip.at, **given}])


def _reports(filling: Filling) -> None:
    """All but the newest uses of own phones are closed."""
    uses = [row.id for row in OwnPhoneUse.select(OwnPhoneUse.id).where(OwnPhoneUse.school == filling.school)]
    done = {"at": filling.now, "by": _holder(filling, "headteacher")}
    filling.put(OwnPhoneTakeUp, ({"use": use, **done} for use in uses[:-20]))
    filling.put(OwnPhoneOutcome, ({"n": None, "use": use, "words": "Spoken to", **done} for use in uses[:-20]))


def _photos(filling: Filling) -> None:
    rows = Photo.select(Photo.id, Photo.held_reason).where(Photo.school == filling.school).order_by(Photo.n.desc())
    photos = [(row.id, row.held_reason) for row in rows]
    asked = {"purpose": "website", "place": "", "caption": "", "asked_by": filling.staff[1]}
    filling.put(
        PhotoRelease, (_release(filling, n, one[0], asked) for n, one in enumerate(photos[: filling.share(RELEASES)]))
    )
    taken = {"purpose": "website", "exported_at": filling.now, "exported_by": filling.staff[1]}
    filling.put(PhotoExport, ({"n": None, "photo": photo, **taken} for photo, _ in photos[: filling.share(300)]))
    decided = {"answer": "kept", "note": "Looked at", "decided_by": filling.staff[0], "decided_at": filling.now}
    held = [(photo, reason) for photo, reason in photos if reason][10:]
    filling.put(PhotoHolding, ({"n": None, "photo": photo, "reason": why, **decided} for photo, why in held))
    agreed = {"until_on": filling.now.date().isoformat(), "why": "A residential", "agreed_by": filling.staff[0]}
    stays = filling.trips[: filling.share(50)]
    filling.put(
        PhotoException, ({"id": filling.id(), "trip": trip.id, "agreed_at": filling.now, **agreed} for trip in stays)
    )


def _release(filling: Filling, number: int, photo: str, asked: dict[str, Any]) -> dict[str, Any]:
    is_open = number < 12
    decided = {"decided_by": None if is_open else filling.staff[0], "decided_at": None if is_open else filling.now}
    return {
        "id": filling.id(),
        "photo": photo,
        "asked_at": filling.now - timedelta(minutes=number),
        "is_agreed": None if is_open else True,
        **decided,
        **asked,
    }


def _concerns(filling: Filling) -> None:
    chair = _holder(filling, "chair")
    came = select("SELECT n, id, received_at FROM envelope JOIN opening ON envelope_id = n WHERE state = 'chair'")
    for place, (n, record, at) in enumerate(came):
        concern = filling.id().replace("-", "")
        filling.put(HeadConcern, [{"id": concern, "record": record, "n": n, "received_at": at}])
        opened = {"staff": chair, "role": "chair", "names_reader": False, "at": filling.now}
        if place % 3:
            filling.put(HeadConcernOpening, [{"id": filling.id(), "concern": concern, **opened}])


def _alerts(filling: Filling) -> None:
    graver = Incident.severity.is_null() | (Incident.severity == "serious")
    rows = Incident.select().where(Incident.school == filling.school, Incident.category.is_null(False), graver)
    for place, row in enumerate(rows.order_by(Incident.n.desc())):
        if place % ALERTED_OF == 0:
            _alert(filling, place // ALERTED_OF, row)


def _alert(filling: Filling, place: int, row: Incident) -> None:
    is_open, alert = place < 30, filling.id().replace("-", "")
    raised = {"kind": "incident.reported", "subject": row.id, "trip": row.trip, "category": row.category}
    closed = {"closed_at": None if is_open else row.received_at + timedelta(hours=2), "urgency": "now"}
    filling.put(Alert, [{"id": alert, "severity": row.severity, "raised_at": row.received_at, **raised, **closed}])
    told = {"alert": alert, "told_at": row.received_at}
    people = [(_holder(filling, role), role) for role in TOLD]
    taken = {"taken_at": None if is_open else row.received_at}
    filling.put(AlertRecipient, ({"staff": staff, "role": role, **told, **taken} for staff, role in people))
    acts = [
        ("raised", None),
        *(("told", staff) for staff, _ in people),
        *([] if is_open else [("closed", people[0][0])]),
    ]
    alone = "Nobody else was there" if place % 50 == 40 else ""
    filling.put(
        AlertAct,
        (
            {"id": None, "alert": alert, "act": act, "staff": by, "alone_because": alone if act == "closed" else ""}
            | {"at": row.received_at}
            for act, by in acts
        ),
    )
    sent = {"channel": "email", "text": "now", "state": "sent", "next_try_at": row.received_at, "id": None}
    times = {"expires_at": row.received_at, "queued_at": row.received_at, "sent_at": row.received_at}
    filling.put(Delivery, ({"alert": alert, "staff": staff, **sent, **times} for staff, _ in people))


def _named(filling: Filling) -> None:
    named.work_out_anew(filling.school)


def _audit(filling: Filling) -> None:
    """The audit log goes on from what is there, its chain whole."""
    [(n, newest)] = select("SELECT n, hash FROM audit_head WHERE school = ?", filling.school)
    at, rows, instant = round(filling.now.timestamp()) * 1000, [], audit._instant
    actors = {"action": "incident.viewed", "details": "{}", "school": filling.school}
    for number in range(filling.share(AUDITED)):
        n += 1
        one = {"n": n, "at": at, "actor": filling.staff[number % len(filling.staff)], "subject": str(number), **actors}
        one["previous_hash"] = newest
        newest = one["hash"] = audit._hash_of(one)
        rows.append({**one, "at": instant.python_value(at)})
    Rows(audit.AuditEntry).insert(rows)


def _holder(filling: Filling, role: str) -> str:
    held = StaffRole.select(StaffRole.staff).where(StaffRole.school == filling.school, StaffRole.role == role)
    found: str = Staff.select(Staff.id).where(Staff.id.in_(held)).order_by(Staff.name).scalar()
    return found
