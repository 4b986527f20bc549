"""Photo consent on the command line: bringing a list in, and who may be in a picture on a trip."""

from __future__ import annotations

import hashlib
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
from flask import Flask

from server.accounts.commands import school_here
from server.consent import imports, queries
from server.consent.answer_rules import read_targets
from server.consent.layout_rules import Layout, guess, layout_of, problems_of
from server.consent.plan_rules import Outcome, Plan
from server.consent.rules import MEDIUM_NAMES, PURPOSE_NAMES
from server.foundation import audit, clock
from server.foundation.database import connected, db
from server.phones.sheet_rules import NotRead
from server.trips.grid_rules import MOST_BYTES_ON_DISK
from server.trips.models import Trip
from server.trips.workbook import grid_of

ACTOR = "command line"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_format = click.option("--format", "form", type=click.Choice(["json"]), default="json", show_default=True)


def install(app: Flask) -> None:
    """Add `flask consent import` and `flask consent verdict`."""

    @app.cli.group("consent")
    def consent() -> None:
        """Photo consent: bring a list in, or print who may be in a picture."""

    _install_import(consent)
    _install_verdict(consent)


def _install_import(consent: click.Group) -> None:
    @consent.command("import")
    @click.argument("file", type=_FILE)
    @click.option("--mapping", type=_FILE, help="A JSON file that says which column is what (docs/consent.md).")
    @click.option("--commit", is_flag=True, help="Do it. Without this nothing changes.")
    @click.option("--confirm-names", is_flag=True, help="Take pupils known by name and date of birth alone as named.")
    @_format
    def bring_in(file: Path, mapping: Path | None, *, commit: bool, confirm_names: bool, form: str) -> None:
        """Print what becomes of every row of FILE (CSV or XLSX), one JSON object a line, and a last line of totals."""
        with connected():
            is_well = _bring_in(file, mapping, commit=commit, confirmed=None if confirm_names else ())
        if not is_well:
            raise SystemExit(1)


def _bring_in(file: Path, mapping: Path | None, *, commit: bool, confirmed: tuple[str, ...] | None) -> bool:
    school = str(school_here().id)
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES_ON_DISK + 1)
    try:
        grid = grid_of(content, MOST_BYTES_ON_DISK)
        layout = _layout(grid.headings, mapping)
    except NotRead as problem:
        _say({"line": None, "fate": "error", "reason": str(problem)})
        _say_totals(Plan([]), rows=0, done=None, committed=False)
        return False
    source = file.name, hashlib.sha256(content).hexdigest()
    # Looking alone keeps nobody from writing.
    with db.atomic() if commit else nullcontext():
        planned = imports.plan(school, grid, layout, confirmed)
        may = commit and not planned.totals["error"]
        done = imports.take_in(school, planned, source, by=ACTOR) if may else None
    for one in planned.outcomes:
        _say(_as_json(one))
    _say_totals(planned, rows=len(grid.rows), done=done, committed=may)
    return may or not commit


def _layout(headings: Any, mapping: Path | None) -> Layout:
    layout = guess(headings)
    if mapping:
        try:
            layout = layout_of(json.loads(mapping.read_text(encoding="utf-8-sig")))
        except ValueError as problem:
            raise problem if isinstance(problem, NotRead) else NotRead("The mapping is no JSON.")
    problems = problems_of(layout, headings)
    if problems:
        raise NotRead(" ".join(problems))
    return layout


def _as_json(one: Outcome) -> dict[str, Any]:
    more = {"reason": one.reason, "pupil": one.pupil, "candidate": one.candidate if not one.pupil else None}
    said = {name: value for name, value in more.items() if value}
    return {"line": one.line, "fate": one.fate, **said, **({"notes": list(one.notes)} if one.notes else {})}


def _say_totals(planned: Plan, *, rows: int, done: str | None, committed: bool) -> None:
    _say({"rows": rows, "totals": planned.totals, "committed": committed, "import": done})


def _say(line: dict[str, Any]) -> None:
    click.echo(json.dumps(line, ensure_ascii=False))


def _install_verdict(consent: click.Group) -> None:
    @consent.command("verdict")
    @click.option("--trip", required=True, help="The trip's id.")
    @click.option("--purpose", required=True, help=f"One of {', '.join(PURPOSE_NAMES)}.")
    @click.option("--medium", type=click.Choice(list(MEDIUM_NAMES)), default="photo", show_default=True)
    @_format
    def say_verdicts(trip: str, purpose: str, medium: str, form: str) -> None:
        """Print whether each pupil on a trip may be in a picture for a purpose, and why, one JSON object a line."""
        with connected():
            _say_verdicts(trip, (_purpose(purpose), medium))


def _purpose(given: str) -> str:
    found = [given] if given in PURPOSE_NAMES else [purpose for purpose, _medium in read_targets(given)][:1]
    if not found:
        raise click.BadParameter(f"one of {', '.join(PURPOSE_NAMES)}.", param_hint="--purpose")
    return found[0]


def _say_verdicts(trip_id: str, matter: tuple[str, str]) -> None:
    school = str(school_here().id)
    trip = Trip.get_or_none(Trip.id == trip_id, Trip.school == school)
    if trip is None:
        raise click.ClickException("There is no such trip.")
    pupils, on = queries.going_on(trip.id), max(clock.today(), trip.starts_on)
    with db.atomic():
        found = queries.verdicts(school, [pupil.id for pupil in pupils], on, (matter[1],))
        audit.write(school, ACTOR, "consent.listed", trip.id, purpose=matter[0], medium=matter[1])
    for pupil in pupils:
        one = found[pupil.id][matter]
        _say(
            {
                "pupil": pupil.id,
                "upn": pupil.upn,
                "name": f"{pupil.first_name} {pupil.last_name}",
                "class": pupil.class_name,
                "purpose": matter[0],
                "medium": matter[1],
                "may": one.may,
                "ground": one.ground,
                "until": one.until.isoformat() if one.until else None,
                "on": on.isoformat(),
            }
        )
