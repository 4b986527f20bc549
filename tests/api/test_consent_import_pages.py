"""A list of answers in through the office's pages: columns, what would change, names, doing it, undoing it."""

from __future__ import annotations

import html
import io
import re
import zlib
from base64 import b64encode

import pytest
from werkzeug.datastructures import FileStorage

from server.accounts.models import School
from server.consent import imports, queries
from server.consent.models import ConsentDecision, ConsentImport, ConsentMapping
from server.foundation import clock
from server.foundation.audit import AuditEntry
from server.trips.models import Pupil

IMPORT = "/office/consent/import"
YES = 60


def upn(i):
    """The UPN of the demo school's pupil with this place on the roll."""
    return f"Z9{i:011}"


@pytest.fixture
def office(app, as_role):
    """The office, signed in; the demo school's own list is undone."""
    with app.app_context():
        imports.undo(School.get().id, ConsentImport.get().id, by="test")
    return as_role("office")


def chooses(office, content, **more):
    """Choose a file, and see which column is what."""
    content = content.encode() if isinstance(content, str) else content
    return office.post(IMPORT, data={"file": FileStorage(io.BytesIO(content), "autumn.csv"), **more})


def form_of(page):
    """What the page's form would send, as it stands: hidden fields, and the choices made for it."""
    fields = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page.text))
    for name, choices in re.findall(
        r'<select class="govuk-select" id="[\w-]+" name="([\w-]+)".*?>(.*?)</select>', page.text, re.S
    ):
        fields[name] = re.search(r'value="([^"]*)" selected', choices).group(1)
    return {name: html.unescape(value) for name, value in fields.items()}


def looks(office, content, **changed):
    """Choose a file, take its columns as guessed, and see what would change."""
    page = chooses(office, content)
    assert page.status_code == 200, page.text
    return office.post(f"{IMPORT}/columns", data={**form_of(page), **changed})


def imports_it(office, page, **more):
    """Do what a preview shows."""
    return office.post(f"{IMPORT}/preview", data={**form_of(page), "do": "import", **more})


def ground(i, purpose="website", medium="photo"):
    """Why this pupil may or may not be in such a picture."""
    pupil = Pupil.get(Pupil.upn == upn(i))
    found = queries.verdicts(pupil.school_id, [pupil.id], clock.today(), (medium,))
    return found[pupil.id][purpose, medium].ground


def test_a_list_goes_in_by_three_steps_and_is_undone_by_one(office):
    before = ConsentDecision.select().count()
    page = looks(office, f"UPN,Website,Lunch\n{upn(YES)},yes,pasta\n{upn(61)},see notes,\nnone,yes,\n")

    for words in (
        "Line 4",
        "No pupil has that number",
        "is not clear and counts as no",
        "Columns that are left out",
        "Lunch",
    ):
        assert words in page.text
    assert ConsentDecision.select().count() == before
    done = imports_it(office, page)
    assert (done.status_code, ground(YES), ground(61)) == (302, "given", "refused")
    listed = office.get("/office/consent/imports").text
    assert "autumn.csv" in listed
    assert "of nobody here 1" in listed
    assert (
        "From a list, imported by Elin Morgan"
        in office.get(f"/office/consent/pupil/{Pupil.get(Pupil.upn == upn(YES)).id}").text
    )
    row = ConsentImport.get(ConsentImport.file_name == "autumn.csv")
    assert office.post(f"/office/consent/imports/{row.id}/undo").status_code == 302
    assert ground(YES) == "not_asked"
    assert "Undone" in office.get("/office/consent/imports").text
    assert AuditEntry.select().order_by(AuditEntry.n.desc()).first().action == "consent.list_undone"


def test_the_same_list_again_would_change_nothing(office):
    text = f"UPN,Website\n{upn(YES)},yes\n"
    imports_it(office, looks(office, text))

    assert "Nothing would change." in looks(office, text).text


def test_a_column_is_what_somebody_says_and_that_is_kept_by_name(office):
    page = looks(office, f"UPN,Q1\n{upn(YES)},yes\n", **{"column-1": "press/video", "mapping_name": " autumn  forms "})

    assert page.status_code == 200
    imports_it(office, page)
    assert ground(YES, "press", "video") == "given"
    assert ConsentMapping.get().name == "autumn forms"
    again = chooses(office, f"UPN,Q1\n{upn(61)},yes\n", kept="autumn forms")
    assert form_of(again)["column-1"] == "press/video"


