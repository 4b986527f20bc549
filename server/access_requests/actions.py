"""What is done about a request: each act is a line of its log and one of the audit log, in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from peewee import fn

from server.access_requests import finding, queries, rules
from server.access_requests.finding import Found, Wanted
from server.access_requests.models import AccessAct, AccessFile, AccessItem, AccessRequest, AccessStanding
from server.access_requests.name_rules import NameLook
from server.access_requests.outgoing import child_of
from server.access_requests.queries import Case
from server.accounts.name_rules import folded
from server.foundation import audit, clock
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.problems import Problem
from server.retention import candidates
from server.trips.models import Pupil

# What changes what may be destroyed meanwhile.
HOLDS = frozenset({rules.OPENED, rules.LOOKED, rules.CLOSED})
# Rows of lists, by the beginning of their keys: names, codes and days, and nothing that somebody put in words.
OF_LISTS = ("pupil:", "contact:", "trip:", "consent:", "turn:", "told:")
# But an answer about photos may have come with what was written beside it.
BESIDE_IT = "As written"
# What one role alone sees is numbered from here.
APART = 1_000_000


def open_request(person: Person, asked: dict[str, Any], identity: str) -> AccessRequest:
    """Open one; where it was checked already who asks, that is its second line."""
    with db.atomic():
        mine = AccessRequest.select(fn.MAX(AccessRequest.number)).where(AccessRequest.school == person.school)
        number = (mine.scalar() or 0) + 1
        opened = {"opened_at": clock.now(), "opened_by": person.id}
        made: AccessRequest = AccessRequest.create(school=person.school, number=number, **opened, **asked)
        note(person, made, rules.OPENED)
        if identity:
            note(person, made, rules.IDENTITY, words=identity)
    return made


def note(person: Person, request: AccessRequest, act: str, **more: Any) -> None:
    """Add a line to the log, inside the caller's transaction or one of its own."""
    with db.atomic():
        _add(person, request, act, **more)
        _stand(request)
    if act in HOLDS:
        candidates.forget()


def _add(person: Person, request: AccessRequest, act: str, **more: Any) -> None:
    by = {"at": clock.now(), "by": person.id, "roles": " ".join(sorted(person.roles))}
    AccessAct.create(school=person.school, request=request.id, act=act, **by, **more)
    about = {"item": more["item"]} if more.get("item") else {}
    audit.write(person.school, person.id, f"access_request.{act}", request.id, **about)


def _stand(request: AccessRequest) -> None:
    """Keep how the request stands now."""
    case = Case(request, queries.log_of([request.id])[request.id])
    acts, first = {row.act for row in case.rows}, rules.agreed(case.log)
    is_due = not (acts & {rules.GIVEN, rules.CLOSED} or case.clock.stands)
    row = {"due_on": case.clock.due if is_due else None, "signed_by": first.by if first else ""}
    about = {"request": request.id, "school": request.school_id, "changed_at": clock.now()}
    AccessStanding.insert(**about, **row).on_conflict_replace().execute()


def note_look(person: Person, request: AccessRequest, action: str, **details: Any) -> None:
    """Audit a look, which is no act: the page is only shown after this is committed."""
    with db.atomic():
        audit.write(person.school, person.id, f"access_request.{action}", request.id, **details)


def do(person: Person, request_id: str, act: str, **more: Any) -> None:
    """The same of one that is still open. Raises Problem access_request.closed for another."""
    with db.atomic():
        note(person, still_open(person, request_id).request, act, **more)


def still_open(person: Person, request_id: str) -> Case:
    """A request that is not closed, as it stands in the caller's transaction. Raises Problem access_request.closed."""
    case = queries.find(person, request_id)
    if case.is_over:
        raise Problem("access_request.closed")
    return case


def look_through(person: Person, case: Case) -> int:
    """Go through everything held anew, and keep what may be about the child. Returns how many everybody here sees.

    What was decided of a thing holds for as long as the thing says the same.
    """
    found = [one for one in finding.everything(person.school, wanted(case)) if _is_ours(one)]
    with db.atomic():
        request = still_open(person, case.request.id).request
        numbers = {row.key: row.number for row in AccessItem.select().where(AccessItem.request == request.id)}
        AccessItem.delete().where(AccessItem.request == request.id).execute()
        free = _free([*numbers.values(), *_numbers_used(request)])
        for one in found:
            alone, number = bool(one.thing.readers), numbers.get(one.thing.key)
            # What became somebody's alone since, or everybody's, is another thing: what was decided of it ends.
            number = number if number and (number > APART) == alone else next(free[alone])
            AccessItem.create(school=person.school, request=request.id, number=number, **_columns(one))
        everybodys = sum(not one.thing.readers for one in found)
        note(person, request, rules.LOOKED, words=f"{everybodys:,} found")
    return everybodys


