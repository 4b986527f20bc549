"""Who may reset whose password: a reset code is a way in, so nobody gets further with one than they were."""

from __future__ import annotations

from itertools import product

import pytest

from server.accounts.rules import Role, may_reset, resetters_of
from server.incidents.rules import CATEGORY_NAMES, may_read

# By whom each may be reset, written out by hand.
BY = {
    Role.TRIP_LEADER: {Role.OFFICE, Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER},
    Role.STAFF: {Role.OFFICE, Role.NETWORK_MANAGER, Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER},
    Role.OFFICE: {Role.OFFICE, Role.HEADTEACHER},
    Role.DSL: {Role.DSL, Role.DEPUTY_DSL},
    Role.DEPUTY_DSL: {Role.DSL, Role.DEPUTY_DSL},
    Role.ONLINE_SAFETY_LEAD: {Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER},
    Role.HEADTEACHER: {Role.CHAIR, Role.HEADTEACHER},
    Role.CHAIR: {Role.CHAIR},
    Role.VICE_CHAIR: {Role.CHAIR, Role.VICE_CHAIR},
    Role.EVC: {Role.OFFICE, Role.HEADTEACHER},
    Role.SLT: {Role.HEADTEACHER},
    Role.NETWORK_MANAGER: {Role.NETWORK_MANAGER, Role.HEADTEACHER},
    Role.SITE_MANAGER: {Role.OFFICE, Role.NETWORK_MANAGER, Role.HEADTEACHER},
    Role.BASE_CONTACT: {Role.OFFICE, Role.HEADTEACHER},
}
# Above a headteacher there is nobody else.
UPWARDS = {(Role.CHAIR, Role.HEADTEACHER)}


@pytest.mark.parametrize(("by", "of"), list(product(Role, Role)))
def test_every_pair_is_as_written(by, of):
    assert may_reset(frozenset({by}), frozenset({of})) is (by in BY[of])


def test_every_role_can_be_reset_by_another():
    assert all(resetters_of(frozenset({role})) == frozenset(BY[role]) for role in Role)


def opened_by(app, role):
    """Every page that a role opens, and every category of report that it reads."""
    narrow = {name: view.access for name, view in app.view_functions.items() if getattr(view, "access", None)}
    pages = {name for name, declared in narrow.items() if role in declared.roles}
    return pages | {kind for kind in [*CATEGORY_NAMES, None] if may_read(kind, frozenset({role}), leads_the_trip=False)}


@pytest.mark.parametrize(("by", "of"), sorted(set(product(Role, Role)) - UPWARDS))
def test_a_reset_opens_no_page_and_no_report_that_was_shut(app, by, of):
    if may_reset(frozenset({by}), frozenset({of})):
        assert opened_by(app, of) <= opened_by(app, by)


@pytest.mark.parametrize(
    ("by", "of", "expected"),
    [
        ({Role.OFFICE}, {Role.STAFF, Role.DSL}, False),
        ({Role.OFFICE}, {Role.OFFICE, Role.CHAIR}, False),
        ({Role.HEADTEACHER}, {Role.HEADTEACHER, Role.CHAIR}, False),
        ({Role.DSL}, {Role.DEPUTY_DSL, Role.NETWORK_MANAGER}, False),
        ({Role.DSL, Role.NETWORK_MANAGER}, {Role.DEPUTY_DSL, Role.NETWORK_MANAGER}, True),
        ({Role.CHAIR}, {Role.HEADTEACHER, Role.SLT, Role.DSL}, True),
        ({Role.CHAIR}, {Role.DSL}, False),
        ({Role.OFFICE}, set(), True),
        ({Role.SITE_MANAGER}, set(), False),
        (set(), {Role.STAFF}, False),
        (set(), set(), False),
    ],
)
def test_all_of_somebodys_roles_must_be_in_reach(by, of, expected):
    assert may_reset(frozenset(by), frozenset(of)) is expected