def test_columns_that_leave_something_open_are_asked_about(office):
    page = chooses(office, f"UPN,Website,Website\n{upn(YES)},yes,no\n")

    assert "say the same. Leave one of them out" in page.text
    assert office.post(f"{IMPORT}/columns", data=form_of(page)).status_code == 422
    left = office.post(f"{IMPORT}/columns", data={**form_of(page), "column-2": "left_out"})
    assert left.status_code == 200


def test_kinds_of_consent_in_rows_can_be_chosen_and_looked_at_again(office):
    page = looks(office, f"UPN,Consent type,Response\n{upn(YES)},IMG1,Yes\n")
    assert "is none of the purposes" in page.text

    again = office.post(f"{IMPORT}/preview", data={**form_of(page), "kind-0": "display/photo", "do": "look"})
    assert imports_it(office, again).status_code == 302
    assert ground(YES, "display") == "given"


def test_a_name_counts_once_somebody_ticks_it_and_has_looked_again(office):
    pupil = Pupil.get(Pupil.upn == upn(YES))
    born = pupil.date_of_birth.isoformat()
    page = looks(office, f"First name,Surname,DOB,Website\n{pupil.first_name},{pupil.last_name},{born},yes\n")
    assert "Are these the pupils?" in page.text
    assert f"born {pupil.date_of_birth:%-d %B %Y}<" in page.text

    late = imports_it(office, page, confirm=pupil.id)
    assert (late.status_code, ground(YES)) == (409, "not_asked")
    ticked = office.post(f"{IMPORT}/preview", data={**form_of(page), "do": "all"})
    assert f'value="{pupil.id}" id="confirm-1" checked' in ticked.text
    assert imports_it(office, late, confirm=pupil.id).status_code == 302
    assert ground(YES) == "given"


def test_with_a_row_in_error_nothing_can_be_imported(office):
    page = looks(office, f"UPN,Website,Date\n{upn(YES)},yes,\n{upn(61)},yes,31/02/2026\n")

    assert (page.status_code, "Nothing is imported: 1 row in error" in page.text) == (422, True)
    assert "Line 3" in page.text
    assert imports_it(office, page).status_code == 422
    assert ground(YES) == "not_asked"


def test_what_changed_since_somebody_looked_is_shown_before_anything_is_done(office):
    page = looks(office, f"UPN,Website\n{upn(YES)},yes\n")
    imports_it(office, looks(office, f"UPN,Website,Press\n{upn(YES)},yes,yes\n"))

    done = imports_it(office, page)
    assert (done.status_code, "Nothing would change." in done.text) == (409, True)


@pytest.mark.parametrize("sent", [{}, {"file": "UPN"}, {"file": (io.BytesIO(b""), "")}])
def test_no_file_chosen_is_said_by_the_field(office, sent):
    page = office.post(IMPORT, data=sent)
    assert (page.status_code, "Choose a file" in page.text) == (422, True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\0\1\2"])
def test_a_file_that_cannot_be_read_is_said_by_the_field(office, content):
    page = chooses(office, content)
    assert (page.status_code, 'id="file-error"' in page.text) == (422, True)


BOMB = b64encode(zlib.compress(b" " * 120_000_000)).decode()


@pytest.mark.parametrize("step", ["columns", "preview"])
@pytest.mark.parametrize("sent", ["", "x", "AAAA", "é", b64encode(zlib.compress(b"{}")).decode(), BOMB])
def test_a_list_that_no_page_carried_is_refused(office, step, sent):
    page = office.post(f"{IMPORT}/{step}", data={"list": sent, "do": "import", "mark": ""})
    assert (page.status_code, "Choose the file again" in page.text) == (422, True)


def test_columns_made_up_by_somebody_do_nothing(office):
    page = looks(office, f"UPN,Website\n{upn(YES)},yes\n")

    assert imports_it(office, page, **{"column-1": "nonsense"}).status_code == 422
    assert imports_it(office, page, mark="x").status_code == 409
    assert ground(YES) == "not_asked"


@pytest.mark.parametrize("role", ["staff", "trip_leader", "slt", "network_manager"])
def test_others_neither_import_nor_undo(as_role, office, role):
    somebody = as_role(role)
    row = ConsentImport.get()

    assert chooses(somebody, "UPN,Website\n").status_code == 403
    assert somebody.post(f"{IMPORT}/preview", data={}).status_code == 403
    assert somebody.post(f"/office/consent/imports/{row.id}/undo").status_code == 403
    assert office.post("/office/consent/imports/none/undo").status_code == 404


def test_cells_are_shown_as_written_and_never_as_markup(office):
    page = chooses(office, "UPN,<script>x</script>,Website\n1,<b>bold</b>,yes\n")

    assert "<script>x" not in page.text
    assert "<b>bold" not in page.text
