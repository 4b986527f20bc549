"""What a school decides of its phones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.accounts.rules import Role
from server.foundation.settings import Choice, Clash, Number, Setting, YesNo

LEAST_MINUTES, USUAL_MINUTES, MOST_MINUTES = 2, 15, 30
SETS_RULES = (Role.NETWORK_MANAGER, Role.HEADTEACHER)
NETWORK_MANAGER, USER_ALONE = "network_manager", "user_alone"
LOCK_MINUTES = Setting(
    code="phones.lock_minutes",
    label="A phone on a trip locks itself after",
    kind=Number(LEAST_MINUTES, MOST_MINUTES, "minute"),
    usual=USUAL_MINUTES,
    rules=("R85",),
    changed_by=SETS_RULES,
    does="So long may the app be out of sight on a trip before it asks for the PIN again, also without a signal.",
)
REGISTERS_DEVICES = Setting(
    code="phones.registers_devices",
    label="A list of staff’s own devices",
    kind=YesNo(yes="The school keeps one", no="None is kept"),
    usual=False,
    rules=("R8",),
    changed_by=SETS_RULES,
    does="Where one is kept, the office notes each device with its make and model and who agreed to it.",
    asks_again=True,
)
PASSCODE_HELD_BY = Setting(
    code="phones.passcode_held_by",
    label="Who else knows the passcode of a phone handed to somebody",
    kind=Choice({NETWORK_MANAGER: "The network manager always does", USER_ALONE: "Nobody: its user alone"}),
    usual=NETWORK_MANAGER,
    rules=("R9", "R12"),
    changed_by=SETS_RULES,
    does="Says whether the network manager is to confirm on a phone’s page that they can get into it. Never the PIN.",
    asks_again=True,
)
PASSCODE_PRIVATE = Setting(
    code="phones.passcode_private",
    label="Staff keep the passcode of a phone to themselves",
    kind=YesNo(yes="Yes: they tell nobody", no="No rule"),
    usual=False,
    rules=("R5", "R9"),
    changed_by=SETS_RULES,
    does="Nothing by itself: it is what staff are told, and is held against who else knows the passcode.",
    asks_again=True,
)
SETTINGS = (LOCK_MINUTES, REGISTERS_DEVICES, PASSCODE_HELD_BY, PASSCODE_PRIVATE)


def _passcode(values: Mapping[str, Any]) -> str:
    if values[PASSCODE_HELD_BY.code] == NETWORK_MANAGER and values[PASSCODE_PRIVATE.code]:
        return (
            "The network manager always knows the passcode, and staff tell it to nobody. Staff cannot keep to both: "
            "say which of the two holds."
        )
    return ""


CLASHES = (Clash("phones.passcode", (PASSCODE_HELD_BY.code, PASSCODE_PRIVATE.code), _passcode),)