def _free(taken: Sequence[int]) -> dict[bool, Iterator[int]]:
    """The next numbers of what everybody here sees, and of what is somebody's alone: no gap in one tells of another."""
    return {
        alone: count(max((one for one in taken if (one > APART) == alone), default=APART * alone) + 1)
        for alone in (False, True)
    }


def wanted(case: Case) -> Wanted:
    """Whom a request is about, and who else on the roll has one of their names."""
    request, names = case.request, child_of(case.request, case.log)
    whole = {folded(f"{one.first} {one.last}") for one in names}
    rows = Pupil.select(Pupil.id, Pupil.first_name, Pupil.last_name).where(Pupil.school == request.school_id)
    named: Any = rows.tuples()
    same = {id_ for id_, first, last in named if folded(f"{first} {last}") in whole}
    return Wanted(request.pupil_id, frozenset(same - {request.pupil_id}), NameLook(names))


def _is_ours(one: Found) -> bool:
    """Whether anybody who decides of requests may see it: what is the chair's alone is asked of the chair."""
    return not one.thing.readers or bool(one.thing.readers & rules.DECIDES)


def _numbers_used(request: AccessRequest) -> Sequence[int]:
    rows: Any = AccessAct.select(AccessAct.item).where(AccessAct.request == request.id).tuples()
    return [item for (item,) in rows]


def _columns(one: Found) -> dict[str, Any]:
    thing = one.thing
    says = {"facts": json.dumps(thing.facts), "plain": json.dumps(thing.plain)}
    digest = hashlib.sha256(json.dumps([thing.title, says["facts"], says["plain"]]).encode()).hexdigest()
    about = {"key": thing.key, "part": thing.part, "title": thing.title, "at": thing.at, "trip": thing.trip}
    return {
        **about,
        **says,
        "how": one.how,
        "readers": " ".join(sorted(thing.readers)),
        "digest": digest,
        "record": thing.record,
    }


def decide(person: Person, item: AccessItem, decision: str, *, words: str = "", ground: str = "") -> None:
    """Decide of one thing, as it reads now."""
    do(person, item.request_id, decision, words=words, ground=ground, digest=item.digest, **about_item(item))


def about_item(item: AccessItem) -> dict[str, Any]:
    """Which thing a line of the log is about, and who alone reads that line."""
    return {"item": item.number, "called": called(item), "readers": item.readers}


def take_in_all_filed(person: Person, request_id: str) -> int:
    """Let out everything undecided that the school's own lists have under this child. Returns how many that was."""
    with db.atomic():
        case = still_open(person, request_id)
        items = queries.items_of(case.request)
        decisions = rules.decided(queries.things(items), case.log)
        chosen = [one for one in items if is_of_lists(one) and not decisions[one.number]]
        for one in chosen:
            _add(person, case.request, rules.OUT, digest=one.digest, **about_item(one))
        _stand(case.request)
    return len(chosen)


def is_of_lists(item: AccessItem) -> bool:
    """Whether the school's own lists have it under this child, so that it need not be read one by one.

    What somebody wrote is read by a person, whatever it is filed under: others may be in it, and what must not reach
    whoever asks.
    """
    is_row = item.how == "filed" and not item.readers and item.key.startswith(OF_LISTS)
    return is_row and all(name != BESIDE_IT for name, _words in json.loads(item.facts))


def close(person: Person, request_id: str, words: str) -> None:
    """Close it: what was found and the sealed file go, the log stays."""
    with db.atomic():
        case = still_open(person, request_id)
        note(person, case.request, rules.CLOSED, words=words)
        for table in (AccessItem, AccessFile):
            table.delete().where(table.request == request_id).execute()


def called(item: AccessItem) -> str:
    """What a thing is called where its words do not stand."""
    return f"{item.part}: {item.title}, {clock.in_words(item.at)}"
