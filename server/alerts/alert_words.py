"""What an alert says to somebody who was told of it, once they are past the lock; and what each row of the table is."""

from __future__ import annotations

from server.accounts.rules import ROLE_NAMES, Role
from server.alerts import routing_rules as rules
from server.alerts.actions import PHOTOGRAPHS, situation_of
from server.alerts.models import Alert
from server.alerts.recipients import ADDED
from server.alerts.routing_rules import rows
from server.alerts.take_up import HANDED_ON
from server.foundation import registry

_TITLES = {
    rules.OWN_PHONE: "An own phone was used",
    rules.FORCED: "A phone left though something was not well",
    rules.HELD: "Something came that could not be opened",
    **dict.fromkeys((rules.CHAIR_OPENED, rules.VICE_CHAIR_OPENED), "A concern about the headteacher was opened"),
}
_TO_DO = {
    rules.HEADS_CONDUCT: "Ring the LADO first. Nobody else at the school hears of it.",
    rules.STAFF_CONDUCT: "If it may be an offence, ring the police and the LADO before you ask anybody.",
    rules.SAFEGUARDING: "Read it, and act on it today.",
    rules.ONLINE: "Read it, and act on it today. It counts as a safeguarding concern.",
    rules.VISITORS: "Read it, and decide today who speaks to them.",
    rules.WELFARE: "Read it. See whether the child needs more than the call.",
    rules.SERIOUS: "Ring the trip.",
    rules.DATA: "Mark a lost phone as lost at once. A breach may have to be told of within 72 hours.",
    rules.OWN_PHONES: "Take its report up today.",
    rules.LEFT_ANYWAY: "See what was wanting, and why it went.",
    rules.CANNOT_OPEN: "It is kept. Ask whoever sent it what it was.",
    rules.NOT_HEARD: "Ring the trip leader. What is on the phone has not reached the school.",
    rules.NOBODY_HOLDS: "Others were told instead. Give the role to somebody.",
}
_ROLES = {ADDED: "Added by the school", HANDED_ON: "Handed on to you", "designated_officer": "Designated officer"}


def phone_of(alert: Alert) -> str | None:
    """The phone that its title names; None of most."""
    return str(alert.subject).partition(":")[2] if alert.kind == rules.SILENT else None


def title(alert: Alert, phones: dict[str, str] | None = None) -> str:
    """What it is, in a few words, with nobody's name. `phones` are names that are known already."""
    if alert.kind == rules.ROLE_EMPTY:
        return f"Nobody is {role_name(alert.category or '')}"
    if alert.kind == rules.SILENT:
        phone = str(phone_of(alert))
        names = registry.current().phone_names(alert.school_id, [phone]) if phones is None else phones
        return f"{names.get(phone, 'A phone')} has not been heard of"
    if alert.kind == rules.HELD and rules.is_of_conduct(situation_of(alert)):
        return f"{_incident(alert)}, in a version that is held"
    if alert.kind in _TITLES:
        return "Photographs were taken with an own phone" if alert.category == PHOTOGRAPHS else _TITLES[alert.kind]
    return _incident(alert)


def _incident(alert: Alert) -> str:
    if alert.about_role:
        name = "Concern about the headteacher" if alert.is_apart else "Concern about a member of staff"
    else:
        name = registry.current().category_names.get(alert.category or "", "A report with no category")
    return f"{name}, {alert.severity}" if alert.severity in ("serious", "critical") else name


def to_do(alert: Alert) -> str:
    """What to do about it first."""
    if alert.kind in (rules.CHAIR_OPENED, rules.VICE_CHAIR_OPENED):
        return "See by whom and when. Each opening is told to the other of the two governors."
    return _TO_DO[rows(situation_of(alert))[0]]


def role_name(role: str) -> str:
    """As what somebody was told, in words."""
    return ROLE_NAMES[Role(role)] if role in set(Role) else _ROLES.get(role, "Told")
