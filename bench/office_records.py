"""What the phones of a filled school sent: told of, arrived, opened and listed, the oldest day first."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from peewee import Model

from bench.office_school import Filling, Going
from server.consent.check_models import ConsentCheck
from server.foundation import clock
from server.foundation.rows import select
from server.incidents.models import Incident
from server.intake.models import Announcement, Envelope, EnvelopeBytes, Opening, Record
from server.personal_phone.use_models import OwnPhoneUse
from server.photos.models import Photo, PhotoErasure, PhotoFile, PhotoPupil
from server.trips.models import DepartureCheck

SEALED = bytes(700)
# Of a hundred records in turn; each photo brings its blob besides.
KINDS = ("incident", "photo", "check", "incident", "erased", "check", "incident", "photo", "departure", "check")
CATEGORIES = (
    "injury",
    "behaviour",
    "illness",
    "near_miss",
    "other",
    "safeguarding",
    "injury",
    None,
    "allegation",
    "injury",
)
SEVERITIES = ("minor", "minor", "moderate", "minor", None, "serious", "minor")
WORDS = "Slipped on the wet steps by the gate. Rinsed, covered and rested; walked on after ten minutes. " * 3
# One in so many: held to check, held and not readable, told of and never sent, for the chair alone.
HELD, UNREAD, LOST, FOR_CHAIR = 400, 1600, 700, 9000
# A call with an own phone is seldom.
USED = 100
BATCH = 5000
ACTOR = {"how": "pin", "typed_name": None, "unlocked_by": None}


@dataclass
class Sent:
    """Rows that wait to be written, so that each table is filled a few thousand at a time."""

    filling: Filling
    n: int = 0
    rows: dict[type[Model], list[dict[str, Any]]] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)

    def put(self, model: type[Model], **row: Any) -> None:
        """One row."""
        self.rows.setdefault(model, []).append(row)

    def write(self) -> None:
        """All that waits."""
        for model, rows in self.rows.items():
            self.filling.put(model, rows)
        self.rows = {}


@dataclass(frozen=True)
class Filed:
    """One record on its way into its tables."""

    n: int
    id: str
    trip: Going | None
    phone: str
    staff: str
    at: datetime
    pupils: list[tuple[str, str, str]]

    @property
    def trip_id(self) -> str | None:
        """The trip it names."""
        return self.trip.id if self.trip else None


def file_all(filling: Filling) -> None:
    """As many records as the size says, over the trips that have begun, the oldest first."""
    begun = sorted((trip for trip in filling.trips if trip.at <= filling.now + timedelta(days=1)), key=lambda t: t.at)
    [(last,)] = select("SELECT COALESCE(MAX(n), 0) FROM envelope")
    sent = Sent(filling, last)
    for number in range(filling.size.records):
        trip = begun[number * len(begun) // filling.size.records]
        _file(sent, number, trip)
        if len(sent.rows.get(Envelope, ())) >= BATCH:
            sent.write()
    sent.write()


def _file(sent: Sent, number: int, trip: Going) -> None:
    filling = sent.filling
    kind = "use" if number % USED == USED - 1 else KINDS[number % len(KINDS)]
    phone, at = trip.phones[number % len(trip.phones)], trip.at + timedelta(seconds=number % 9000)
    record = filling.id()
    if number % LOST == LOST - 1:
        _tell(sent, phone, ("record", record, record), (trip.id, at))
        return
    n = _arrive(sent, ("record", record), phone, (None if number % 97 == 96 else trip, at))
    if number % FOR_CHAIR == FOR_CHAIR - 1 or number == 0:
        sent.put(Opening, envelope=n, state="chair", reason=None, opened_at=at)
        return
    is_held = number % HELD == 7
    is_read = number % UNREAD != 7
    reason = ("body.invalid" if is_read else "seal.broken") if is_held else None
    sent.put(Opening, envelope=n, state="held" if is_held else "opened", reason=reason, opened_at=at)
    if is_read:
        on = None if number % 97 == 96 else trip
        pupils = [filling.pupils[one] for one in (trip.pupils[number % len(trip.pupils)], trip.pupils[0])]
        staff = trip.staff[number % len(trip.staff)]
        MAKERS[kind](sent, Filed(n, record, on, phone, staff, at, pupils), number)


def _tell(sent: Sent, phone: str, what: tuple[str, str, str], where: tuple[str | None, datetime]) -> int:
    sent.filling.numbers[phone] += 1
    seq, (kind, record, digest) = sent.filling.numbers[phone], what
    told = {"type": kind, "record_id": record, "digest": digest, "size": len(SEALED)}
    trip, at = where
    sent.put(
        Announcement,
        phone=phone,
        chain=sent.filling.chains[phone],
        seq=seq,
        trip=trip,
        announced_at=at,
        id=None,
        **told,
    )
    return seq


def _arrive(sent: Sent, what: tuple[str, str], phone: str, where: tuple[Going | None, datetime]) -> int:
    kind, record = what
    trip, at = where
    seq = _tell(sent, phone, (kind, record, record), (trip.id if trip else None, at))
    sent.n += 1
    sent.put(
        Envelope,
        n=sent.n,
        phone=phone,
        type=kind,
        id=record,
        digest=record,
        size=len(SEALED),
        chain=sent.filling.chains[phone],
        seq=seq,
        trip=trip.id if trip else None,
        kid="bench",
        flags="",
        received_at=at + timedelta(minutes=30),
    )
    if kind == "record":
        sent.put(EnvelopeBytes, envelope=sent.n, sealed=SEALED)
    return sent.n


def _record(sent: Sent, one: Filed, kind: str, body: dict[str, Any]) -> None:
    sent.put(
        Record,
        envelope=one.n,
        id=one.id,
        kind=kind,
        version=1,
        trip=one.trip_id,
        body=json.dumps(body),
        actor=json.dumps({"staff": one.staff, **ACTOR}),
        photos="[]",
        clock="{}",
        app="0.8.0",
        recorded_at=one.at,
    )


def _facts(one: Filed) -> dict[str, Any]:
    return {"id": one.id, "n": one.n, "trip": one.trip_id, "phone": one.phone, "received_at": one.at}


def _incident(sent: Sent, one: Filed, number: int) -> None:
    category, severity = CATEGORIES[number // 3 % len(CATEGORIES)], SEVERITIES[number % len(SEVERITIES)]
    names = " and ".join(f"{first} {last}" for _id, first, last in one.pupils)
    said = {"category": category, "severity": severity, "pupils": names, "what_happened": WORDS}
    _record(sent, one, "incident.reported", {"started_at": clock.as_text(one.at), **said})
    facts = {"category": category, "severity": severity, "happened_at": one.at, "author": one.staff}
    sent.put(Incident, **_facts(one), **facts, author_how="pin", recorded_at=one.at, needs_follow_up=number % 9 == 0)


def _use(sent: Sent, one: Filed, number: int) -> None:
    _record(sent, one, "personal_phone.used", {"opened_at": clock.as_text(one.at), "what_was_said": WORDS})
    called = {"called": "other", "called_name": "Base contact", "called_number": "01632960101"}
    facts = {"staff": one.staff, "author": one.staff, "began_at": one.at, "recorded_at": one.at}
    sent.put(OwnPhoneUse, **_facts(one), **facts, **called, photographs_taken=number % 20 == 9, flags="")


def _photo(sent: Sent, one: Filed, number: int) -> None:
    photo, at = sent.filling.id(), one.at
    _record(sent, one, "photo.taken", {"purpose": "display", "place": "Gate"})
    facts = {"purpose": "display", "place": "Gate", "staff": one.staff, "width": 4000, "height": 3000}
    held = "no_consent" if number % 500 == 1 else None
    known = {"record": one.id, "sha256": photo, "size": 1_000_000, "taken_at": at, "held_reason": held}
    sent.put(Photo, **{**_facts(one), "id": photo}, **facts, **known)
    pupil = one.pupils[0][0]
    sent.put(PhotoPupil, photo=photo, key=pupil[:8], pupil=pupil)
    if number % LOST == 1 and number > LOST:
        return
    n = _arrive(sent, ("blob", photo), one.phone, (one.trip, at))
    sent.put(Opening, envelope=n, state="opened", reason=None, opened_at=at)
    sent.put(PhotoFile, n=n, photo=photo, sha256=photo, size=1_000_000, received_at=at)
    sent.photos.append(photo)


def _erased(sent: Sent, one: Filed, _number: int) -> None:
    """Two photos were taken for each record of this kind: it says so of the oldest that is still on a phone."""
    _record(sent, one, "photo.erased", {"photo": "", "digest": "", "erased_at": clock.as_text(one.at)})
    gone, sent.photos = sent.photos[:2], sent.photos[2:]
    for place, photo in enumerate(gone):
        n = one.n * 10 + place
        sent.put(PhotoErasure, n=n, photo=photo, phone=one.phone, digest=photo, erased_at=one.at, told_at=one.at)


def _check(sent: Sent, one: Filed, number: int) -> None:
    _record(sent, one, "consent.checked", {"medium": "photo", "outcome": "go"})
    if one.trip is None:
        return
    facts = {"trip": one.trip.id, "phone": one.phone, "staff": one.staff, "checked_at": one.at, "told_at": one.at}
    said = {"purpose": "display", "medium": "photo", "outcome": "go", "way": "camera", "out": "[]"}
    flags = json.dumps({"stale": []}) if number % 1000 == 2 else "{}"
    sent.put(ConsentCheck, n=one.n, id=one.id, pupils=json.dumps([one.pupils[0][0][:8]]), flags=flags, **facts, **said)


def _departure(sent: Sent, one: Filed, number: int) -> None:
    _record(sent, one, "departure.checked", {"charge": 90, "openers": 2, "rings": True, "list_as_at": None})
    if one.trip is None:
        return
    facts = {"trip": one.trip.id, "phone": one.phone, "staff": one.staff, "checked_at": one.at, "told_at": one.at}
    not_well = json.dumps(["charge"] if number % 100 == 8 else [])
    sent.put(DepartureCheck, n=one.n, charge=90, openers=2, rings=True, not_well=not_well, **facts)


MAKERS: dict[str, Callable[[Sent, Filed, int], None]] = {
    "incident": _incident,
    "use": _use,
    "photo": _photo,
    "erased": _erased,
    "check": _check,
    "departure": _departure,
}
