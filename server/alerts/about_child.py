"""What was written of alerts about a child, and calls made; what is apart for the governors is in none of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from server.accounts.about_child import EVERYBODY, AboutChild, HeldAbout, LookedFor, Readers, narrowest, said
from server.accounts.rules import Role
from server.alerts.actions import situation_of
from server.alerts.call_kinds import CALL_MADE
from server.alerts.kinds import ANSWERED
from server.alerts.models import Alert, AlertAct
from server.alerts.routing_rules import OWN_PHONES, STAFF_CONDUCT
from server.alerts.routing_rules import rows as rows_of

ALERTS = "Alerts and calls"
# A concern about staff goes to the headteacher alone (R63), and so does what was said with an own phone (R52, R59).
HEADS, READ = frozenset({STAFF_CONDUCT, OWN_PHONES}), frozenset({Role.HEADTEACHER})


def rows(school: str, child: LookedFor) -> Iterator[HeldAbout]:
    """Each word that somebody wrote of an alert about the child."""
    acts = AlertAct.select(AlertAct, Alert).join(Alert).where(AlertAct.school == school, ~Alert.is_apart)
    for row in acts.where((AlertAct.words != "") | (AlertAct.alone_because != "")):
        facts = said(Words=row.words, Closed_alone_because=row.alone_because)
        if row.alert.subject in child.records or child.is_named_in(" ".join(words for _name, words in facts)):
            alone = narrowest((_alone(row.alert), child.readers_of([row.alert.subject])))
            key, title = f"alert:{row.id}", "What was written of an alert"
            yield HeldAbout(key, ALERTS, title, row.at, facts, trip=row.alert.trip, readers=alone)


def readers(school: str) -> Callable[[str, str, dict[str, Any]], Readers]:
    """Who alone may see an answer: whoever may see its alert."""
    own = {row.id: _alone(row) for row in Alert.select().where(Alert.school == school)}

    def alone(_record: str, kind: str, body: dict[str, Any]) -> Readers:
        alert = body.get("alert")
        return own.get(alert, EVERYBODY) if kind == ANSWERED and isinstance(alert, str) else EVERYBODY

    return alone


def subjects(school: str) -> Iterable[tuple[str, str]]:
    """Each alert with what it is about: whoever may not see that sees no answer to the alert."""
    found: Any = Alert.select(Alert.id, Alert.subject).where(Alert.school == school).tuples()
    return found


def _alone(alert: Alert) -> Readers:
    return READ if HEADS & set(rows_of(situation_of(alert))) else EVERYBODY


ABOUT_CHILD = AboutChild(
    titles={CALL_MADE: (ALERTS, "A call to the school"), ANSWERED: (ALERTS, "An alert answered on a phone")},
    rows=rows,
    readers=readers,
    subjects=subjects,
)
