"""Beginning a school on an empty server: with the printed code, once; two administrators; nothing of the demo."""

from __future__ import annotations

import pytest

from server import create_app
from server.accounts.models import School, Staff
from server.config import ROOT
from server.foundation.audit import AuditEntry, verify
from server.foundation.database import Table, db
from server.foundation.problems import Problem
from server.school import beginning
from server.school.beginning import Administrator
from server.shell import demo_school
from tests.api.first_school import PASSWORD, SCHOOL, SECOND, begin, new_code, second_of, typed
from tests.live_server import LiveServer

LAST_LINES = (
    "There is no school here yet. Begin it at http://localhost:",
    "  Server code, good once: ",
    "  Only whoever has this code can begin the school. Each start of the server makes a new one.",
)


@pytest.fixture
def empty_app(tmp_path):
    app = create_app({"DATA_DIR": tmp_path / "empty", "WTF_CSRF_ENABLED": False})
    db.connect(reuse_if_open=True)
    yield app
    db.close()
    db.close_idle()


def test_every_page_of_an_empty_server_leads_to_the_first_page(empty_app):
    client = empty_app.test_client()

    assert 'href="/first-run"' in client.get("/").text
    assert 'href="/first-run"' in client.get("/sign-in").text
    assert client.get("/first-run").status_code == 200


def test_the_printed_code_begins_the_school_and_signs_the_first_administrator_in(empty_app):
    client, _code = begin(empty_app)

    assert [(row.name, row.is_demo) for row in School.select()] == [(SCHOOL, False)]
    page = client.get("/office/getting-ready").text
    assert "Getting ready" in page
    assert SCHOOL in page


@pytest.mark.parametrize("wrong", ["ABCD-2345-EFGH", "x", "%" * 30])
def test_a_stranger_without_the_code_cannot_claim_the_school(empty_app, wrong):
    new_code(empty_app)
    answer = empty_app.test_client().post("/first-run", data=typed(wrong))

    assert answer.status_code == 403
    assert "That is not the code" in answer.text
    assert School.select().count() == 0


def test_where_no_code_was_made_none_is_right(empty_app):
    assert empty_app.test_client().post("/first-run", data=typed("")).status_code == 422
    assert empty_app.test_client().post("/first-run", data=typed("ABCD-2345-EFGH")).status_code == 403


def test_a_later_code_makes_the_one_before_void(empty_app):
    old, _new = new_code(empty_app), new_code(empty_app)

    assert empty_app.test_client().post("/first-run", data=typed(old)).status_code == 403


def test_the_code_is_kept_nowhere_in_clear_and_is_gone_after_its_use(empty_app):
    code = new_code(empty_app)
    folder = empty_app.config["DATA_DIR"]
    forms = [code.encode(), code.replace("-", "").encode()]
    kept = [file for file in folder.rglob("*") if file.is_file()]
    assert not [file for file in kept if any(form in file.read_bytes() for form in forms)]

    assert empty_app.test_client().post("/first-run", data=typed(code)).status_code == 200
    assert not (empty_app.config["KEY_DIR"] / "first_run_code").exists()


def test_a_second_school_is_never_begun(empty_app):
    code = new_code(empty_app)
    empty_app.test_client().post("/first-run", data=typed(code))
    again = empty_app.test_client().post("/first-run", data=typed(code, school="Another"))

    assert again.status_code == 302
    assert School.select().count() == 1
    done = empty_app.test_cli_runner().invoke(args=["first-run-code"])
    assert done.exit_code == 1
    assert "There is a school here already" in done.output


