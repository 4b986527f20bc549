"""Getting ready: each step done, to do or left out; under To do until all are; resumable; there afterwards."""

from __future__ import annotations

import pytest

from server import create_app
from server.accounts import code_sheets
from server.accounts.models import School, Staff
from server.foundation import clock
from server.foundation.database import db
from server.phones.models import Phone
from server.policy.models import Contact
from server.policy.version_models import PolicyVersion
from server.school import steps
from server.school.step_rules import DONE, LEFT_OUT, STEPS, TO_DO, open_steps, standings
from server.trips.models import Pupil, Trip
from tests.api.first_school import begin, imports, second_of

TITLE = "Getting the school ready"


@pytest.fixture
def begun(tmp_path):
    app = create_app({"DATA_DIR": tmp_path / "empty", "WTF_CSRF_ENABLED": False})
    db.connect(reuse_if_open=True)
    first, code = begin(app)
    yield app, first, code
    db.close()
    db.close_idle()


def states():
    return {one.step.code: one.state for one in steps.of(School.get().id)}


def test_at_first_everything_is_to_do(begun):
    assert set(states().values()) == {TO_DO}
    assert TITLE in begun[1].get("/office").text
    assert f"{len(STEPS)} steps are still to do" in begun[1].get("/office").text


def test_each_step_is_done_once_it_was_done(begun):
    app, first, code = begun
    school, seen = School.get(), []
    for step, do in {
        "administrators": lambda: second_of(app, code),
        "second_step": lambda: [code_sheets.make(person) for person in Staff.select()],
        "staff": lambda: imports(first, "staff", "Name,E-mail\nKofi Baird,k@thornby.example\n"),
        "pupils": lambda: Pupil.create(school=school, first_name="Ada", last_name="Finch", class_name="Wren"),
        "contacts": lambda: _contacts(school),
        "policy": lambda: PolicyVersion.create(
            school=school, n=1, made_at=clock.now(), made_by="command line", said="{}"
        ),
        "phone": lambda: Phone.create(school=school, name="Phone 1", added_at=clock.now(), ready_at=clock.now()),
        "trip": lambda: Trip.create(
            school=school, title="t", place="p", starts_on=clock.today(), ends_on=clock.today(), made_at=clock.now()
        ),
    }.items():
        assert states()[step] == TO_DO, step
        do()
        assert states()[step] == DONE, step
        seen.append(step)
    assert seen == [step.code for step in STEPS]
    assert TITLE not in first.get("/office").text
    assert "All 8 steps are done or left out" in first.get("/office/getting-ready").text


def _contacts(school):
    for role in ("base_contact", "dsl"):
        Contact.create(school=school, role=role, title=role, name="x", number="01632 960101")


def test_a_contact_without_a_number_is_none(begun):
    _contacts(School.get())
    Contact.update(number="").where(Contact.role == "dsl").execute()

    assert states()["contacts"] == TO_DO


def test_a_step_is_left_out_with_what_that_means_and_taken_up_again(begun):
    client = begun[1]
    assert "phones name nobody of the school to ring" in client.get("/office/getting-ready").text
    client.post("/office/getting-ready/contacts", data={"do": "leave_out"})
    assert states()["contacts"] == LEFT_OUT
    assert "7 steps are still to do" in client.get("/office").text
    client.post("/office/getting-ready/contacts", data={"do": "take_up"})
    assert states()["contacts"] == TO_DO


@pytest.mark.parametrize("code", ["administrators", "phone", "trip", "nonsense"])
def test_what_a_school_cannot_do_without_is_not_left_out(begun, code):
    assert begun[1].post(f"/office/getting-ready/{code}", data={"do": "leave_out"}).status_code == 404


def test_what_was_left_out_and_is_done_all_the_same_is_done():
    done = {step.code: step.code == "pupils" for step in STEPS}
    found = {one.step.code: one.state for one in standings(done, {"pupils", "staff"})}

    assert (found["pupils"], found["staff"], found["trip"]) == (DONE, LEFT_OUT, TO_DO)
    assert open_steps(standings(done, {"pupils", "staff"}))[0].step.code == "administrators"


def test_a_step_that_somebodys_role_does_not_open_says_whose_it_is(begun):
    page = begun[1].get("/office/getting-ready").text

    assert "Done by: Headteacher." in page


def test_it_goes_on_where_it_stopped_after_the_server_was_started_again(begun):
    app, first, _code = begun
    first.post("/office/getting-ready/contacts", data={"do": "leave_out"})
    db.close()
    again = create_app({"DATA_DIR": app.config["DATA_DIR"], "WTF_CSRF_ENABLED": False})
    db.connect(reuse_if_open=True)
    client = again.test_client()
    client.post("/sign-in", data={"email": "m.ansah@thornby.example", "password": "harbour lantern quickstep"})

    assert "1 of 8 steps" in client.get("/office/getting-ready").text


def test_the_demo_school_has_nothing_to_get_ready_under_to_do(as_role):
    office = as_role("office")

    assert TITLE not in office.get("/office").text
    assert "This is the demo school, and it stays one" in office.get("/office/getting-ready").text
