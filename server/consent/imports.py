"""Lists of answers brought in: what would become of one, doing it whole or not at all, undoing it whole."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from server.consent.layout_rules import Layout, layout_of
from server.consent.models import ConsentDecision, ConsentImport, ConsentImportUndone, ConsentMapping
from server.consent.plan_rules import Fresh, Plan, Register, compare, decision_of
from server.consent.queries import on_file
from server.consent.row_rules import read_rows
from server.consent.turns import following
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.foundation.rows import Rows
from server.trips.grid_rules import Grid
from server.trips.match_rules import Known, Roll
from server.trips.models import Pupil

LONGEST_FILE_NAME = 100
_decisions = Rows(ConsentDecision)


def plan(school: str, grid: Grid, layout: Layout, confirmed: Collection[str] | None = ()) -> Plan:
    """What would become of a list. `confirmed`: pupils somebody said are those named; None takes every candidate."""
    today = clock.today()
    pupils = Pupil.select().where(Pupil.school == school)
    known = (
        Known(row.id, row.first_name, row.last_name, row.upn, row.admission_number, row.date_of_birth) for row in pupils
    )
    return compare(read_rows(grid, layout, today), Register(Roll(known), on_file(school), today, confirmed))


def take_in(school: str, planned: Plan, source: tuple[str, str], by: str) -> str | None:
    """Do it, inside the transaction in which it was planned. Returns the import's id; None where nothing was to do.

    `source` is the file's name and the SHA-256 of it. Raises Problem request.refused with any row in error.
    """
    if planned.totals["error"]:
        raise Problem("request.refused")
    if not planned.fresh:
        return None
    name, digest = source
    row = ConsentImport.create(
        school=school,
        at=clock.now(),
        by=by,
        file_name=name[:LONGEST_FILE_NAME],
        digest=digest,
        totals=json.dumps(planned.totals),
    )
    with following(school, by, {one.pupil for one in planned.fresh}):
        _decisions.insert(_as_kept(one, row, by) for one in planned.fresh)
        audit.write(school, by, "consent.list_taken_in", row.id, **planned.totals)
    return str(row.id)


def _as_kept(one: Fresh, row: ConsentImport, by: str) -> dict[str, Any]:
    answer = one.answer
    kept = decision_of(answer, clock.day_of(row.at))
    return {
        "school": row.school_id,
        "pupil": one.pupil,
        "purpose": answer.purpose,
        "medium": answer.medium,
        "response": kept.response,
        "answered_by": answer.answered_by,
        "respondent": answer.respondent,
        "able_by": "",
        "how": answer.how,
        "decided_on": kept.decided_on.isoformat(),
        "valid_from": kept.valid_from.isoformat(),
        "valid_to": kept.valid_to.isoformat() if kept.valid_to else None,
        "small_print": kept.small_print,
        "recorded_at": row.at,
        "recorded_by": by,
        "came_with": row.id,
    }


def undo(school: str, import_id: str, by: str) -> None:
    """Note that an import is undone: none of its answers counts any more. A second time changes nothing."""
    row = ConsentImport.get_or_none(ConsentImport.id == import_id, ConsentImport.school == school)
    if row is None:
        raise Problem("request.not_found")
    with following(school, by):
        if ConsentImportUndone.get_or_none(ConsentImportUndone.undone == row) is None:
            ConsentImportUndone.create(undone=row, school=school, at=clock.now(), by=by)
            audit.write(school, by, "consent.list_undone", row.id)


def mappings_of(school: str) -> dict[str, Layout]:
    """The mappings that were kept, by name."""
    rows = ConsentMapping.select().where(ConsentMapping.school == school).order_by(ConsentMapping.name)
    return {row.name: layout_of(json.loads(row.mapping)) for row in rows}


def keep_mapping(school: str, name: str, layout: Layout, by: str) -> None:
    """Keep a mapping for next time; one of the same name gives way."""
    with db.atomic():
        kept = {"mapping": json.dumps(layout.as_json()), "kept_at": clock.now()}
        ConsentMapping.replace(school=school, name=name, **kept).execute()
        audit.write(school, by, "consent.mapping_kept", school)
