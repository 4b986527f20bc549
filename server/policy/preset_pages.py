"""Presets in the office: what there is to begin from, and taking one up, whole or in part, after looking at it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts import sent
from server.accounts.queries import staff_names
from server.foundation import access, registry
from server.foundation.problems import Problem
from server.policy import changing, presets, previewing, versions
from server.policy.change_words import WAITS, InWords, in_words
from server.policy.changing import RefusedError, Why
from server.policy.contact_changes import OvertakenError
from server.policy.policy_pages import MAKE
from server.policy.policy_rules import TAKES_UP, Said, differing
from server.policy.presets import Preset, UnreadableError
from server.policy.setting_forms import PresetForm

blueprint = Blueprint("policy_preset", __name__, template_folder="templates")


@blueprint.get("/office/policy/presets")
@access.staff(*TAKES_UP)
def every_preset() -> str:
    """What there is to begin from."""
    here = registry.current()
    found = [presets.load(name, here.settings, here.clashes) for name in presets.names()]
    return render_template("policy/presets.html", presets=found)


@blueprint.get("/office/policy/presets/<preset_name>")
@access.staff(*TAKES_UP)
def preset(preset_name: str) -> str:
    """What one would change here."""
    return first_look(_find(preset_name))


@blueprint.post("/office/policy/presets/<preset_name>")
@access.staff(*TAKES_UP)
def take_up(preset_name: str) -> Any:
    """Look at what is ticked once more, or take it up."""
    return look_or_take_up(_find(preset_name))


def _find(name: str) -> Preset:
    here = registry.current()
    try:
        return presets.load(name, here.settings, here.clashes)
    except UnreadableError:
        raise Problem("request.not_found") from None


def first_look(found: Preset, text: str = "") -> str:
    """The page of a whole policy that may be taken up, all of it ticked. `text` is the file that it came in, if any."""
    wanted = _wanted(found)
    form = _offered(PresetForm(formdata=None, take=list(wanted), text=text), wanted)
    return _page(found, form, wanted, seen=versions.number(access.signed_in().school))


def look_or_take_up(found: Preset) -> Any:
    """What the form of that page does."""
    person, wanted = access.signed_in(), _wanted(found)
    form = _offered(PresetForm(), wanted)
    if not form.validate():
        return _page(found, form, wanted, seen=sent.seen()), 422
    chosen = {code: said for code, said in wanted.items() if code in (form.take.data or [])}
    if request.form.get("act") != MAKE:
        return _page(found, form, chosen, seen=sent.seen())
    why = Why(person.id, form.reason.data or "", preset=found.title, seen=sent.seen())
    try:
        made = changing.change(person.school, chosen, why)
    except RefusedError as refused:
        form.take.errors = list(refused.words.values())
        return _page(found, form, chosen, seen=sent.seen()), 422
    except OvertakenError as meanwhile:
        return _page(found, form, chosen, seen=versions.number(person.school), told=meanwhile.told), 409
    flash(f"Settings taken up: {made.changed}.", "success")
    if made.waits:
        flash(WAITS, "info")
    return redirect(url_for("policy.every_setting"))


def _wanted(found: Preset) -> dict[str, Said]:
    """What of it is another than what is in force."""
    return differing(versions.in_force(access.signed_in().school).said, found.said)


def _offered(form: PresetForm, wanted: dict[str, Said]) -> PresetForm:
    school = access.signed_in().school
    before = versions.in_force(school).said
    changes = in_words({code: (before[code], said) for code, said in wanted.items()}, staff_names(school))
    return form.offers({one.code: f"{one.label}: {one.after} ({_before(one)})" for one in changes})


def _before(one: InWords) -> str:
    return "as now, with other words of the school" if one.before == one.after else f"now: {one.before}"


def _page(found: Preset, form: PresetForm, chosen: dict[str, Said], *, seen: int, told: list[str] | None = None) -> str:
    looked = previewing.preview(access.signed_in().school, chosen)
    return render_template("policy/preset.html", preset=found, form=form, looked=looked, seen=seen, told=told)
