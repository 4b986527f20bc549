"""What comes after in a filled school: incidents followed up and closed, actions, slips, plans, trips signed off."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from bench.office_records import SEALED
from bench.office_school import Filling
from server.foundation import clock
from server.foundation.rows import select
from server.incidents.chronology_models import ChronologyItem
from server.incidents.later_kinds import AGREED, CLOSED, DONE, FOLLOWED_UP, SLIP
from server.intake.filing import office_chain
from server.intake.models import Envelope, EnvelopeBytes, Opening, Record
from server.policy.version_models import PolicyVersion, PolicyWish
from server.reconciliation import attestations, check_off_queries, summaries
from server.reconciliation.check_off_models import TripSignOff
from server.reconciliation.decision_rules import TWO_VERSIONS
from server.trips.planning_models import TripPlace

# Of a school with 100,000 records. Every third action is done.
FOLLOWED, DOUBLED, POLICIES = 8000, 60, 100
WORDS = "Rang home at four. Well again the next morning, and back at school. " * 2
_NEWEST = "SELECT id, trip, received_at FROM incident WHERE school_id = ? ORDER BY category <> 'injury', n DESC LIMIT ?"


def keep_all(filling: Filling) -> None:
    """Everything, in the order in which one needs the other."""
    for part in (_followed_up, _two_versions, _planned, _signed_off, _policy):
        part(filling)


def _followed_up(filling: Filling) -> None:
    """Each of the newest incidents with one thing that came after: by turns more words, an end, an action, a slip."""
    office = _Office(filling)
    kinds = (AGREED, SLIP, FOLLOWED_UP, CLOSED, FOLLOWED_UP)
    for place, (incident, trip, at) in enumerate(select(_NEWEST, filling.school, filling.share(FOLLOWED))):
        kind, came_at = kinds[place % len(kinds)], clock.from_millis(at) + timedelta(hours=2)
        filed = office.files(kind, (incident, trip), came_at)
        if kind == AGREED and place % 3 == 2:
            office.files(DONE, (incident, trip), came_at + timedelta(days=1), action=filed)
    office.write()


class _Office:
    """The office's own numbering, and the rows that wait to be written."""

    def __init__(self, filling: Filling) -> None:
        self.filling, self.chain = filling, office_chain(filling.school)
        [(self.n,)] = select("SELECT MAX(n) FROM envelope")
        [(self.seq,)] = select("SELECT COALESCE(MAX(seq), 0) FROM envelope WHERE chain = ?", self.chain)
        self.rows: dict[Any, list[dict[str, Any]]] = {}

    def files(self, kind: str, of: tuple[str, str | None], at: Any, action: str | None = None) -> str:
        """One record about an incident of a trip; its id."""
        self.n, self.seq, id_, filling = self.n + 1, self.seq + 1, self.filling.id(), self.filling
        incident, trip = of
        owner = filling.staff[self.n % len(filling.staff)]
        due_on = (at + timedelta(days=7)).date()
        facts = {"owner": owner, "due_on": due_on} if kind == AGREED else {"action": action} if action else {}
        body = {"incident": incident, "what": WORDS, "words": WORDS, "outcome": WORDS, "lessons": WORDS, "child": "A"}
        label = {"trip": trip, "phone": "", "received_at": at}
        self.put(
            Envelope, n=self.n, id=id_, digest=id_, type="record", size=len(SEALED), kid="bench", flags="", **label
        )
        self.rows[Envelope][-1] |= {"chain": self.chain, "seq": self.seq}
        self.put(EnvelopeBytes, envelope=self.n, sealed=SEALED)
        self.put(Opening, envelope=self.n, state="opened", reason=None, opened_at=at)
        told = {"actor": json.dumps({"staff": owner}), "photos": "[]", "clock": "{}", "app": "0.8.0"}
        record = {"envelope": self.n, "id": id_, "kind": kind, "version": 1, "trip": trip, "recorded_at": at}
        self.put(Record, body=json.dumps({**body, **({"action": action} if action else {})}), **record, **told)
        item = {"n": self.n, "id": id_, "incident": incident, "kind": kind, "at": at, "recorded_at": at, **label}
        self.put(ChronologyItem, is_of_office=True, **item, **facts)
        return id_

    def put(self, model: Any, **row: Any) -> None:
        """One row that waits."""
        self.rows.setdefault(model, []).append(row)

    def write(self) -> None:
        """All that waits."""
        for model, rows in self.rows.items():
            self.filling.put(model, rows)


def _two_versions(filling: Filling) -> None:
    """One id with two contents, the later one held."""
    sql = """SELECT e.n, e.id, e.phone, e.trip, e.received_at FROM envelope AS e JOIN record AS r ON r.envelope_id = e.n
        WHERE e.school_id = ? AND r.kind = 'incident.reported' ORDER BY e.n DESC LIMIT ?"""
    [(n,)] = select("SELECT MAX(n) FROM envelope")
    for number, (first, id_, phone, trip, at) in enumerate(select(sql, filling.school, filling.share(DOUBLED)), 1):
        came_at = clock.from_millis(at) + timedelta(minutes=5)
        label = {"id": id_, "phone": phone, "trip": trip, "received_at": came_at, "type": "record", "kid": "bench"}
        numbers = {"n": n + number, "chain": filling.chains.get(phone, ""), "seq": 1_000_000 + number}
        filling.put(Envelope, [{**label, **numbers, "digest": f"{id_} again", "size": len(SEALED), "flags": ""}])
        filling.put(EnvelopeBytes, [{"envelope": n + number, "sealed": SEALED}])
        held = {"state": "held", "reason": TWO_VERSIONS, "opened_at": came_at}
        filling.put(Opening, [{"envelope": n + number, **held}])
        record = Record.select().where(Record.envelope == first).dicts().get()
        filling.put(Record, [{**record, "envelope": n + number}])


def _planned(filling: Filling) -> None:
    """Two places on each trip."""
    places = (
        {
            "id": filling.id(),
            "trip": trip.id,
            "day": trip.starts_on,
            "at": at,
            "words": "The gatehouse",
            "position": at_,
        }
        for trip in filling.trips
        for at_, at in enumerate(("10:30", "13:00"))
    )
    filling.put(TripPlace, places)


def _signed_off(filling: Filling) -> None:
    """Every trip that is over, all by the summary of the last: nobody compares here what is in it."""
    over = [trip.id for trip in filling.trips if trip.starts_on < clock.today()]
    found = check_off_queries.find(filling.school, over[0])
    content = summaries.content_of(found, attestations.standings(found.span), [], [])
    by = (filling.staff[0], "Somebody", filling.now)
    text = summaries.sealed(found, content, [by], None)
    seal = {"sha256": summaries.fingerprint(text), "summary": text, "signed_by": by[0], "number": 1}
    filling.put(TripSignOff, ({"n": None, "trip": trip, "signed_at": filling.now, **seal} for trip in over))


def _policy(filling: Filling) -> None:
    """A policy that was changed again and again, and a change that waits for a second person."""
    said = {"made_at": filling.now, "made_by": filling.staff[0], "reason": "Governors, autumn", "preset": ""}
    words = {"sentence": "Pictures leave the phone on the day they are taken.", "clause": "5.6"}
    versions = (
        {**said, "n": n, "said": json.dumps({"consent.lasts_days": {"value": n, **words}})}
        for n in range(1, filling.share(POLICIES) + 1)
    )
    filling.put(PolicyVersion, versions)
    wished = json.dumps({"photos.off_by": {"value": "15:00", **words}})
    filling.put(PolicyWish, [{**said, "id": filling.id(), "on_n": 1, "said": wished}])
