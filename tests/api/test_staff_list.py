"""A list of staff: in whole or not at all, again without harm; nobody loses an account; some roles take two people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server import create_app
from server.accounts import queries, role_wishes
from server.accounts.models import RoleWish, School, Staff
from server.accounts.rules import Role
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.foundation.database import db
from server.trips.models import Trip, TripStaff
from tests.api.first_school import PASSWORD, begin, carried, code_on, comes_in, imports, looks_at, second_of

LIST = """Name,E-mail,Roles
Zoë O’Brien,z.obrien@thornby.example,Trip leader
Kofi Baird,k.baird@thornby.example,
Ines Marsh,i.marsh@thornby.example,DSL; Trip leader
"""


@pytest.fixture
def begun(tmp_path):
    """(app, first administrator, second one): network manager and office, and headteacher."""
    app = create_app({"DATA_DIR": tmp_path / "empty", "WTF_CSRF_ENABLED": False})
    db.connect(reuse_if_open=True)
    first, code = begin(app)
    yield app, first, second_of(app, code)
    db.close()
    db.close_idle()


def roles():
    return {row.email.split("@")[0]: set(queries.roles_of(row.id)) for row in Staff.select()}


def first_code(client, name):
    """Make somebody's first code, as the page does."""
    person = Staff.get(Staff.name == name)
    return client.post("/office/staff/first-codes", data={"staff": [person.id]})


def test_a_list_makes_accounts_with_their_roles_and_without_a_role_somebody_is_staff(begun):
    imports(begun[1], "staff", LIST)

    assert roles()["z.obrien"] == {Role.TRIP_LEADER}
    assert roles()["k.baird"] == {Role.STAFF}


def test_the_same_list_again_changes_nothing(begun):
    imports(begun[1], "staff", LIST)
    before = sorted(Staff.select().tuples()), RoleWish.select().count()
    page = looks_at(begun[1], "staff", LIST)

    assert "Nothing would change" in page.text
    assert (sorted(Staff.select().tuples()), RoleWish.select().count()) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_file_is_read_in_whatever_way_it_was_saved(begun, encoding):
    imports(begun[1], "staff", LIST.encode(encoding))

    assert Staff.select().where(Staff.name == "Zoë O’Brien").exists()


def test_every_row_in_error_is_listed_with_its_line_and_reason_and_nothing_is_imported(begun):
    wrong = LIST + "\n".join(
        (
            ",no.name@thornby.example,",
            "No Address,,",
            "Odd Address,odd at thornby,",
            "Twice,K.Baird@thornby.example,Staff",
            "Wizard,wizard@thornby.example,Wizard",
            "Many,many@thornby.example,Staff,more",
        )
    )
    page = looks_at(begun[1], "staff", wrong)

    assert page.status_code == 422
    for words in (
        'Line 5</strong>, <span class="as-written" dir="auto">no.name@thornby.example</span>: The name is missing',
        "The e-mail address is missing",
        "is no e-mail address",
        "Line 3 has the same e-mail address",
        "“Wizard” is no role here",
        "There are more cells than headings",
    ):
        assert words in page.text
    assert "6 rows in error" in page.text
    assert Staff.select().count() == 2


def test_what_was_looked_at_is_what_is_done(begun):
    page = looks_at(begun[1], "staff", LIST)
    imports(begun[1], "staff", LIST.splitlines()[0] + "\n" + LIST.splitlines()[1])
    late = begun[1].post("/office/staff/import/take-in", data=carried(page))

    assert late.status_code == 409
    assert "something has changed since you looked" in late.text
    assert Staff.select().count() == 3


def test_a_leaver_is_told_of_with_their_trip_and_keeps_the_account(begun):
    imports(begun[1], "staff", LIST)
    school, leaver = School.get(), Staff.get(Staff.name == "Kofi Baird")
    day = clock.today() + timedelta(days=3)
    trip = Trip.create(school=school, title="Tide pools", place="x", starts_on=day, ends_on=day, made_at=clock.now())
    TripStaff.create(trip=trip, staff=leaver, school=school)
    page = looks_at(
        begun[1], "staff", LIST.replace("Kofi Baird,k.baird@thornby.example,\n", "New One,new@thornby.example,\n")
    )

    assert "still on Tide pools" in page.text
    assert "Mabel Ansah" in page.text
    begun[1].post("/office/staff/import/take-in", data=carried(page))
    assert Staff.get(Staff.name == "Kofi Baird").is_active


def test_a_role_above_ones_own_waits_for_a_second_person(begun):
    _app, first, second = begun
    imports(first, "staff", LIST)

    assert roles()["i.marsh"] == {Role.TRIP_LEADER}
    assert "A role waits for a second person" in second.get("/office").text
    wish = RoleWish.get()
    mine = first.post("/office/staff/roles-waiting", data={"wish": [wish.id], "do": "agree"})
    assert mine.status_code == 403
    assert roles()["i.marsh"] == {Role.TRIP_LEADER}

    second.post("/office/staff/roles-waiting", data={"wish": [wish.id], "do": "agree"})
    assert roles()["i.marsh"] == {Role.TRIP_LEADER, Role.DSL}
    given = AuditEntry.get(AuditEntry.action == "role.given", AuditEntry.details.contains("dsl"))
    assert given.actor == Staff.get(Staff.name == "Gethin Parry").id


