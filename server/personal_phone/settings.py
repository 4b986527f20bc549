"""What a school decides of staff's own phones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.foundation.settings import Choice, Own, Setting, YesNo
from server.personal_phone.own_phone_rules import AGREES, SETS_RULES, SLT


def _told_problem(value: Any) -> str:
    return "" if value is None or (isinstance(value, str) and value) else "Name a member of staff, or the headteacher"


def _told_words(value: Any, people: Mapping[str, str]) -> str:
    return f"{people.get(value, 'Somebody no longer listed')}, designated officer" if value else "The headteacher"


WHO_AGREES = Setting(
    code="own_phone.agrees",
    label="Who may agree that somebody uses their own phone",
    kind=Choice(AGREES),
    usual=SLT,
    rules=("R3", "R53"),
    changed_by=SETS_RULES,
    does="They alone are offered the form; a phone with no school phone to hand says whom to ask.",
)
RISK_ASSESSMENT = Setting(
    code="own_phone.risk_assessment",
    label="A risk assessment in writing before an own phone is agreed to",
    kind=YesNo(yes="Needed each time", no="Not needed"),
    usual=False,
    rules=("R53",),
    changed_by=SETS_RULES,
    does="Where it is needed, no agreement is given without one.",
)
TOLD: Setting[str | None] = Setting(
    code="own_phone.told",
    label="Who is told of every use of an own phone",
    kind=Own(
        check=_told_problem,
        words=_told_words,
        log=lambda value: value,
        page="own_phone_rules.rules",
        shared=lambda _value: None,
    ),
    usual=None,
    rules=("R52",),
    changed_by=SETS_RULES,
    does="They are told the same day and take it up; a use by the headteacher is told to the chair of governors.",
    needs_two=True,
)
SETTINGS = (WHO_AGREES, RISK_ASSESSMENT, TOLD)
CLASHES = ()
