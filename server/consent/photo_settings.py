"""Which rules for photos are in force at a school, and choosing others."""

from __future__ import annotations

from server.consent import settings
from server.consent.photo_rules import Activity, Rules
from server.policy import changing, versions


def of_school(school: str) -> Rules:
    """The school's rules; the usual ones until it chooses."""
    policy = versions.of_school(school)
    lines = (settings.IN_TOILETS, settings.IN_CHANGING_ROOMS, settings.DURING_CARE)
    return Rules(
        list_warns_hours=policy.value(settings.WARNS_HOURS),
        list_stops_hours=policy.value(settings.STOPS_HOURS),
        purposes=tuple(policy.value(settings.PURPOSES_TAKEN)),
        has_first_names=policy.value(settings.FIRST_NAMES),
        lines=tuple(policy.value(line) for line in lines),
        activities=tuple(Activity(*one) for one in policy.value(settings.ACTIVITIES)),
    )


def choose(school: str, rules: Rules, by: str) -> None:
    """Put rules in force. Phones take them up with their next list."""
    in_toilets, in_changing_rooms, during_care = rules.lines
    chosen = {
        settings.WARNS_HOURS.code: rules.list_warns_hours,
        settings.STOPS_HOURS.code: rules.list_stops_hours,
        settings.PURPOSES_TAKEN.code: list(rules.purposes),
        settings.FIRST_NAMES.code: rules.has_first_names,
        settings.IN_TOILETS.code: in_toilets,
        settings.IN_CHANGING_ROOMS.code: in_changing_rooms,
        settings.DURING_CARE.code: during_care,
        settings.ACTIVITIES.code: [[one.name, one.kind, one.line] for one in rules.activities],
    }
    changing.choose(school, chosen, by)
