"""What a school decides of sign-in. The policy keeps it; every page asks for it here, beside the sign-in itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from server.accounts.models import School, SecondFactorRules, SignInRules
from server.accounts.rules import PASSWORD_DAYS, Role
from server.foundation import clock
from server.foundation.problems import Problem
from server.foundation.settings import Number, PolicyChange, Setting, YesNo

SETS_RULES = (Role.HEADTEACHER, Role.NETWORK_MANAGER)
PASSWORDS_END = Setting(
    code="accounts.passwords_end",
    label="When a password ends",
    kind=YesNo(yes=f"After {PASSWORD_DAYS} days", no="Never"),
    usual=False,
    rules=("R83",),
    changed_by=SETS_RULES,
    does="Whoever signs in to the office with an older password chooses a new one first. No report waits for it.",
)
SECOND_STEP = Setting(
    code="accounts.second_step",
    label="A second step at sign-in for office, DSLs, headteacher and network manager",
    kind=YesNo(yes="They must have one", no="It is offered"),
    usual=False,
    rules=("R81", "R89"),
    changed_by=SETS_RULES,
    does="Where they must have one, they set it up at their next sign-in to the office, before anything else.",
)
AGREEMENT_DAYS = Setting(
    code="accounts.agreement_days",
    label="Staff sign the acceptable use again after",
    kind=Number(30, 366, "day"),
    usual=365,
    rules=("R50", "R86"),
    changed_by=SETS_RULES,
    does="Whoever signed longer ago is asked again; until they sign, the camera stays shut. Reporting never waits.",
)
SETTINGS = (AGREEMENT_DAYS, PASSWORDS_END, SECOND_STEP)
CLASHES = ()


@contextmanager
def around_policy(change: PolicyChange) -> Iterator[None]:
    """Keep what the policy says of sign-in where each sign-in reads it. Raises Problem request.refused in the demo."""
    yield
    if PASSWORDS_END.code in change.values:
        days = PASSWORD_DAYS if change.values[PASSWORDS_END.code] else None
        SignInRules.replace(school=change.school, password_days=days, changed_at=clock.now()).execute()
    if SECOND_STEP.code in change.values:
        required = bool(change.values[SECOND_STEP.code])
        if required and School.get_by_id(change.school).is_demo:
            raise Problem("request.refused", "The demo school only offers a second step.")
        SecondFactorRules.replace(school=change.school, is_required=required, changed_at=clock.now()).execute()
