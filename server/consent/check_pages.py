"""A trip's checks before photos, and what changed on the day. Each look is in the audit log."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from server.accounts.rules import Role
from server.consent import authorisation_rules, authorisations, check_queries
from server.consent.rules import PURPOSE_NAMES
from server.consent.settings import SETS_RULES
from server.foundation import access, audit
from server.foundation.database import db
from server.trips.names import names_beside
from server.trips.queries import find_row

blueprint = Blueprint("photo_checks", __name__, template_folder="templates")

READS_CHECKS = (Role.OFFICE, Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.SLT, Role.EVC)


@blueprint.get("/office/trips/<trip_id>/photo-checks")
@access.staff(*READS_CHECKS)
def checks(trip_id: str) -> str:
    """Every check of a trip, who had to step out, and every no on the day."""
    person = access.signed_in()
    trip = find_row(person.school, trip_id)
    with db.atomic():
        audit.write(person.school, person.id, "consent.checks_viewed", trip.id)
    checks, changes = check_queries.checked_on(person.school, trip.id)
    said: list[Any] = [*(one.row for one in checks), *(one.row for one in changes)]
    names = names_beside(person.school, phones=[row.phone for row in said], staff=[row.staff for row in said])
    return render_template(
        "consent/checks.html",
        trip=trip,
        checks=checks,
        allowed=authorisations.of_checks(person.school, trip.id, [one.row for one in checks]),
        may_read_authorisations=bool(person.roles & set(authorisation_rules.READS)),
        changes=changes,
        change_names=check_queries.CHANGE_NAMES,
        purposes=PURPOSE_NAMES,
        phone_names=names,
        staff_names=names,
        may_set_rules=bool(person.roles & set(SETS_RULES)),
    )
