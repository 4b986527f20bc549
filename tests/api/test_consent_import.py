"""Lists of answers on the command line: every row accounted for, all or nothing, twice as once, and undone whole."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import openpyxl
import pytest

from server.accounts import actions as accounts
from server.accounts.models import School
from server.consent import actions, imports, queries
from server.consent.actions import Said
from server.consent.models import ConsentDecision, ConsentImport, ConsentImportUndone
from server.consent.plan_rules import FATES
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.shell import demo_consent
from server.trips.models import Pupil, Trip

HEADINGS = "UPN,Surname,Photo - website,Social media"
LONG = "UPN,Consent type,Response,Date,By"
YES, NO = 60, 61


def upn(i):
    """The UPN of the demo school's pupil with this place on the roll."""
    return f"Z9{i:011}"


@pytest.fixture
def bring(app, run, tmp_path):
    """`bring(content, *options)` runs the command on such a file: its lines, without the last, and the last."""

    def import_it(content, *options, mapping=None, code=0):
        file = tmp_path / "consent.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        if mapping is not None:
            (tmp_path / "m.json").write_text(json.dumps(mapping), encoding="utf-8")
            options = (*options, "--mapping", str(tmp_path / "m.json"))
        result = run("consent", "import", str(file), *options, "--format", "json")
        assert result.exit_code == code, result.output
        *lines, last = [json.loads(line) for line in result.output.splitlines()]
        return lines, last

    return import_it


@pytest.fixture
def empty(app):
    """No answer on file for two pupils: the demo school's own list is undone."""
    school = School.get()
    with app.app_context():
        imports.undo(school.id, ConsentImport.get().id, by="test")
    return school.id


def ground(i, purpose="website", medium="photo"):
    """Why this pupil may or may not be in such a picture."""
    pupil = Pupil.get(Pupil.upn == upn(i))
    found = queries.verdicts(pupil.school_id, [pupil.id], clock.today(), (medium,))
    return found[pupil.id][purpose, medium].ground


def fates(lines):
    """The fate of each row, in order."""
    return [line["fate"] for line in lines]


def test_without_commit_nothing_changes_and_every_row_is_accounted_for(bring, empty):
    before = ConsentDecision.select().count()
    lines, last = bring(f"{HEADINGS}\n{upn(YES)},,yes,no\n{upn(NO)},,see notes,\nnone,,yes,yes\n")

    assert fates(lines) == ["added", "added", "unmatched"]
    assert [line["line"] for line in lines] == [2, 3, 4]
    assert last["totals"] == {"added": 2, "changed": 0, "unchanged": 0, "unmatched": 1, "error": 0, "unclear": 1}
    assert (last["rows"], last["committed"]) == (3, False)
    assert ConsentDecision.select().count() == before
    assert ConsentImport.select().count() == 1


def test_committed_it_counts_and_the_same_file_twice_changes_nothing(bring, empty):
    text = f"{HEADINGS}\n{upn(YES)},,TRUE,0\n{upn(NO)},,see notes,\nnone,,yes,yes\n"
    _lines, last = bring(text, "--commit")
    after = ConsentDecision.select().count()

    assert (last["committed"], bool(last["import"])) == (True, True)
    assert [ground(YES), ground(YES, "social_media"), ground(NO), ground(NO, "social_media")] == [
        *("given", "refused", "refused", "not_asked")
    ]
    lines, last = bring(text, "--commit")
    assert fates(lines) == ["unchanged", "unchanged", "unmatched"]
    assert (ConsentDecision.select().count(), last["import"]) == (after, None)
    assert AuditEntry.select().where(AuditEntry.action == "consent.list_taken_in").count() == 1


def test_what_is_not_clear_is_kept_as_it_stood_and_listed(bring, empty):
    lines, _last = bring(f"{HEADINGS}\n{upn(YES)},,yes but not Facebook,\n", "--commit")

    assert lines[0]["notes"] == ["Website and prospectus: “yes but not Facebook” is not clear and counts as no"]
    row = ConsentDecision.select().order_by(ConsentDecision.n.desc()).first()
    assert (row.response, row.small_print) == ("refused", "yes but not Facebook")


def test_a_changed_answer_replaces_the_one_of_the_list_before(bring, empty):
    bring(f"{HEADINGS}\n{upn(YES)},,yes,no\n", "--commit")
    later = clock.today() + timedelta(days=0)
    lines, _last = bring(f"{HEADINGS},Date\n{upn(YES)},,no,,{later.isoformat()}\n", "--commit")

    assert (fates(lines), ground(YES)) == (["changed"], "refused")


def test_with_a_row_in_error_nothing_is_taken_over(bring, empty):
    before = ConsentDecision.select().count()
    lines, last = bring(f"{HEADINGS},DOB\n{upn(YES)},,yes,no,\n{upn(NO)},,yes,no,31/02/2016\n", "--commit", code=1)

    assert fates(lines) == ["added", "error"]
    assert (lines[1]["line"], "Date of birth is no day" in lines[1]["reason"]) == (3, True)
    assert (last["committed"], last["import"]) == (False, None)
    assert ConsentDecision.select().count() == before


