"""Where slices declare what others may use of them, so that nothing imports upwards; wired in app.py alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import Flask, current_app
from pydantic import BaseModel

from server.foundation.access import Person
from server.foundation.findings import Look
from server.foundation.rules_served import RuleServed
from server.foundation.settings import Clash, PolicyChange, Setting


@dataclass(frozen=True)
class OpenedRecord:
    """A fact heard: a record was opened. Published inside the transaction that stores it.

    `body` is the record's own JSON; `actor` {staff, how, typed_name, unlocked_by}; `trip` is null where the school
    has no such trip. `held` is the reason code when a person must check it as well. `signed_by` is the member of staff
    whose key signed it; None is "author not verified". `is_unfinished`: a draft that came as it stood.
    """

    n: int
    school: str
    id: str
    kind: str
    version: int
    trip: str | None
    body: dict[str, Any]
    actor: dict[str, Any]
    phone: str
    recorded_at: datetime | None
    received_at: datetime
    held: str | None
    signed_by: str | None = None
    is_unfinished: bool = False
    # What the record names of its files: {id, sha256, size} each, as it was sealed; nothing of it is checked yet.
    photos: tuple[Any, ...] = ()


@dataclass(frozen=True)
class OpenedBlob:
    """A fact heard: a file that belongs to a record came and opened. `sha256` and `size` are of what is in it."""

    n: int
    school: str
    id: str
    phone: str
    sha256: str
    size: int
    received_at: datetime


@dataclass(frozen=True)
class HeldItem:
    """A fact heard: something is held for a person to check and was handed on to nobody.

    `reason` is a code of intake's REASONS; `record` what could be read of it, null where nothing could.
    """

    n: int
    school: str
    phone: str
    type: str
    reason: str
    record: OpenedRecord | None = None


# What stands in a line of a due list for the name of its phone and the title of its trip, until those shown are known.
PHONE, TRIP = "\0phone", "\0trip"


@dataclass(frozen=True)
class Label:
    """What stands in clear on something that came or that a phone told of."""

    trip: str | None
    type: str
    id: str
    digest: str
    chain: str
    seq: int


@dataclass(frozen=True)
class DueItem:
    """A line on somebody's due list: what to do, where, since when. `urgency` sorts: 0 before 1 before 2, and
    before all -1, an emergency that runs.

    PHONE and TRIP in its words stand for the name of `phone` and the title of `trip` (ids, or None), or else for
    `phone_otherwise` and `trip_otherwise`.
    """

    title: str
    detail: str
    url: str
    at: datetime
    urgency: int
    phone: str | None = None
    trip: str | None = None
    phone_otherwise: str = "a phone"
    trip_otherwise: str = "no trip"


@dataclass(frozen=True)
class TripAhead:
    """A trip of today or to come, in words ("Castle visit, Thu 26 Nov"). `is_own`: the phone asked about goes on it."""

    id: str
    words: str
    is_own: bool


@dataclass(frozen=True)
class PackPart:
    """What a slice adds to today's list: a column, in the order of the pupils asked for, or none; and more members."""

    column: list[Any] | None
    members: dict[str, Any]


