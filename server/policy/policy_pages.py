"""The school's policy in the office: every setting with its clause, changing one, what waits, and what was changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from server.accounts import sent
from server.accounts.queries import staff_names
from server.foundation import access, registry
from server.foundation.access import Person
from server.foundation.problems import Problem
from server.foundation.settings import Own, Setting
from server.policy import changing, previewing, versions
from server.policy.change_words import WAITS, in_words, pairs_of
from server.policy.changing import RefusedError, Why
from server.policy.contact_changes import OvertakenError
from server.policy.policy_rules import (
    GROUP_NAMES,
    READS,
    TAKES_UP,
    clashing,
    not_theirs,
    roles_in_words,
)
from server.policy.review_rules import REVIEWS
from server.policy.setting_forms import SettingForm, form_of

blueprint = Blueprint("policy", __name__, template_folder="templates")

LOOK, MAKE = "look", "make"
# What a school decides that is no setting: a text that was signed, or what was agreed for somebody, each with a history
# of its own (ADR 0054). So that one page leads to all of it: (page, what, why it stands there).
ELSEWHERE = (
    ("agreement.agreement", "Acceptable use: its text", "Each version is what somebody signed."),
    ("contacts.every_contact", "Contacts, nation and local authority", "Each number has the day it was checked."),
    (
        "consent_rules.bases",
        "What each purpose of a photo is based on",
        "Each choice is kept with the consent register.",
    ),
    ("authorisations.register", "Authorisations", "What the headteacher agreed to, for whom and until when."),
    ("own_phone_agreements.register", "Agreements to use an own phone", "For whom, for which trip and why."),
)


@blueprint.get("/office/policy")
@access.staff(*READS)
def every_setting() -> str:
    """Every setting with its value, the school's words, who changes it and what it does; and what waits."""
    person, here = access.signed_in(), registry.current()
    policy, people = versions.in_force(person.school), staff_names(person.school)
    groups = {
        name: [one for one in here.settings.values() if one.group == group] for group, name in GROUP_NAMES.items()
    }
    return render_template(
        "policy/policy.html",
        policy=policy,
        groups=groups,
        words={code: one.kind.in_words(policy.said[code].value, people) for code, one in here.settings.items()},
        warnings=clashing(here.clashes, policy.values, refused=False),
        waiting=[(one.row, in_words(pairs_of(one, policy), people)) for one in versions.waiting(person.school)],
        people=people,
        roles=roles_in_words,
        changes=[one.code for one in here.settings.values() if set(one.changed_by) & person.roles],
        may_take_up=bool(set(TAKES_UP) & person.roles),
        may_review=bool(set(REVIEWS) & person.roles),
        elsewhere=[(url_for(page), what, why) for page, what, why in ELSEWHERE if access.opens(person, page)],
    )


@blueprint.get("/office/policy/setting/<setting_code>")
@access.staff(*READS)
def setting(setting_code: str) -> str:
    """Changing one."""
    person = access.signed_in()
    found, policy = _find(person, setting_code), versions.in_force(person.school)
    return _form(found, form_of(found, policy.said[found.code], is_sent=False), policy.n)


@blueprint.post("/office/policy/setting/<setting_code>")
@access.staff(*READS)
def change(setting_code: str) -> Any:
    """Look at what a change would do; or make it; or go back to the form with what was typed."""
    person, act = access.signed_in(), request.form.get("act", LOOK)
    found, policy = _find(person, setting_code), versions.in_force(person.school)
    form = form_of(found, policy.said[found.code], is_sent=True)
    if not form.validate():
        return _form(found, form, sent.seen()), 422
    if act not in (LOOK, MAKE):
        return _form(found, form, sent.seen())
    try:
        changing.refuse_overtaken(person.school, sent.seen(), [found.code])
        if act == LOOK:
            changing.refuse(policy, {found.code: form.said()})
            return _preview(found, form)
        why = Why(person.id, form.reason.data or "", seen=sent.seen())
        made = changing.change(person.school, {found.code: form.said()}, why)
    except RefusedError as refused:
        (form.value or form.sentence).errors = [refused.words[found.code]]
        return _form(found, form, sent.seen()), 422
    except OvertakenError as meanwhile:
        return _form(found, form, policy.n, meanwhile.told), 409
    if made.waits:
        flash(WAITS, "info")
    else:
        flash("Saved. Phones take it up at their next contact.", "success")
    return redirect(url_for("policy.every_setting"))


def _find(person: Person, code: str) -> Setting[Any]:
    here = registry.current().settings
    if code not in here:
        raise Problem("request.not_found")
    if not_theirs(here, [code], person.roles):
        raise Problem("access.role_missing")
    return here[code]


def _form(found: Setting[Any], form: SettingForm, seen: int, told: list[str] | None = None) -> str:
    people = staff_names(access.signed_in().school)
    own = found.kind.page if isinstance(found.kind, Own) else None
    words = found.kind.in_words(form.kept.value, people)
    return render_template(
        "policy/setting.html",
        setting=found,
        form=form,
        seen=seen,
        told=told,
        own=own,
        words=words,
        roles=roles_in_words,
    )


def _preview(found: Setting[Any], form: SettingForm) -> Any:
    looked = previewing.preview(access.signed_in().school, {found.code: form.said()})
    if not looked.changes:
        flash("That is what the policy says already. Nothing changes.", "info")
        return redirect(url_for("policy.every_setting"))
    return render_template("policy/preview.html", setting=found, form=form, seen=sent.seen(), looked=looked)


@blueprint.get("/office/policy/changes")
@access.staff(*READS)
def changes() -> str:
    """What was changed, the newest first: who, when, from what to what, and why."""
    school = access.signed_in().school
    people = staff_names(school)
    made = [(one.row, in_words(one.changes, people)) for one in versions.made_since(school)]
    return render_template("policy/changes.html", made=made, people=people, most=versions.MOST_SHOWN)
