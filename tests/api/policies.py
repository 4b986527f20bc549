"""What tests of the policy share: the second person, and what is in force."""

from __future__ import annotations

from typing import Any

from flask import Flask

from server.accounts.models import School, Staff
from server.policy import changing, versions
from server.policy.policy_rules import Said
from tests.cast import address_of

POLICY = "/office/policy"


def school_id() -> str:
    """The demo school."""
    return str(School.get(School.is_demo).id)


def staff_id(role: str) -> str:
    """The demo school's person in this role."""
    return str(Staff.get(Staff.email == address_of(role)).id)


def seconded(app: Flask, role: str = "dsl") -> int:
    """Somebody else agrees to everything that waits. How much that was."""
    with app.app_context():
        waiting = versions.waiting(school_id())
        for one in waiting:
            changing.agree(school_id(), one.row.id, staff_id(role), frozenset({role}))
    return len(waiting)


def chosen(app: Flask, **values: Any) -> None:
    """The headteacher chooses values, and the DSL agrees where it takes two; codes with two underscores for the dot."""
    with app.app_context():
        before = versions.in_force(school_id()).said
        codes = {name.replace("__", "."): one for name, one in values.items()}
        wanted = {code: Said(one, before[code].sentence, before[code].clause) for code, one in codes.items()}
        changing.change(school_id(), wanted, changing.Why(staff_id("headteacher"), "For the test"))
    seconded(app)


def value_of(app: Flask, code: str) -> Any:
    """What is in force at the demo school."""
    with app.app_context():
        return versions.in_force(school_id()).values[code]