@dataclass
class Registry:
    """What the slices of one app have declared."""

    kinds: dict[tuple[str, int], type[BaseModel]] = field(default_factory=dict)
    when_opened: list[Callable[[OpenedRecord], None]] = field(default_factory=list)
    # A record as somebody put it: on a trip, down to a person, or as the version that counts. In the place of what is
    # listed of it; inside the transaction that decides it.
    when_placed: list[Callable[[OpenedRecord], None]] = field(default_factory=list)
    # Something was stored, or a phone told of it for the first time or again: (school, phone, labels), inside the
    # transaction, and before what was told is kept.
    when_stored: list[Callable[[str, str, Sequence[Label]], None]] = field(default_factory=list)
    when_told: list[Callable[[str, str, Sequence[Label]], None]] = field(default_factory=list)
    when_blob_opened: list[Callable[[OpenedBlob], None]] = field(default_factory=list)
    # Consent was changed: (school, the pupils it is about; None for any of them), inside the transaction that does it.
    when_consent_changed: list[Callable[[str, Collection[str] | None], None]] = field(default_factory=list)
    when_held: list[Callable[[HeldItem], None]] = field(default_factory=list)
    # An account opens nothing more: (staff, why), inside the transaction that ends it.
    when_account_ends: list[Callable[[str, str], None]] = field(default_factory=list)
    # Somebody holds a role no longer: (staff, role), inside the transaction that takes it away.
    when_role_taken: list[Callable[[str, str], None]] = field(default_factory=list)
    # What is for the chair of governors alone, by its kind and body; and that such a one came: (school, n, id).
    for_the_chair: list[Callable[[str, dict[str, Any]], bool]] = field(default_factory=list)
    when_for_the_chair: list[Callable[[str, int, str], None]] = field(default_factory=list)
    knows_trip: list[Callable[[str, str], bool]] = field(default_factory=list)
    card_parts: list[Callable[[str, str | None], dict[str, Any]]] = field(default_factory=list)
    # What else today's list carries: (school, trip, pupils' ids, (first day, last day)) -> part.
    pack_parts: list[Callable[[str, str, list[str], tuple[date, date]], PackPart]] = field(default_factory=list)
    notices: list[Callable[[str], list[str]]] = field(default_factory=list)
    due_parts: list[Callable[[Person], list[DueItem]]] = field(default_factory=list)
    # The same as SELECTs that are asked as one (reconciliation/due_sources.py); None where nothing is theirs.
    due_sources: list[Callable[[Person], Any]] = field(default_factory=list)
    # What the doctor looks at, in the order in which it is told.
    doctor_looks: list[Look] = field(default_factory=list)
    # The public keys that somebody signed with on a phone: (phone, staff) -> JSON Web Keys.
    sign_keys: Callable[[str, str], list[dict[str, Any]]] = field(default=lambda _phone, _staff: [])
    # Who opens this phone with a PIN; nobody on one that is lost.
    pin_holders: Callable[[str], list[str]] = field(default=lambda _phone: [])
    phone_names: Callable[..., dict[str, str]] = field(default=lambda _school, _among=None: {})
    # The titles of these trips, or of all, by their ids; and those of today or to come, the nearest first:
    # (school, phone) -> trips.
    trip_titles: Callable[..., dict[str, str]] = field(default=lambda _school, _among=None: {})
    trips_ahead: Callable[[str, str], list[TripAhead]] = field(default=lambda _school, _phone: [])
    # How far each trip of a list has come, by its id, as trips' STATE_NAMES call it: (school, rows of trips) -> states.
    trip_states: Callable[[str, Collection[Any]], dict[str, str]] = field(default=lambda _school, _trips: {})
    # What an incident's categories are called on screen.
    category_names: dict[str, str] = field(default_factory=dict)
    # Who leads a trip: (school, trip) -> staff. Phones of trips that are due back, not heard of: -> (trip, phone).
    trip_leaders: Callable[[str, str], list[str]] = field(default=lambda _school, _trip: [])
    silent_phones: Callable[[str, datetime], list[tuple[str, str]]] = field(default=lambda _school, _now: [])
    # Whose own phone a record is about, and whether that is a headteacher; who is told of it in the head's place.
    whose_own_phone: Callable[[OpenedRecord], tuple[str | None, bool]] = field(default=lambda _record: (None, False))
    own_phone_officer: Callable[[str], str | None] = field(default=lambda _school: None)
    # The ids of these incidents and of every record about one of them: (school, incidents). And which of them have
    # come, each with whether somebody may read it: (person, incidents).
    about_incidents: Callable[[str, Collection[str]], set[str]] = field(default=lambda _school, ids: set(ids))
    incidents_read: Callable[[Person, Collection[str]], dict[str, bool]] = field(default=lambda _person, _ids: {})
    # What was taken or searched because of an incident that somebody reads, as far as they may see it: (person, a trip
    # that they lead, the records that name it) -> lines.
    taken_because: Callable[[Person, str | None, Iterable[Any]], Sequence[Any]] = field(default=lambda *_: [])
    # What the office decided of an item that was held, in words for its record's page: (school, n) -> lines.
    said_in_office: Callable[[str, int], list[str]] = field(default=lambda _school, _n: [])
    # What a school decides for itself, by its code, in the order in which it is shown; and what does not go together.
    settings: dict[str, Setting[Any]] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    # Entered around what puts a policy in force, inside its transaction: what else changes with it.
    around_policy: list[Callable[[PolicyChange], AbstractContextManager[None]]] = field(default_factory=list)
    # For a slice below the policy: what a school chose for a setting: (school, setting).
    chosen: Callable[[str, Setting[Any]], Any] = field(default=lambda _school, setting: setting.usual)
    # For a slice below the policy: choose values by their codes: (school, values, by). How many wait for a second.
    choose_policy: Callable[..., int] = field(default=lambda _school, _values, _by: 0)
    # The names of the phones that are out on a trip now, and when each was last heard of: (school).
    phones_out: Callable[[str], list[tuple[str, datetime | None]]] = field(default=lambda _school: [])
    # What a slice adds to the demo school, again and again without harm: (school).
    demo_parts: list[Callable[[str], None]] = field(default_factory=list)
    # The page of what an alert is about: (person, kind, subject) -> its address, null where they may not open it.
    subject_pages: list[Callable[[Person, str, str], str | None]] = field(default_factory=list)
    # What each slice holds about one child (accounts/about_child.py).
    about_child: list[Any] = field(default_factory=list)
    # The rules of policy that each slice serves, from the file in its folder.
    rules_served: list[RuleServed] = field(default_factory=list)

    def schemas(self) -> dict[str, dict[str, Any]]:
        """Every kind's JSON Schema by version: {kind: {"1": schema}}."""
        found: dict[str, dict[str, Any]] = {}
        for (kind, version), model in sorted(self.kinds.items(), key=lambda item: item[0]):
            found.setdefault(kind, {})[str(version)] = model.model_json_schema()
        return found

    def card(self, school: str, phone: str | None) -> dict[str, Any]:
        """The school card : what a phone may show locked (contacts, today's trip, no pupil)."""
        return {key: value for part in self.card_parts for key, value in part(school, phone).items()}

    def is_trip_of(self, school: str, trip: str) -> bool:
        """Whether the school has this trip."""
        return any(knows(school, trip) for knows in self.knows_trip)

    def publish(self, record: OpenedRecord) -> None:
        """Tell every slice that listens, inside the caller's transaction."""
        for hear in self.when_opened:
            hear(record)

    def place(self, record: OpenedRecord) -> None:
        """Tell every slice where a record belongs that they have heard of, inside the caller's transaction."""
        for put in self.when_placed:
            put(record)

    def publish_stored(self, school: str, phone: str, labels: Sequence[Label]) -> None:
        """Tell every slice that listens what was just stored, before anything of it is opened."""
        for hear in self.when_stored:
            hear(school, phone, labels)

    def publish_told(self, school: str, phone: str, labels: Sequence[Label]) -> None:
        """Tell them what a phone says exists, before that is kept."""
        for hear in self.when_told:
            hear(school, phone, labels)

    def publish_held(self, item: HeldItem) -> None:
        """The same of something that is held and that nobody else hears of."""
        for hear in self.when_held:
            hear(item)

    def is_for_the_chair(self, kind: str, body: dict[str, Any]) -> bool:
        """Whether any slice says that this is for the chair of governors alone."""
        return any(is_theirs(kind, body) for is_theirs in self.for_the_chair)

    def publish_for_the_chair(self, school: str, n: int, record: str) -> None:
        """Say that something came for the chair alone; nothing of it is told."""
        for hear in self.when_for_the_chair:
            hear(school, n, record)

    def publish_consent(self, school: str, pupils: Collection[str] | None) -> None:
        """The same of consent that was changed."""
        for hear in self.when_consent_changed:
            hear(school, pupils)

    def publish_blob(self, blob: OpenedBlob) -> None:
        """The same of a file."""
        for hear in self.when_blob_opened:
            hear(blob)


def install(app: Flask) -> Registry:
    """Give the app an empty registry for app.py to fill."""
    registry = Registry()
    app.extensions["lanyard.registry"] = registry
    return registry


def current() -> Registry:
    """The running app's registry."""
    found: Registry = current_app.extensions["lanyard.registry"]
    return found
