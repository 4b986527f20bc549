"""How far a school is with getting ready, asked of the database as one question; leaving a step out."""

from __future__ import annotations

from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.foundation.rows import select
from server.school.models import FirstRun, StepLeftOut
from server.school.step_rules import BY_CODE, STEPS, Standing, standings

_WITH_SECOND_STEP = """
SELECT staff_id FROM passkey WHERE school_id = school.id
UNION SELECT staff_id FROM sheet_code WHERE school_id = school.id
"""
# By step, when it is done; `school` is the row of the school, `first_run` how it was begun, where it was so.
_DONE = {
    "administrators": """NOT EXISTS (SELECT 1 FROM staff
        WHERE id IN (first_run.first_id, first_run.second_id) AND password_hash = '')""",
    "second_step": f"""NOT EXISTS (SELECT 1 FROM staff
        WHERE id IN (first_run.first_id, first_run.second_id) AND id NOT IN ({_WITH_SECOND_STEP}))""",
    "staff": """EXISTS (SELECT 1 FROM staff WHERE school_id = school.id AND ends_at IS NULL
        AND id NOT IN (COALESCE(first_run.first_id, ''), COALESCE(first_run.second_id, '')))""",
    "pupils": "EXISTS (SELECT 1 FROM pupil WHERE school_id = school.id)",
    "contacts": """(SELECT COUNT(DISTINCT role) FROM contact WHERE school_id = school.id AND part = 'school'
        AND number <> '' AND role IN ('base_contact', 'dsl')) = 2""",
    "policy": "EXISTS (SELECT 1 FROM policy_version WHERE school_id = school.id)",
    "phone": "EXISTS (SELECT 1 FROM phone WHERE school_id = school.id AND ready_at IS NOT NULL)",
    "trip": "EXISTS (SELECT 1 FROM trip WHERE school_id = school.id)",
}
_LEFT_OUT = "(SELECT group_concat(step) FROM step_left_out WHERE school_id = school.id)"
_FROM = "FROM school LEFT JOIN first_run ON first_run.school_id = school.id WHERE school.id = ?"
_ALL = f"SELECT {_LEFT_OUT}, {', '.join(f'({_DONE[one.code]})' for one in STEPS)} {_FROM}"

_LEFT = "EXISTS (SELECT 1 FROM step_left_out WHERE school_id = school.id AND step = '{}')"
_OPEN = [f"NOT ({_DONE[one.code]}{f' OR {_LEFT.format(one.code)}' if one.without else ''})" for one in STEPS]
# Of a school that was begun on the first page: `to_do`, how many steps are neither done nor left out, and since when.
OPEN_STEPS = f"""
SELECT {" + ".join(f"({one})" for one in _OPEN)} AS to_do, begun_at
FROM first_run JOIN school ON school.id = first_run.school_id WHERE school.id = ?
"""


def of(school: str) -> list[Standing]:
    """How every step stands."""
    [(left_out, *done)] = select(_ALL, school)
    named = dict(zip((one.code for one in STEPS), map(bool, done), strict=True))
    return standings(named, set((left_out or "").split(",")))


def was_begun_here(school: str) -> FirstRun | None:
    """How a school was begun on the first page; None of the demo school."""
    found: FirstRun | None = FirstRun.get_or_none(FirstRun.school == school)
    return found


def leave_out(school: str, code: str, by: str, *, is_left: bool) -> None:
    """Leave a step out, or take it up again. Raises Problem request.not_found for one that nobody may leave out."""
    step = BY_CODE.get(code)
    if step is None or not step.without:
        raise Problem("request.not_found")
    with db.atomic():
        StepLeftOut.delete().where(StepLeftOut.school == school, StepLeftOut.step == code).execute()
        if is_left:
            StepLeftOut.create(school=school, step=code, left_by=by, left_at=clock.now())
        audit.write(school, by, "step.left_out" if is_left else "step.taken_up", school, step=code)
