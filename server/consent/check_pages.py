"""A trip's checks before photos, and what changed on the day. Each look is in the audit log."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.accounts.queries import staff_of
from server.accounts.rules import Role
from server.consent import authorisation_rules, authorisations, check_queries
from server.consent.photo_rule_pages import SETS_RULES
from server.consent.rules import PURPOSE_NAMES
from server.foundation import access, audit
from server.foundation.database import db
from server.phones.queries import names_of
from server.trips.queries import find_trip

blueprint = Blueprint("photo_checks", __name__, template_folder="templates")

READS_CHECKS = (Role.OFFICE, Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.SLT, Role.EVC)


@blueprint.get("/office/trips/<trip_id>/photo-checks")
@access.staff(*READS_CHECKS)
def checks(trip_id: str) -> str:
    """Every check of a trip, who had to step out, and every no on the day."""
    person = access.signed_in()
    trip = find_trip(person.school, trip_id)
    with db.atomic():
        audit.write(person.school, person.id, "consent.checks_viewed", trip.id)
    checks = check_queries.checks_on(person.school, trip.id)
    return render_template(
        "consent/checks.html",
        trip=trip,
        checks=checks,
        allowed=authorisations.of_checks(person.school, trip.id, [one.row for one in checks]),
        may_read_authorisations=bool(person.roles & set(authorisation_rules.READS)),
        changes=check_queries.changes_on(person.school, trip.id),
        change_names=check_queries.CHANGE_NAMES,
        purposes=PURPOSE_NAMES,
        phone_names=names_of(person.school),
        staff_names={row.id: row.name for row in staff_of(person.school)},
        may_set_rules=bool(person.roles & set(SETS_RULES)),
    )