def test_of_two_who_begin_at_once_the_second_makes_nothing(empty_app):
    begin(empty_app)
    people = (Administrator("A", "a@x.example", ["office"]), Administrator("B", "b@x.example", ["office"]))
    with empty_app.app_context(), pytest.raises(Problem):
        beginning.begin("Another", people, password=PASSWORD, browser="")

    assert (School.select().count(), Staff.select().count()) == (1, 2)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"school": " "}, "Give the name of the school"),
        ({"second_email": "M.Ansah@Thornby.example"}, "That is your own address"),
        ({"first_email": "nobody"}, "Give an e-mail address"),
        ({"first_roles": ["dsl"]}, "Choose Headteacher, Office or Network manager"),
        ({"second_roles": []}, "Choose Headteacher, Office or Network manager"),
        ({"password": "short"}, "Use at least 12 characters"),
        ({"password": "Thornby Bridge Primary School"}, "too easy to guess"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_made(empty_app, changed, words):
    answer = empty_app.test_client().post("/first-run", data=typed(new_code(empty_app), **changed))

    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Gethin Parry"' in answer.text
    assert PASSWORD not in answer.text
    assert School.select().count() == Staff.select().count() == 0


def test_the_second_administrator_chooses_a_password_with_the_code_that_was_shown(empty_app):
    first, code = begin(empty_app)
    before = first.get("/office/getting-ready").text
    second = second_of(empty_app, code)
    page = second.get("/office/getting-ready").text

    assert "Gethin Parry" in page
    assert "You chose your password" in page
    assert "1 person has no password yet" in before
    assert "no password yet" not in page


def test_until_then_no_password_signs_them_in(empty_app):
    begin(empty_app)
    client = empty_app.test_client()

    for password in ("", PASSWORD, " "):
        assert client.post("/sign-in", data={"email": SECOND["email"], "password": password}).status_code != 302


def test_what_was_done_is_in_the_audit_log(empty_app):
    begin(empty_app)
    actions = [row.action for row in AuditEntry.select().order_by(AuditEntry.n)]

    assert actions[0] == "school.added"
    assert {"staff.added", "role.given", "school.begun", "staff.reset_code_made"} <= set(actions)
    assert verify(School.get().id).fault is None


def test_nothing_of_the_demo_is_in_a_school_that_was_begun_by_hand(empty_app):
    begin(empty_app)
    demos = [name for name, _mailbox, _roles in demo_school.STAFF] + [demo_school.SCHOOL, demo_school.AGREEMENT]
    texts = [str(row) for table in Table.__subclasses__() for row in table.select().tuples()]

    assert texts
    assert not [words for words in demos for text in texts if words in text]


def test_a_live_school_never_gets_demo_data(empty_app):
    begin(empty_app)
    done = empty_app.test_cli_runner().invoke(args=["demo"])

    assert done.exit_code == 1
    assert "The demo school never goes into it" in done.output
    assert [row.name for row in School.select()] == [SCHOOL]


def test_a_folder_that_holds_the_demo_school_is_never_served_as_a_live_one(run, monkeypatch):
    done = run("serve", "--not-demo")

    assert done.exit_code == 1
    assert "holds the demo school, which never becomes a live one" in done.output


def test_in_production_the_demo_school_is_not_served(app, data_folder, monkeypatch):
    monkeypatch.setenv("LANYARD_ENV", "production")
    monkeypatch.setenv("LANYARD_SECRET_KEY", "0123456789abcdef" * 3)
    live = create_app({"DATA_DIR": data_folder})

    assert live.test_cli_runner().invoke(args=["serve"]).exit_code == 1


def test_the_first_page_of_a_server_with_a_school_leads_to_its_office(client):
    answer = client.get("/first-run")

    assert answer.status_code == 302
    assert client.post("/first-run", data=typed("ABCD-2345-EFGH")).status_code == 302
    assert [row.is_demo for row in School.select()] == [True]


def test_the_server_prints_its_code_where_it_was_started_and_a_new_one_at_each_start(tmp_path):
    with LiveServer(tmp_path / "school") as server:
        first = server.log.read_text()
        server.restart()
        second = server.log.read_text()

    assert f"Begin it at {server.url}/first-run" in first
    told = (ROOT / "docs" / "first-run.md").read_text()
    assert [line for line in LAST_LINES if line not in told or line not in first] == []
    codes = [words.split("Server code, good once: ")[-1].split()[0] for words in (first, second)]
    assert len(set(codes)) == 2