def test_a_row_for_each_kind_of_consent_with_its_day_and_by_whom(bring, empty):
    text = (
        f"{LONG}\n{upn(YES)},Website,Withdrawn,03/10/2026,Ms Penhale\n{upn(YES)},Website,Yes,01/09/2026,Ms Penhale\n"
        f"{upn(YES)},Paracetamol,Yes,01/09/2026,Ms Penhale\n{upn(NO)},Photos and video - press,Yes,01/09/2026,Mr Roe\n"
        f"{upn(NO)},Website,Yes,01/09/2026,Mr Roe\n{upn(NO)},Website,No,02/09/2026,Mrs Roe\n"
    )
    lines, _last = bring(text, "--commit")

    assert fates(lines) == ["changed", "added", "unmatched", "added", "added", "added"]
    assert "Paracetamol" in lines[2]["reason"]
    assert [ground(YES), ground(NO), ground(NO, "press", "video")] == ["withdrawn", "disagree", "given"]
    theirs = (ConsentDecision.respondent == "Ms Penhale", ConsentDecision.response == "given")
    row = ConsentDecision.get(*theirs)
    assert (row.response, row.decided_on.isoformat(), row.how) == ("given", "2026-09-01", "school_system")
    assert fates(bring(text, "--commit")[0]) == [*["unchanged"] * 2, "unmatched", *["unchanged"] * 3]


@pytest.mark.parametrize("response", ["withdrawn", "objected"])
@pytest.mark.parametrize("row", ["{},,yes,", "{},,1,,2026-09-09"])
def test_a_yes_never_lifts_a_standing_withdrawal_or_objection(app, bring, empty, response, row):
    pupil = Pupil.get(Pupil.upn == upn(YES))
    said = Said(response, "parent", "Ms Penhale", "telephone", clock.today())
    with app.app_context():
        actions.record_decision(pupil, [("website", "photo")], said, by="test")

    lines, last = bring(f"{HEADINGS},Date\n{row.format(upn(YES))}\n", "--commit", code=1)
    assert (fates(lines), last["committed"], ground(YES)) == (["error"], False, response)
    assert "a new yes is recorded by hand" in lines[0]["reason"]


def test_a_yes_without_a_day_leaves_what_somebody_refused_since(app, bring, empty):
    pupil = Pupil.get(Pupil.upn == upn(YES))
    said = Said("refused", "parent", "Ms Penhale", "telephone", clock.today() - timedelta(days=3))
    with app.app_context():
        actions.record_decision(pupil, [("website", "photo")], said, by="test")

    lines, _last = bring(f"{HEADINGS}\n{upn(YES)},,yes,\n", "--commit")
    assert (fates(lines), ground(YES)) == (["unchanged"], "refused")
    assert "stays" in lines[0]["notes"][0]


def test_an_import_is_undone_whole_and_stays_in_the_history(app, bring, empty):
    _lines, last = bring(f"{HEADINGS}\n{upn(YES)},,yes,yes\n{upn(NO)},,no,no\n", "--commit")
    pupil = Pupil.get(Pupil.upn == upn(YES))

    for _ in range(2):
        with app.app_context():
            imports.undo(empty, last["import"], by="test")
    assert [ground(YES), ground(NO)] == ["not_asked", "not_asked"]
    assert ConsentImportUndone.select().where(ConsentImportUndone.undone == last["import"]).count() == 1
    assert [row.response for row in queries.history_of(empty, pupil.id) if row.came_with_id == last["import"]] == [
        "given",
        "given",
    ]
    assert fates(bring(f"{HEADINGS}\n{upn(YES)},,yes,yes\n", "--commit")[0]) == ["added"]


def test_a_name_and_date_of_birth_wait_for_somebody_to_confirm_them(bring, empty):
    pupil = Pupil.get(Pupil.upn == upn(YES))
    born = pupil.date_of_birth.strftime("%d/%m/%Y")
    text = f'Name,DOB,Website\n"{pupil.last_name}, {pupil.first_name}",{born},yes\n'

    lines, _last = bring(text, "--commit")
    assert (fates(lines), lines[0]["candidate"], ground(YES)) == (["unmatched"], pupil.id, "not_asked")
    lines, _last = bring(text, "--commit", "--confirm-names")
    assert (fates(lines), ground(YES)) == (["added"], "given")


