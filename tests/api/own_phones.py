"""Uses of own phones as phones send them, and agreements as they stand, for the tests of the office."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from server.accounts.models import School, Staff
from server.foundation import clock
from server.personal_phone.agreement_models import OwnPhoneAgreement
from tests.cast import address_of, grazed_knee

LIST = "/office/own-phones"
PAPER = f"{LIST}/new"
LEDGER = f"{LIST}/ledger"
CASTLE_OFFICE = "01632 960450"
SAID = "They sent a first aider to the gatehouse."


def staff_id(role: str) -> str:
    """The id of the demo school's person in this role."""
    return str(Staff.get(Staff.email == address_of(role)).id)


def use(trip: str | None, role: str | None = "staff", **body: Any) -> dict[str, Any]:
    """The plaintext of a call that somebody just made with their own phone, ready to seal."""
    began_at = clock.now() - timedelta(minutes=30)
    call = {
        "opened_at": clock.as_text(began_at),
        "began_at": clock.as_text(began_at),
        "ended_at": clock.as_text(began_at + timedelta(minutes=4)),
        "is_timed": True,
        "called": "other",
        "called_name": "Castle office",
        "called_number": CASTLE_OFFICE,
        "why_no_school_phone": "Both were with the other group.",
        "what_was_said": SAID,
        "withheld": "tried",
        "another_adult_heard": True,
        "agreed": "retrospective",
        "agreed_by": "Ruth",
        "photographs_taken": False,
        "written_on": "school_phone",
    }
    actor = {"staff": staff_id(role) if role else None, "how": "session" if role else "none"}
    record = grazed_knee(trip)
    return {
        **record,
        "id": str(uuid.uuid4()),
        "kind": "personal_phone.used",
        "body": {**call, **body},
        "actor": {**record["actor"], **actor},
        "clock": {**record["clock"], "wall": clock.as_text(clock.now())},
    }


def agree(trip: str, role: str = "staff", *, minutes_ago: int = 600, kind: str = "own_phone") -> OwnPhoneAgreement:
    """An agreement for somebody on a trip."""
    school = School.get(School.is_demo)
    return OwnPhoneAgreement.create(
        school=school,
        number=OwnPhoneAgreement.select().count() + 1,
        kind=kind,
        staff=staff_id(role),
        trip=trip,
        reason="Phone 3 did not start.",
        risk_assessment="",
        given_at=clock.now() - timedelta(minutes=minutes_ago),
        given_by=staff_id("slt"),
    )


def page_of(record: dict[str, Any]) -> str:
    """The address of a use's page."""
    return f"{LIST}/{record['id']}"
