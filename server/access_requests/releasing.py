"""Letting it go: two people, the same words, one sealed file. What opens it is shown once and kept nowhere."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from flask import render_template

from server.access_requests import queries, rules
from server.access_requests.actions import note, still_open
from server.access_requests.models import AccessFile, AccessRequest
from server.access_requests.outgoing import Outgoing
from server.access_requests.queries import Case
from server.access_requests.sealed_zip import new_passphrase, sealed
from server.accounts.models import School
from server.foundation import clock
from server.foundation.access import Person
from server.foundation.database import db
from server.foundation.problems import Problem

LOOK = Path(__file__).parent / "outgoing.css"
PAPER = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Records held</title>
<style>
{look}</style>
</head>
<body>
{body}
</body>
</html>
"""
PAGE, SAME_AS_JSON = "records.html", "records.json"


def agree(person: Person, request_id: str, seen: str) -> list[str]:
    """Sign first, for what somebody had before them (`seen`). Returns what is in the way; nothing where it is done."""
    with db.atomic():
        case, out = _as_it_stands(person, request_id)
        lines = _why_not(person, case, out, seen)
        if not lines:
            note(person, case.request, rules.AGREED, digest=out.digest)
    return lines


def release(person: Person, request_id: str, seen: str) -> tuple[str, list[str]]:
    """Sign second and seal. Returns the passphrase, or "" and what is in the way."""
    with db.atomic():
        case, out = _as_it_stands(person, request_id)
        first = rules.agreed(case.log)
        if first is None:
            return "", ["Nobody has signed first"]
        refused = rules.why_not_second(first, person.id, person.roles, out.digest)
        lines = [refused] if refused else _why_not(person, case, out, seen)
        if lines:
            return "", lines
        passphrase = new_passphrase()
        _seal(case.request, out, passphrase)
        note(person, case.request, rules.RELEASED, digest=out.digest)
    return passphrase, []


def fetch(person: Person, request_id: str) -> bytes:
    """The sealed file. That somebody fetched it is noted.

    Raises Problem request.not_found where there is none, access_request.changed where it is not what stands now.
    """
    with db.atomic():
        case = queries.find(person, request_id)
        file = queries.file_of(case.request)
        if file is None:
            raise Problem("request.not_found")
        if rules.let_go(case.log) is None:
            raise Problem("access_request.changed")
        note(person, case.request, rules.FETCHED, digest=file.digest)
    return bytes(file.sealed)


def _as_it_stands(person: Person, request_id: str) -> tuple[Case, Outgoing]:
    case = still_open(person, request_id)
    return case, queries.going(case, queries.items_of(case.request))


def _why_not(person: Person, case: Case, out: Outgoing, seen: str) -> list[str]:
    lines = queries.in_the_way(person, case, queries.items_of(case.request), out)
    return [*lines, *(["What goes out has changed since you looked. Look again"] if seen != out.digest else [])]


def _seal(request: AccessRequest, out: Outgoing, passphrase: str) -> None:
    now = clock.now()
    local = now.astimezone(clock.SCHOOL_TIME)
    content = sealed({PAGE: page_of(request, out), SAME_AS_JSON: json_of(request, out)}, passphrase, local)
    row = {"school": request.school_id, "sealed": content, "digest": hashlib.sha256(content).hexdigest()}
    AccessFile.insert(request=request.id, sealed_at=now, **row).on_conflict_replace().execute()


def page_of(request: AccessRequest, out: Outgoing) -> bytes:
    """A page to read and print that needs nothing else."""
    body = render_template("access_requests/outgoing_page.html", **about(request, out))
    return PAPER.format(look=LOOK.read_text(encoding="utf-8"), body=body).encode("utf-8", "replace")


def json_of(request: AccessRequest, out: Outgoing) -> bytes:
    """The same for a machine."""
    things = [{"part": one.part, "title": one.title, "at": one.at, "lines": one.lines} for one in out.things]
    said = {**about(request, out), "things": things}
    del said["out"]
    return json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def about(request: AccessRequest, out: Outgoing) -> dict[str, Any]:
    """What stands above it all."""
    school = School.get_by_id(request.school_id).name
    return {"school_name": school, "child": request.name, "asked_on": request.received_on.isoformat(), "out": out}
