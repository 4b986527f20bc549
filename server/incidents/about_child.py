"""What reports and what came of them hold about a child, and who alone reads some of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from server.accounts.about_child import EVERYBODY, AboutChild, HeldAbout, LookedFor, Readers, said
from server.accounts.rules import Role
from server.foundation.rows import select
from server.incidents import later
from server.incidents.count_kinds import COUNTED
from server.incidents.double_models import DoubleDecision
from server.incidents.emergency_kinds import STEP
from server.incidents.kinds import REPORTED, RETURNED
from server.incidents.later_kinds import AGENCY_TOLD, AGREED, CLOSED, CONTACTED, DONE, FOLLOWED_UP, NOT_YET, SLIP
from server.incidents.models import Incident, IncidentPupil
from server.incidents.rules import STAFF_CONCERN_READERS, may_read
from server.trips.rules import KEY_DIGITS

INCIDENTS, DAYS_OUT = "Incidents", "Days out"
_COUNTS = "SELECT envelope_id, body FROM record WHERE school_id = ? AND kind = ? AND body LIKE ?"
DSLS = frozenset({Role.DSL, Role.DEPUTY_DSL})


def filed(school: str, pupils: Collection[str]) -> Iterable[tuple[int, str]]:
    """The reports whose line of pupils names one of these beyond doubt, and counts in which one was missing."""
    sure = (IncidentPupil.school == school, IncidentPupil.is_sure, IncidentPupil.pupil.in_(list(pupils)))
    rows: Any = IncidentPupil.select(Incident.n, IncidentPupil.pupil).join(Incident).where(*sure).tuples()
    counted = [(n, pupil) for pupil in pupils for n in _counts_without(school, pupil)]
    return [*((int(n), str(pupil)) for n, pupil in rows), *counted]


def _counts_without(school: str, pupil: str) -> Iterator[int]:
    """The head counts in which this pupil was missing, by the key that the trip's list had for them."""
    digits = pupil.replace("-", "")
    for n, body in select(_COUNTS, school, COUNTED, f'%"{digits[:KEY_DIGITS]}%'):
        keys = _keys_missing(body)
        if keys is None or any(digits.startswith(key) for key in keys):
            yield int(n)


def _keys_missing(body: str) -> list[str] | None:
    """The keys of whoever was missing; None for a count nested too deep to read, whose key may be anybody's there."""
    try:
        said = json.loads(body)
    except (RecursionError, ValueError):
        return None
    missing = said.get("missing") if isinstance(said, dict) else None
    keys = [one.get("key") for one in missing if isinstance(one, dict)] if isinstance(missing, list) else []
    return [key for key in keys if key and isinstance(key, str)]


def rows(school: str, child: LookedFor) -> Iterator[HeldAbout]:
    """Why two reports were taken for one event, or for two."""
    for row in DoubleDecision.select().where(DoubleDecision.school == school):
        if {row.one, row.other} & child.records or child.is_named_in(row.reason):
            title = "Two reports of one event" if row.is_linked else "Two reports, two events"
            key, alone = f"double:{row.n}", child.readers_of([row.one, row.other])
            yield HeldAbout(key, INCIDENTS, title, row.decided_at, said(Why=row.reason), readers=alone)


def readers(school: str) -> Callable[[str, str, dict[str, Any]], Readers]:
    """Who alone may see a record: of a concern about staff the headteacher, of a risk to the child the DSLs."""
    own: Any = Incident.select(Incident.id, Incident.category).where(Incident.school == school).tuples()
    apart = {id_ for id_, category in own if not may_read(category, DSLS, leads_the_trip=False)}
    known = set(later.about(school, apart))

    def alone(record: str, kind: str, body: dict[str, Any]) -> Readers:
        if record in known or (kind == REPORTED and _is_of_staff(body.get("category"))):
            return STAFF_CONCERN_READERS
        is_risk = kind in (CONTACTED, FOLLOWED_UP) and _why_not(body) not in (None, NOT_YET)
        return DSLS if is_risk else EVERYBODY

    return alone


def _is_of_staff(category: Any) -> bool:
    """Whether a report that may be held is read as a concern about staff: no table of incidents has it then."""
    return isinstance(category, str) and not may_read(category, DSLS, leads_the_trip=False)


def _why_not(body: dict[str, Any]) -> Any:
    """Why a family was not told; a follow-up that came unfinished says it further in (IncidentFollowedUpV2)."""
    parent = body.get("parent")
    return body.get("why_not") or (parent.get("why_not") if isinstance(parent, dict) else None)


ABOUT_CHILD = AboutChild(
    titles={
        REPORTED: (INCIDENTS, "A report"),
        FOLLOWED_UP: (INCIDENTS, "A follow-up"),
        CONTACTED: (INCIDENTS, "Whether a parent or carer was told"),
        AGENCY_TOLD: (INCIDENTS, "Who outside the school was told"),
        CLOSED: (INCIDENTS, "How it ended"),
        AGREED: (INCIDENTS, "Something to be done"),
        DONE: (INCIDENTS, "What was done"),
        SLIP: (INCIDENTS, "A slip for a parent or carer"),
        STEP: (INCIDENTS, "A step in an emergency"),
        RETURNED: (INCIDENTS, "A paper sheet that came back"),
        COUNTED: (DAYS_OUT, "A head count"),
    },
    filed=filed,
    with_records=later.about,
    rows=rows,
    readers=readers,
)
