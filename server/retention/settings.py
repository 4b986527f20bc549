"""What a school decides of how long things are kept. National periods can be longer here, never shorter."""

from __future__ import annotations

from server.accounts.rules import Role
from server.foundation.settings import Number, Setting

_CHANGED_BY = (Role.HEADTEACHER, Role.DSL)
_LISTED = "From then on it is listed as due to go. Nothing goes before one person confirms it and another destroys it."
CHILD_YEARS = Setting(
    code="retention.child_years",
    label="Concerns about a child, injuries and illness are kept until the child is",
    kind=Number(25, 99, "year"),
    usual=25,
    rules=("R91",),
    changed_by=_CHANGED_BY,
    does=_LISTED,
    needs_two=True,
)
NOTE_YEARS = Setting(
    code="retention.note_years",
    label="Everyday notes, checks and counts of a trip are kept after its school year for",
    kind=Number(1, 25, "year"),
    usual=1,
    rules=("R91",),
    changed_by=_CHANGED_BY,
    does=_LISTED,
    needs_two=True,
)
OWN_PHONE_YEARS = Setting(
    code="retention.own_phone_years",
    label="Calls with an own phone are kept after their school year for",
    kind=Number(1, 25, "year"),
    usual=1,
    rules=("R91",),
    changed_by=_CHANGED_BY,
    does=_LISTED,
    needs_two=True,
)
PHOTO_YEARS = Setting(
    code="retention.photo_years",
    label="Photos at school are kept after their school year for",
    kind=Number(1, 25, "year"),
    usual=1,
    rules=("R91",),
    changed_by=_CHANGED_BY,
    does=_LISTED,
    needs_two=True,
)
SETTINGS = (CHILD_YEARS, NOTE_YEARS, OWN_PHONE_YEARS, PHOTO_YEARS)
CLASHES = ()
