"""What the log of own phones holds about a child. What is about a headteacher's own is for the chair alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from server.accounts.about_child import EVERYBODY, AboutChild, HeldAbout, LookedFor, Readers, said
from server.accounts.rules import Role
from server.intake.models import Opening, Record
from server.personal_phone import uses
from server.personal_phone.agreement_models import OwnPhoneAgreement, OwnPhoneAgreementRevoked
from server.personal_phone.kinds import USED
from server.personal_phone.use_models import OwnPhoneOutcome, OwnPhoneUse
from server.personal_phone.use_queries import IS_HEADS

OWN_PHONES = "Own phones used"
# What was said and what came of it is the headteacher's to read (R52, R59).
READ = frozenset({Role.HEADTEACHER})
CHAIRS = frozenset({Role.CHAIR})


def rows(school: str, child: LookedFor) -> Iterator[HeldAbout]:
    """What came of a use that is about the child, and agreements that name them."""
    heads, outcomes = _of_heads(school), OwnPhoneOutcome.select(OwnPhoneOutcome, OwnPhoneUse).join(OwnPhoneUse)
    for row in outcomes.where(OwnPhoneOutcome.school == school):
        if row.use_id in child.records or child.is_named_in(row.words):
            alone, facts = CHAIRS if row.use_id in heads else READ, said(Words=row.words)
            yield HeldAbout(f"outcome:{row.n}", OWN_PHONES, "What came of it", row.at, facts, readers=alone)
    for agreed in OwnPhoneAgreement.select().where(OwnPhoneAgreement.school == school):
        facts = said(Why=agreed.reason, Risk_assessment=agreed.risk_assessment)
        if child.is_named_in(" ".join(words for _name, words in facts)):
            yield HeldAbout(f"agreed:{agreed.id}", OWN_PHONES, "An agreement", agreed.given_at, facts)
    for end in OwnPhoneAgreementRevoked.select().where(OwnPhoneAgreementRevoked.school == school):
        if child.is_named_in(end.why):
            key = f"ended:{end.agreement_id}"
            yield HeldAbout(key, OWN_PHONES, "An agreement revoked", end.at, said(Why=end.why))


def readers(school: str) -> Callable[[str, str, dict[str, Any]], Readers]:
    """Who alone may see the record of a use."""
    heads = _of_heads(school)

    def alone(record: str, kind: str, _body: dict[str, Any]) -> Readers:
        if kind != USED:
            return EVERYBODY
        return CHAIRS if record in heads else READ

    return alone


def _of_heads(school: str) -> set[str]:
    """The ids of uses of a headteacher's own phone, those that are held too: no table of uses has them."""
    listed = OwnPhoneUse.select(OwnPhoneUse.id).where(OwnPhoneUse.school == school, IS_HEADS)
    rows = Record.select().join(Opening, on=(Opening.envelope == Record.envelope))
    held = rows.where(Opening.school == school, Opening.state == "held", Record.kind == USED)
    return {row.id for row in listed} | {row.id for row in held if _is_of_head(row)}


def _is_of_head(record: Record) -> bool:
    """Whether a held record is. One nested too deep to read says nothing of it, and is the headteacher's."""
    try:
        return uses.is_of_head(record)
    except (AttributeError, RecursionError, ValueError):
        return False


ABOUT_CHILD = AboutChild(titles={USED: (OWN_PHONES, "An own phone used")}, rows=rows, readers=readers)
