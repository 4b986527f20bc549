"""What people wrote while they reconciled, where it names a child: of held items, of gaps, of a trip's summary."""

from __future__ import annotations

from collections.abc import Iterator

from server.accounts.about_child import AboutChild, HeldAbout, LookedFor, said
from server.intake.models import Envelope
from server.reconciliation.check_off_models import GapExplanation
from server.reconciliation.models import HeldDecision

CHECKED_OFF = "Checking what came back"


def rows(school: str, child: LookedFor) -> Iterator[HeldAbout]:
    """Reasons and explanations that name the child."""
    decided = HeldDecision.select(HeldDecision, Envelope).join(Envelope)
    for row in decided.where(HeldDecision.school == school):
        if child.is_named_in(row.reason):
            key, title, alone = f"held:{row.n}", "Decided of a held item", child.readers_of([row.envelope.id])
            yield HeldAbout(key, CHECKED_OFF, title, row.decided_at, said(Why=row.reason), readers=alone)
    for gap in GapExplanation.select().where(GapExplanation.school == school):
        if child.is_named_in(f"{gap.title} {gap.words}"):
            facts = said(What=gap.title, Words=gap.words)
            yield HeldAbout(f"gap:{gap.n}", CHECKED_OFF, "A gap explained", gap.at, facts, trip=gap.trip_id)


ABOUT_CHILD = AboutChild(rows=rows)
