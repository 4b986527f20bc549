"""The school's rules about own phones: who agrees, is a risk assessment needed, who is told (R3, R52, R53). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from server.accounts.rules import Role

SLT, HEADTEACHER, NOBODY, DESIGNATED_OFFICER = "slt", "headteacher", "nobody", "designated_officer"
AGREES = {
    SLT: "SLT, or the headteacher",
    HEADTEACHER: "The headteacher alone",
    NOBODY: "Nobody beforehand: own phones are not used. Afterwards, the headteacher, to a call in an emergency",
}
REPORTS_TO = {HEADTEACHER: "The headteacher", DESIGNATED_OFFICER: "A designated officer, named below"}
SETS_RULES = (Role.HEADTEACHER,)
# Whoever could ever agree; which of them may is the school's choice.
COULD_GIVE = (Role.SLT, Role.HEADTEACHER)


@dataclass(frozen=True)
class OwnPhoneChoice:
    """What one school chose. `designated_officer` is a staff id, null where the headteacher is told."""

    agrees: str = SLT
    needs_risk_assessment: bool = False
    reports_to: str = HEADTEACHER
    designated_officer: str | None = None


def may_give(roles: frozenset[str], chosen: OwnPhoneChoice) -> bool:
    """Whether somebody in these roles may agree to the use of a colleague's phone; the headteacher always may."""
    return Role.HEADTEACHER in roles or (chosen.agrees == SLT and Role.SLT in roles)


def is_only_afterwards(chosen: OwnPhoneChoice) -> bool:
    """Whether nothing is agreed before it is done: the school's policy has nobody use their own phone."""
    return chosen.agrees == NOBODY


def who_agrees(chosen: OwnPhoneChoice) -> str:
    """Who may agree, inside a sentence."""
    if is_only_afterwards(chosen):
        return "afterwards, and never before, the headteacher"
    return "the headteacher or SLT" if chosen.agrees == SLT else "the headteacher"


def not_ones_own(chosen: OwnPhoneChoice) -> str:
    """Why somebody's own phone is not theirs to agree to, and whose it is."""
    others = "another member of SLT, or the headteacher"
    if chosen.agrees != SLT:
        others = "another headteacher, or change the rules so that SLT may agree"
    return f"Nobody agrees to the use of their own phone: ask {others}"
