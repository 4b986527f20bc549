"""The list of staff-owned devices: seeing it, adding to it, ending one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from server.accounts.queries import find_staff, staff_of
from server.foundation import access
from server.phones import staff_devices
from server.phones.forms import StaffDeviceForm
from server.phones.pages import HOLDS_PASSCODES, KEEPS_PHONES

blueprint = Blueprint("staff_devices", __name__, template_folder="templates")


@blueprint.get("/office/staff-devices")
@access.staff(*KEEPS_PHONES)
def devices() -> str:
    """Whose devices the school has agreed to."""
    return _page()


@blueprint.post("/office/staff-devices")
@access.staff(*KEEPS_PHONES)
def add_device() -> Any:
    """Note one more."""
    person = access.signed_in()
    form = _form(person.school)
    if not form.validate():
        return _page(form), 422
    owner, agreed_by = (find_staff(person.school, field.data) for field in (form.staff, form.agreed_by))
    staff_devices.add(owner, form.make_and_model.data or "", (agreed_by, form.agreed_on.data), by=person.id)
    flash("Added.", "success")
    return redirect(url_for("staff_devices.devices"))


@blueprint.post("/office/staff-devices/<device_id>/end")
@access.staff(*KEEPS_PHONES)
def end_device(device_id: str) -> Any:
    """Note that one is used no longer."""
    person = access.signed_in()
    staff_devices.end(person.school, device_id, by=person.id)
    flash("Ended.", "success")
    return redirect(url_for("staff_devices.devices"))


def _form(school: str) -> StaffDeviceForm:
    form = StaffDeviceForm()
    active = [(row.id, row.name) for row in staff_of(school) if row.is_active]
    form.staff.choices = [("", "Choose a name"), *active]
    form.agreed_by.choices = [("", "Choose a name"), *((row.id, row.name) for row in staff_devices.may_agree(school))]
    return form


def _page(form: StaffDeviceForm | None = None) -> str:
    person = access.signed_in()
    return render_template(
        "phones/staff_devices.html",
        devices=staff_devices.listed(person.school),
        form=form or _form(person.school),
        are_registered=staff_devices.are_registered(person.school),
        may_set_rules=bool(person.roles & set(HOLDS_PASSCODES)),
    )
