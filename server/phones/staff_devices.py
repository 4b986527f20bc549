"""Staff-owned devices that the school agreed to, where it keeps a list of them (R8). Off until the school says so."""

from __future__ import annotations

from datetime import date

from peewee import JOIN

from server.accounts.models import Staff, StaffRole
from server.accounts.rules import Role
from server.foundation import audit, clock
from server.foundation.database import db
from server.foundation.problems import Problem
from server.phones.models import StaffDevice
from server.phones.settings import REGISTERS_DEVICES
from server.policy import versions

AGREES = (Role.HEADTEACHER, Role.SLT)


def are_registered(school: str) -> bool:
    """Whether the school keeps a list of them."""
    return versions.value(school, REGISTERS_DEVICES)


def add(owner: Staff, make_and_model: str, agreed: tuple[Staff, date], by: str) -> StaffDevice:
    """Note a device, who agreed to it and on which date. Raises Problem request.refused where no list is kept."""
    agreed_by, agreed_on = agreed
    with db.atomic():
        if not are_registered(owner.school_id):
            raise Problem("request.refused", "The school keeps no list of staff’s own devices.")
        agreement = {"agreed_by": agreed_by, "agreed_on": agreed_on}
        noted = {"make_and_model": make_and_model, "added_at": clock.now(), "added_by": by, **agreement}
        device: StaffDevice = StaffDevice.create(school=owner.school_id, staff=owner, **noted)
        audit.write(owner.school_id, by, "staff_device.added", device.id, staff=owner.id)
    return device


def end(school: str, device_id: str, by: str) -> None:
    """Note that a device is used no longer. Again, it changes nothing. Raises Problem request.not_found."""
    with db.atomic():
        device = StaffDevice.get_or_none(StaffDevice.id == device_id, StaffDevice.school == school)
        if device is None:
            raise Problem("request.not_found")
        ended = {"ended_at": clock.now(), "ended_by": by}
        if StaffDevice.update(ended).where(StaffDevice.id == device_id, StaffDevice.ended_at.is_null()).execute():
            audit.write(school, by, "staff_device.ended", device_id, staff=device.staff_id)


def listed(school: str) -> list[StaffDevice]:
    """Every device, those in use first, then by whose they are."""
    agreed = Staff.alias()
    rows = (
        StaffDevice.select(StaffDevice, Staff, agreed)
        .join(Staff, on=(StaffDevice.staff == Staff.id))
        .switch(StaffDevice)
        .join(agreed, JOIN.INNER, on=(StaffDevice.agreed_by == agreed.id))
        .where(StaffDevice.school == school)
    )
    return sorted(rows, key=lambda one: (one.ended_at is not None, one.staff.name, one.added_at))


def may_agree(school: str) -> list[Staff]:
    """Whoever may agree to one, by name."""
    held = StaffRole.select(StaffRole.staff).where(StaffRole.school == school, StaffRole.role.in_(AGREES))
    rows = Staff.select().where(Staff.school == school, Staff.is_active, Staff.id.in_(held))
    return list(rows.order_by(Staff.name))