def test_a_role_that_is_refused_is_not_given(begun):
    imports(begun[1], "staff", LIST)
    begun[2].post("/office/staff/roles-waiting", data={"wish": [RoleWish.get().id], "do": "refuse"})

    assert roles()["i.marsh"] == {Role.TRIP_LEADER}
    assert RoleWish.select().where(RoleWish.ended_at.is_null()).count() == 0


def test_whoever_asked_for_a_role_never_holds_the_first_code_to_it(begun):
    app, first, second = begun
    imports(first, "staff", LIST)
    assert first_code(first, "Ines Marsh").status_code == 403
    assert first_code(second, "Ines Marsh").status_code == 403
    person = Staff.get(Staff.name == "Ines Marsh")
    assert first.post(f"/office/staff/{person.id}/reset").status_code == 403

    second.post("/office/staff/roles-waiting", data={"wish": [RoleWish.get().id], "do": "agree"})
    assert first_code(first, "Ines Marsh").status_code == 403
    handed = first_code(second, "Ines Marsh")
    assert handed.status_code == 200
    comes_in(app, "i.marsh@thornby.example", code_on(handed))
    assert first_code(second, "Ines Marsh").status_code == 422


def test_first_codes_are_made_for_everybody_who_has_none_and_each_signs_one_person_in(begun):
    app, first, _second = begun
    imports(first, "staff", LIST)
    page = first_code(first, "Kofi Baird")
    code = code_on(page)
    comes_in(app, "k.baird@thornby.example", code)

    assert "Works once" not in first.get("/office/staff/first-codes").text
    again = app.test_client().post(
        "/sign-in/forgotten", data={"email": "z.obrien@thornby.example", "code": code, "new": PASSWORD}
    )
    assert again.status_code != 302


def test_one_person_is_typed_in_by_hand_and_nobody_else_is_spoken_of(begun):
    imports(begun[1], "staff", LIST)
    one = {"name": "Nia Vale", "email": "n.vale@thornby.example", "roles": ["trip_leader", "chair"]}
    page = begun[1].post("/office/staff/import/one", data=one)
    assert "Not in the file" not in page.text
    assert "Wait for a second person: Chair of governors" in page.text

    begun[1].post("/office/staff/import/take-in", data=carried(page))
    assert roles()["n.vale"] == {Role.TRIP_LEADER}
    assert "has the same" not in begun[1].post("/office/staff/import/one", data=one).text
    refused = begun[1].post("/office/staff/import/one", data={**one, "email": "nobody"})
    assert refused.status_code == 422
    assert "“nobody” is no e-mail address" in refused.text
    assert 'value="Nia Vale"' in refused.text


def test_where_it_fails_half_way_nothing_is_imported(begun, monkeypatch):
    done = []

    def fails_at_the_third(staff, *_):
        done.append(staff.id)
        assert len(done) < 3, "planted"
        return 0

    page = looks_at(begun[1], "staff", LIST)
    monkeypatch.setattr(role_wishes, "give_or_wish", fails_at_the_third)
    assert begun[1].post("/office/staff/import/take-in", data=carried(page)).status_code == 500
    assert len(done) == 3
    assert Staff.select().count() == 2


def test_somebody_who_keeps_no_accounts_sees_no_list_of_colleagues(begun):
    app, first, second = begun
    imports(first, "staff", LIST)
    second.post("/office/staff/roles-waiting", data={"wish": [RoleWish.get().id], "do": "agree"})
    dsl = comes_in(app, "i.marsh@thornby.example", code_on(first_code(second, "Ines Marsh")))
    page = dsl.get("/office/staff/first-codes").text

    assert "Zoë O’Brien" in page
    assert "Kofi Baird" in page
    assert "Not by you" not in page
    assert dsl.get("/office/staff/roles-waiting").status_code == 403


def test_a_role_is_never_taken_away_by_a_list(begun):
    imports(begun[1], "staff", LIST)
    imports(begun[1], "staff", LIST.replace(",Trip leader\n", ",EVC\n"))

    assert roles()["z.obrien"] == {Role.TRIP_LEADER, Role.EVC}


def test_a_disabled_account_is_not_enabled_by_a_list(begun):
    imports(begun[1], "staff", LIST)
    Staff.update(is_active=False).where(Staff.name == "Kofi Baird").execute()

    assert "That account is disabled" in looks_at(begun[1], "staff", LIST).text


def test_the_wrong_role_and_the_neighbour_are_refused(begun, tmp_path):
    app, first, _second = begun
    imports(first, "staff", LIST)
    kofi = comes_in(app, "k.baird@thornby.example", code_on(first_code(first, "Kofi Baird")))

    for page in ("/office/staff/import", "/office/pupils/import", "/office/getting-ready", "/office/staff/first-codes"):
        assert kofi.get(page).status_code == 403
    next_door = School.create(name="Next door", made_at=clock.now())
    kept = {"password_hash": "", "password_changed_at": clock.now(), "made_at": clock.now()}
    Staff.create(school=next_door, name="Mr Finch", email="finch@thornby.example", **kept)
    page = looks_at(first, "staff", LIST + "Finch,finch@thornby.example,DSL\n")
    assert page.status_code == 422
    assert "of another school" in page.text
    assert first_code(first, "Mr Finch").status_code == 422
