"""Every preset of the policy is whole and within range, and every setting is one that an office page can change."""

from __future__ import annotations

import json

from flask import Flask

from server.foundation.settings import Own
from server.policy import presets
from server.policy.policy_rules import GROUP_NAMES, READS
from server.policy.presets import UnreadableError
from tests.guards.sources import hold


def test_every_preset_has_a_value_a_sentence_and_a_clause_for_every_setting_and_names_nobody(app: Flask) -> None:
    here = app.extensions["lanyard.registry"]
    broken = []
    for name in presets.names():
        try:
            said = presets.load(name, here.settings, here.clashes).said
        except UnreadableError as unreadable:
            broken.append(f"{name}: {unreadable.words}")
            continue
        people = [one for one in said["alerts.added"].value if one["staff"]]
        if people or said["own_phone.told"].value is not None or said["accounts.second_step"].value:
            broken.append(f"{name}: names a person, or asks of the demo school what it does not do")
        if json.loads((presets.FOLDER / f"{name}.json").read_text(encoding="utf-8"))["name"] != name:
            broken.append(f"{name}: is called something else inside")
    hold(presets.names(), broken, "Presets are taken up whole: no setting without its value, sentence and clause.")


def test_every_setting_has_a_place_on_the_policys_page(app: Flask) -> None:
    settings = app.extensions["lanyard.registry"].settings
    broken = [code for code, one in settings.items() if one.group not in GROUP_NAMES or one.code != code]
    broken += [
        code for code, one in settings.items() if isinstance(one.kind, Own) and one.kind.page not in app.view_functions
    ]
    broken += [code for code, one in settings.items() if not set(one.changed_by) <= set(READS)]
    hold(
        settings,
        broken,
        "A setting stands in a group of GROUP_NAMES, names the page it has, and is read by whoever changes it.",
    )


def test_the_rules_served_name_settings_that_are_declared(app: Flask) -> None:
    here = app.extensions["lanyard.registry"]
    rules = {rule for one in here.settings.values() for rule in one.rules}
    broken = [rule for rule in rules if not rule[1:].isdigit() or not 1 <= int(rule[1:]) <= 102]
    hold(rules, broken, "A setting serves rules of R1 to R102.")
