"""The coverage of the rules in the office: each rule, what Lanyard does about it, where, and what holds it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, current_app, render_template, request, url_for
from werkzeug.routing import Rule as Route

from server.accounts.rules import Role
from server.foundation import access
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.policy import coverage, versions
from server.policy.coverage import Covered
from server.policy.own_words import WRITES, code_of
from server.policy.policy_rules import READS as READS_POLICY
from server.policy.policy_rules import Said

blueprint = Blueprint("policy_coverage", __name__, template_folder="templates")

# Whoever reads reports, and whoever looks after phones and server.
READS = (
    *(Role.OFFICE, Role.DSL, Role.DEPUTY_DSL, Role.ONLINE_SAFETY_LEAD, Role.HEADTEACHER, Role.SLT, Role.EVC),
    *(Role.CHAIR, Role.VICE_CHAIR, Role.BASE_CONTACT, Role.NETWORK_MANAGER),
)


@blueprint.get("/office/policy/coverage")
@access.staff(*READS)
def overview() -> str:
    """Every rule by section, or those of one status."""
    status = request.args.get("status", "")
    if status and status not in coverage.STATUS_NAMES:
        raise Problem("request.not_found")
    person, rules = access.signed_in(), coverage.every_rule()
    return render_template(
        "policy/coverage.html",
        status=status,
        total=len(rules),
        counts={code: sum(one.status == code for one in rules) for code in coverage.STATUS_NAMES},
        sections=_by_section([one for one in rules if status in ("", one.status)]),
        pages=_pages_for(person, rules),
        names=coverage.STATUS_NAMES,
        meanings=coverage.STATUS_MEANINGS,
        strengths=coverage.STRENGTH_NAMES,
        own=_own_words(person, rules),
        may_write=bool(set(WRITES) & person.roles),
        reads_policy=bool(set(READS_POLICY) & person.roles),
    )


def _own_words(person: Person, rules: Sequence[Covered]) -> dict[str, tuple[str, Said]]:
    """What the school itself says of the rules that Lanyard only says: (setting, words) by rule."""
    said = versions.in_force(person.school).said
    named = {one.rule.rule: code_of(one.rule.rule) for one in rules if one.status == coverage.GUIDANCE}
    return {rule: (code, said[code]) for rule, code in named.items() if code in said}


def _by_section(rules: Sequence[Covered]) -> list[tuple[str, str, list[Covered]]]:
    """Code, name and rules of each section that has any."""
    found = [
        (code, name, [one for one in rules if one.rule.section == code])
        for code, name in coverage.catalogue().sections.items()
    ]
    return [section for section in found if section[2]]


def _pages_for(person: Person, rules: Sequence[Covered]) -> dict[str, str]:
    """The addresses of the pages named, by endpoint: of those that need nothing more, and that they may open."""
    named = {where.at for one in rules for where in one.where}
    routes = [route for route in current_app.url_map.iter_rules() if route.endpoint in named]
    return {
        route.endpoint: url_for(route.endpoint)
        for route in routes
        if _stands_alone(route) and access.opens(person, route.endpoint)
    }


def _stands_alone(route: Route) -> bool:
    return "GET" in (route.methods or ()) and not route.arguments
