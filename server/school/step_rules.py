"""The steps from an empty school to its first trip: how each is done, and what leaving it out means. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

DONE, TO_DO, LEFT_OUT = "done", "to_do", "left_out"


@dataclass(frozen=True)
class Step:
    """A step. `page` is the endpoint where it is done; `without` what leaving it out means, "" where none may."""

    code: str
    title: str
    how: str
    page: str
    link: str
    without: str = ""


STEPS = (
    Step(
        "administrators",
        "Two administrators",
        "The second chooses a password with the code that the first page showed. Two, so that nobody is locked out "
        "and nobody alone hands out the roles that read most.",
        "first_codes.choose",
        "Make that code again",
    ),
    Step(
        "second_step",
        "A second step at sign-in",
        "Each of the two adds a passkey or prints a sheet of codes, under their own name above; later each DSL.",
        "second_factor.overview",
        "Add yours",
        "a stolen password alone opens the office.",
    ),
    Step(
        "staff",
        "Staff",
        "One file with names, e-mail addresses and roles. Each gets a first code on paper.",
        "staff_lists.choose_file",
        "Import staff",
        "only the administrators can sign in. A report is filed without signing in all the same.",
    ),
    Step(
        "pupils",
        "Pupil roll",
        "One file out of the school’s system: names and classes, with UPNs or dates of birth.",
        "pupil_lists.choose_file",
        "Import the pupil roll",
        "trips have no pupils: no list, no head count by name, no photos.",
    ),
    Step(
        "contacts",
        "Contacts",
        "Whom to ring on a trip: at least the base contact and the DSL, each with a number.",
        "contacts.every_contact",
        "Contacts",
        "phones name nobody of the school to ring.",
    ),
    Step(
        "policy",
        "Policy",
        "Take up one of five presets, in part or in full. Each setting can be changed later.",
        "policy_preset.every_preset",
        "Choose a preset",
        "every setting stays as it comes, and no page cites a clause of yours.",
    ),
    Step(
        "phone",
        "First phone",
        "Add a school phone or iPad, make a set-up code, and type it on the phone.",
        "phones.inventory",
        "Phones",
    ),
    Step(
        "trip",
        "First trip",
        "Plan it: when, where, who goes, which phones. The phone then shows it.",
        "trips.every_trip",
        "Trips",
    ),
)
BY_CODE = {one.code: one for one in STEPS}


@dataclass(frozen=True)
class Standing:
    """A step, and how it stands."""

    step: Step
    state: str


def standings(done: Mapping[str, bool], left_out: Collection[str]) -> list[Standing]:
    """How every step stands. What is done counts as done, whatever was left out before."""
    return [
        Standing(one, DONE if done[one.code] else LEFT_OUT if one.without and one.code in left_out else TO_DO)
        for one in STEPS
    ]


def open_steps(steps: Collection[Standing]) -> list[Standing]:
    """What is still to do, the next first."""
    return [one for one in steps if one.state == TO_DO]
