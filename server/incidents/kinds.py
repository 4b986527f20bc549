"""The record kinds of incidents, each version read for ever.

Only what the app itself supplies is required; whatever a person supplies may be missing (R67).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from server.incidents.details import odd_in, schema_by_kind
from server.incidents.details import what_fits as details_that_fit

Category = Literal[
    "injury",
    "illness",
    "missing_pupil",
    "behaviour",
    "safeguarding",
    "bullying",
    "online_safety",
    "nude_image",
    "allegation",
    "visitor_breach",
    "lost_phone",
    "data_breach",
    "welfare_call",
    "device_exception",
    "near_miss",
    "other",
    # What the phone's emergency cards began; no form offers it.
    "emergency",
]
Severity = Literal["minor", "moderate", "serious", "critical"]


class Position(BaseModel):
    """Where the phone was, only if somebody asked it: degrees (WGS 84) and metres."""

    model_config = ConfigDict(strict=True, extra="forbid")

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    accuracy_metres: float | None = Field(default=None, ge=0, le=100_000_000)


class IncidentReportedV1(BaseModel):
    """`incident.reported`, version 1: what happened, as it was written on the trip."""

    model_config = ConfigDict(strict=True, extra="forbid")

    started_at: datetime
    category: Category | None = None
    # Of a concern about staff alone: whom it is about.
    about: Literal["staff", "headteacher"] | None = None
    severity: Severity | None = None
    happened_at: datetime | None = None
    happened_about: Literal["just_now", "ten_minutes_ago", "before_lunch", "other"] | None = None
    place: str | None = None
    position: Position | None = None
    pupils: str | None = None
    what_happened: str | None = None
    what_was_done: str | None = None
    who_was_told: str | None = None
    follow_up_needed: bool | None = None


class IncidentReportedV2(IncidentReportedV1):
    """`incident.reported`, version 2: what somebody wrote on paper and another typed in; its actor is who wrote it.

    `typed_by` is a staff id, and `started_at` when it was typed. Where the paper gives a day and no time, the day alone
    is kept.
    """

    written_on: Literal["paper"] | None = None
    typed_by: str | None = None
    written_about_at: datetime | None = None
    written_about_on: date | None = None
    happened_on: date | None = None


class IncidentReportedV3(IncidentReportedV2):
    """`incident.reported`, version 3: with the few facts that matter for its kind, which `protocols.json` declares."""

    model_config = ConfigDict(strict=True, extra="forbid", json_schema_extra=schema_by_kind)

    details: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _has_its_own_details(self) -> Self:
        odd = odd_in(self.category, self.details or {})
        if odd:
            raise ValueError(f"no details of {self.category}: {', '.join(sorted(odd))}")
        return self


def what_fits(body: dict[str, Any]) -> dict[str, Any]:
    """A report's body as a page can show it: without members whose value is of another kind than they have here.

    What was accepted though it did not fit, or came of a newer version, can hold anything. Members not known stay, and
    of the details those that fit.
    """
    if "details" in body:
        body = {**body, "details": details_that_fit(body.get("category"), body["details"])}
    try:
        IncidentReportedV3.model_validate_json(
            json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"), strict=True
        )
    except ValidationError as error:
        odd = {one["loc"][0] for one in error.errors() if one["loc"] and one["type"] != "extra_forbidden"}
        return {name: value for name, value in body.items() if name not in odd}
    return body


class SheetReturnedV1(BaseModel):
    """`sheet.returned`, version 1: a trip sheet came back on paper, as it was typed in; its actor is who wrote it.

    `started_at` is when it was typed, `phone` the phone it stands for. `incidents` counts those on the sheet: 0 is
    "nothing happened".
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    started_at: datetime
    typed_by: str | None = None
    phone: str | None = None
    incidents: int | None = Field(default=None, ge=0)
    head_counts: str | None = None
    written_about_at: datetime | None = None
    written_about_on: date | None = None


REPORTED, RETURNED = "incident.reported", "sheet.returned"
KINDS: dict[tuple[str, int], type[BaseModel]] = {
    (REPORTED, 1): IncidentReportedV1,
    (REPORTED, 2): IncidentReportedV2,
    (REPORTED, 3): IncidentReportedV3,
    (RETURNED, 1): SheetReturnedV1,
}
