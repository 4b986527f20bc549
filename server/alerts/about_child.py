"""What was written of alerts about a child, and calls made; what is apart for the governors is in none of it."""

from __future__ import annotations

from collections.abc import Iterator

from server.accounts.about_child import EVERYBODY, AboutChild, HeldAbout, LookedFor, said
from server.accounts.rules import Role
from server.alerts.call_kinds import CALL_MADE
from server.alerts.kinds import ANSWERED
from server.alerts.models import Alert, AlertAct

ALERTS = "Alerts and calls"
# A concern about staff goes to the headteacher alone (R63).
ABOUT_STAFF, READ_OF_STAFF = "allegation", frozenset({Role.HEADTEACHER})


def rows(school: str, child: LookedFor) -> Iterator[HeldAbout]:
    """Each word that somebody wrote of an alert about the child."""
    acts = AlertAct.select(AlertAct, Alert).join(Alert).where(AlertAct.school == school, ~Alert.is_apart)
    for row in acts.where((AlertAct.words != "") | (AlertAct.alone_because != "")):
        facts = said(Words=row.words, Closed_alone_because=row.alone_because)
        if row.alert.subject in child.records or child.is_named_in(" ".join(words for _name, words in facts)):
            alone = READ_OF_STAFF if row.alert.category == ABOUT_STAFF else EVERYBODY
            key, title = f"alert:{row.id}", "What was written of an alert"
            yield HeldAbout(key, ALERTS, title, row.at, facts, trip=row.alert.trip, readers=alone)


ABOUT_CHILD = AboutChild(
    titles={CALL_MADE: (ALERTS, "A call to the school"), ANSWERED: (ALERTS, "An alert answered on a phone")}, rows=rows
)
