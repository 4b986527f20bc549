"""Writes to the consent register by hand: answers, never to be photographed, lawful bases, how long a yes lasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date

from server.consent.models import ConsentDecision, LawfulBasis, NeverPhotograph
from server.consent.queries import Matter, never_photographed
from server.consent.settings import LASTS_DAYS
from server.consent.turns import following
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.foundation.settings import PolicyChange
from server.policy import changing
from server.trips.models import Pupil

BASIS_NAMES = {
    "consent": "Consent",
    "public_task": "Public task",
    "legitimate_interests": "Legitimate interests",
}


@dataclass(frozen=True)
class Said:
    """What somebody answered: who, how, when, and for how long. `able_by` judged the pupil able to decide (R29)."""

    response: str
    answered_by: str
    respondent: str
    how: str
    decided_on: date
    valid_from: date | None = None
    valid_to: date | None = None
    able_by: str = ""
    small_print: str = ""


def record_decision(pupil: Pupil, matters: Sequence[Matter], said: Said, by: str) -> None:
    """Append one answer for each purpose and medium."""
    with following(pupil.school_id, by, [pupil.id]):
        for purpose, medium in matters:
            ConsentDecision.create(
                school=pupil.school_id,
                pupil=pupil,
                purpose=purpose,
                medium=medium,
                recorded_at=clock.now(),
                recorded_by=by,
                **{**said.__dict__, "valid_from": said.valid_from or said.decided_on},
            )
        kinds = sorted({purpose for purpose, _medium in matters})
        audit.write(pupil.school_id, by, "consent.recorded", pupil.id, response=said.response, purposes=kinds)


def withdraw(pupil: Pupil, matters: Sequence[Matter], respondent: str, by: str) -> None:
    """Append a parent's withdrawal of today, told by telephone."""
    today = clock.today()
    record_decision(pupil, matters, Said("withdrawn", "parent", respondent, "telephone", today), by)


def begin_never(pupil: Pupil, reason: str, by: str) -> None:
    """Note that a pupil is never to be photographed, and why."""
    _note(pupil, "begin", reason, by)


def end_never(pupil: Pupil, reason: str, by: str) -> None:
    """Note that they may be again, as far as answers go, and why. Raises Problem request.refused where they were."""
    if pupil.id not in never_photographed(pupil.school_id):
        raise Problem("request.refused")
    _note(pupil, "end", reason, by)


def _note(pupil: Pupil, act: str, reason: str, by: str) -> None:
    with following(pupil.school_id, by, [pupil.id]):
        NeverPhotograph.create(school=pupil.school_id, pupil=pupil, act=act, reason=reason, at=clock.now(), by=by)
        audit.write(pupil.school_id, by, f"consent.never_{act}", pupil.id)


def read_reasons(pupil: Pupil, by: str) -> list[NeverPhotograph]:
    """Why a pupil is or was never to be photographed, the latest first. That somebody read it is noted."""
    with db.atomic():
        audit.write(pupil.school_id, by, "consent.never_reason_read", pupil.id)
        rows = NeverPhotograph.select().where(NeverPhotograph.pupil == pupil).order_by(NeverPhotograph.n.desc())
        return list(rows)


def choose_basis(school: str, purpose: str, basis: str, by: str) -> None:
    """Note on what the school bases a purpose from now on."""
    with db.atomic():
        LawfulBasis.create(school=school, purpose=purpose, basis=basis, at=clock.now(), by=by)
        audit.write(school, by, "consent.basis_chosen", school, purpose=purpose, basis=basis)


def choose_lasts_days(school: str, days: int | None, by: str) -> None:
    """Choose for how many days a yes lasts; None: it is asked once, on entry."""
    changing.choose(school, {LASTS_DAYS.code: days}, by)


@contextmanager
def around_policy(change: PolicyChange) -> Iterator[None]:
    """Where the policy says another time for how long a yes lasts: what follows from that for whoever is out."""
    with following(change.school, change.by) if LASTS_DAYS.code in change.values else nullcontext():
        yield
