"""A policy as a file: taking the school's away, and bringing one in, looked at as presets are and then taken up."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from server.accounts.models import School
from server.foundation import access, clock, registry
from server.policy import presets, versions
from server.policy.policy_rules import TAKES_UP
from server.policy.preset_pages import first_look, look_or_take_up
from server.policy.presets import UnreadableError
from server.policy.setting_forms import MOST_BYTES, PolicyFileForm

blueprint = Blueprint("policy_file", __name__, template_folder="templates")


@blueprint.get("/office/policy/file")
@access.staff(*TAKES_UP)
def choose() -> str:
    """Choosing a file."""
    return _page(PolicyFileForm(formdata=None))


@blueprint.post("/office/policy/file")
@access.staff(*TAKES_UP)
def look() -> Any:
    """What it would change here. Nothing is kept of it: the page carries it on."""
    form = PolicyFileForm()
    if not form.validate():
        return _page(form), 422
    here = registry.current()
    try:
        text = presets.text_of(form.content(), MOST_BYTES)
        return first_look(presets.read(text, here.settings, here.clashes), text)
    except UnreadableError as unreadable:
        form.file.errors = [unreadable.words]
        return _page(form), 422


@blueprint.post("/office/policy/file/take-up")
@access.staff(*TAKES_UP)
def take_up() -> Any:
    """Look at what is ticked once more, or take it up."""
    here = registry.current()
    try:
        found = presets.read(request.form.get("text", ""), here.settings, here.clashes)
    except UnreadableError as unreadable:
        form = PolicyFileForm(formdata=None)
        form.file.errors = [unreadable.words]
        return _page(form), 422
    return look_or_take_up(found)


@blueprint.get("/office/policy/file/taken-away")
@access.staff(*TAKES_UP)
def take_away() -> Response:
    """The policy in force as a file, with nobody named in it."""
    school, here = access.signed_in().school, registry.current()
    policy, name = versions.in_force(school), School.get_by_id(school).name
    about = f"Version {policy.n} of {name}, {clock.today().isoformat()}"
    text = presets.write(name, about, policy.said, here.settings)
    headers = {"Content-Disposition": f'attachment; filename="policy-version-{policy.n}.json"'}
    return Response(text, mimetype="application/json", headers=headers)


def _page(form: PolicyFileForm) -> str:
    return render_template("policy/file.html", form=form)
