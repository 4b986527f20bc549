"""The record kinds of what comes of an incident after its report, each version read for ever.

Each names its incident, which may come later than it or never. Only what the app itself supplies is required.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

FOLLOWED_UP, CONTACTED, CLOSED = "incident.followed_up", "parent.contacted", "incident.closed"
AGREED, DONE, SLIP = "action.agreed", "action.done", "slip.made"
AGENCY_TOLD = "agency.told"
RISK_TO_CHILD, NOT_YET = "risk_to_child", "not_yet"
How = Literal["phone", "in_person", "message", "letter", "other"]


class IncidentFollowedUpV1(BaseModel):
    """`incident.followed_up`, version 1: more that is known of it. `happened_at`: when what it tells of was."""

    model_config = ConfigDict(strict=True, extra="forbid")

    incident: str
    written_at: datetime
    words: str | None = None
    happened_at: datetime | None = None


class ParentTold(BaseModel):
    """Whether a parent or carer was told of it (R74).

    `told` true: `whom`, `told_by` (a name), `told_at`, `how`. False: `why_not`; `risk_to_child` is read by the DSL and
    deputies alone, or, of what they may not know, by whoever reads its incident.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    told: bool | None = None
    whom: str | None = None
    told_by: str | None = None
    told_at: datetime | None = None
    how: How | None = None
    why_not: Literal["not_yet", "risk_to_child"] | None = None
    words: str | None = None


class ParentContactedV1(ParentTold):
    """`parent.contacted`, version 1: that, in a record of its own."""

    incident: str
    written_at: datetime


class IncidentFollowedUpV2(IncidentFollowedUpV1):
    """`incident.followed_up`, version 2: a follow-up sent unfinished, with what its form had of a parent or carer.

    One form has one unfinished report; finished, it becomes a record of each. Who reads `parent` is as of a record of
    its own: chronology.parts_of.
    """

    parent: ParentTold | None = None


class IncidentClosedV1(BaseModel):
    """`incident.closed`, version 1: what came of it, and what was learnt (R99). The office's closes an incident."""

    model_config = ConfigDict(strict=True, extra="forbid")

    incident: str
    closed_at: datetime
    outcome: str | None = None
    lessons: str | None = None


class AgencyToldV1(BaseModel):
    """`agency.told`, version 1: that somebody outside the school was told of it (R64, R65, R68).

    `agency` is a code of chronology_rules.AGENCIES; `reference` what they gave, such as a crime number.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    incident: str
    written_at: datetime
    agency: (
        Literal[
            "police",
            "lado",
            "childrens_services",
            "local_authority",
            "trust",
            "ceop",
            "iwf",
            "host",
            "hse",
            "ico",
            "other",
        ]
        | None
    ) = None
    told_by: str | None = None
    told_at: datetime | None = None
    reference: str | None = None
    words: str | None = None


class ActionAgreedV1(BaseModel):
    """`action.agreed`, version 1: something to be done because of it. `owner` is a staff id."""

    model_config = ConfigDict(strict=True, extra="forbid")

    incident: str
    agreed_at: datetime
    what: str | None = None
    owner: str | None = None
    due_on: date | None = None


class ActionDoneV1(BaseModel):
    """`action.done`, version 1: that was done. `action` is the id of the record that agreed it."""

    model_config = ConfigDict(strict=True, extra="forbid")

    incident: str
    action: str
    done_at: datetime
    words: str | None = None


class SlipMadeV1(BaseModel):
    """`slip.made`, version 1: a bumped-head slip for one child's family, with the words on it."""

    model_config = ConfigDict(strict=True, extra="forbid")

    incident: str
    made_at: datetime
    child: str | None = None
    happened_at: datetime | None = None
    what_happened: str | None = None
    what_was_done: str | None = None


KINDS: dict[tuple[str, int], type[BaseModel]] = {
    (FOLLOWED_UP, 1): IncidentFollowedUpV1,
    (FOLLOWED_UP, 2): IncidentFollowedUpV2,
    (CONTACTED, 1): ParentContactedV1,
    (AGENCY_TOLD, 1): AgencyToldV1,
    (CLOSED, 1): IncidentClosedV1,
    (AGREED, 1): ActionAgreedV1,
    (DONE, 1): ActionDoneV1,
    (SLIP, 1): SlipMadeV1,
}