def test_two_pupils_of_one_name_are_never_guessed(bring, empty):
    pupil = Pupil.get(Pupil.upn == upn(YES))
    twin = {"first_name": pupil.first_name, "last_name": pupil.last_name, "date_of_birth": pupil.date_of_birth}
    Pupil.create(school=empty, class_name="Heron", **twin)

    row = f"{pupil.first_name} {pupil.last_name},{pupil.date_of_birth.isoformat()},yes"
    lines, _last = bring(f"Name,DOB,Website\n{row}\n", "--commit", "--confirm-names")
    assert (fates(lines), lines[0]["reason"]) == (["unmatched"], "Two pupils have that name and date of birth")


def test_one_row_that_contradicts_another_is_an_error_with_its_line(bring, empty):
    lines, _last = bring(f"{HEADINGS}\n{upn(YES)},,yes,\n{upn(YES)},,no,\n{upn(YES)},,yes,\n")

    assert (fates(lines), lines[1]["reason"]) == (["added", "error", "unchanged"], "Line 2 answers the same otherwise")


def test_a_mapping_says_what_the_headings_do_not(bring, empty):
    text = f"Ref,Q1,Q2\n{upn(YES)},yes,no\n"
    assert "No column" in bring(text, code=1)[0][0]["reason"]

    mapping = {"columns": {"Ref": "upn", "Q1": "press/photo+video", "Q2": "first_name"}}
    bring(text, "--commit", mapping=mapping)
    assert [ground(YES, "press", "video"), ground(YES, "first_name")] == ["given", "refused"]
    assert "no code" in bring(text, mapping={"Ref": "nonsense"}, code=1)[0][0]["reason"]
    assert "no column" in bring(text, mapping={"Other": "upn", "Q1": "press"}, code=1)[0][0]["reason"]


def test_kinds_of_consent_may_be_mapped_too(bring, empty):
    types = {"types": {"IMG1": "website", "IMG2": "left_out"}}
    columns = {"UPN": "upn", "Consent type": "type", "Response": "response"}
    lines, _last = bring(f"{LONG}\n{upn(YES)},IMG1,Y,,\n{upn(YES)},IMG2,Y,,\n", mapping={"columns": columns, **types})

    assert fates(lines) == ["added", "unmatched"]


def test_a_workbook_goes_in_like_a_file_of_text(bring, empty):
    made = openpyxl.Workbook()
    for row in (["UPN", "Website", "Press"], [upn(YES), True, "no"], [upn(NO), "=1", None]):
        made.active.append(row)
    written = io.BytesIO()
    made.save(written)

    lines, _last = bring(written.getvalue(), "--commit")
    assert fates(lines) == ["added", "added"]
    assert [ground(YES), ground(YES, "press"), ground(NO)] == ["given", "refused", "refused"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\0\0\0", b"UPN,Website\n", b"a;b\n1;2\n", b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_one_line_of_error_and_the_totals(bring, empty, content):
    lines, last = bring(content, "--commit", code=1)

    assert (fates(lines), bool(lines[0]["reason"]), last["committed"]) == (["error"], True, False)


def test_a_hundred_thousand_rows_are_each_accounted_for(bring, empty):
    rows = "".join(
        f"{upn(i % 240)},Website,yes,2026-09-{1 + i % 2:02},Parent {i // 240 % 50}\n" for i in range(100_000)
    )
    lines, last = bring(f"{LONG}\n{rows}")

    assert (len(lines), last["rows"], sum(last["totals"][fate] for fate in FATES)) == (*(100_000, 100_000, 100_000),)


def test_a_neighbours_pupils_are_nobody_and_their_imports_are_not_there(app, bring, empty):
    neighbour = accounts.add_school("Next door")
    Pupil.create(school=neighbour, first_name="A", last_name="Finch", class_name="1", upn="F1")

    assert fates(bring(f"{HEADINGS}\nF1,,yes,no\n", "--commit")[0]) == ["unmatched"]
    theirs = ConsentImport.create(school=neighbour, at=clock.now(), by="x", file_name="", digest="", totals="{}")
    with pytest.raises(Exception, match="not_found"), app.app_context():
        imports.undo(empty, theirs.id, by="test")


def test_the_verdict_of_each_pupil_on_a_trip_is_printed_with_its_ground(app, run):
    trip = Trip.get(Trip.title == "Castle visit")
    result = run("consent", "verdict", "--trip", trip.id, "--purpose", "website", "--format", "json")
    lines = {line["upn"]: line for line in map(json.loads, result.output.splitlines())}

    assert (result.exit_code, len(lines)) == (0, 32)
    assert lines[upn(demo_consent.WITHDRAWN)]["ground"] == "withdrawn"
    assert lines[upn(demo_consent.NEVER)] | {"may": False, "ground": "never"} == lines[upn(demo_consent.NEVER)]
    assert lines[upn(demo_consent.ENDING)]["until"] == (clock.today() + timedelta(days=14)).isoformat()
    assert run("consent", "verdict", "--trip", "none", "--purpose", "website").exit_code == 1
    assert run("consent", "verdict", "--trip", trip.id, "--purpose", "hats").exit_code == 2
