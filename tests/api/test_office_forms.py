"""Forms of the office: kept as typed with their mistakes, refused to the wrong role, and never without their token."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from server import create_app
from server.accounts.models import Staff
from server.foundation.audit import AuditEntry
from server.phones.models import Phone
from server.shell.demo_school import PASSWORD
from tests.cast import Phone as SpeakingPhone
from tests.cast import address_of

POSTS = [
    "/office/phones",
    "/office/phones/several",
    "/office/phones/cards",
    "/office/phones/{phone}/code",
    "/office/staff/{staff}/disable",
    "/office/staff/{staff}/enable",
]


@pytest.fixture
def guarded(data_folder):
    """A browser of an app that asks for the form's token, as the served one does."""
    return create_app({"DATA_DIR": data_folder}).test_client()


def filled(address):
    """An address with this school's first phone and Tom in it."""
    tom = Staff.get(Staff.email == address_of("staff"))
    return address.format(phone=Phone.select().first().id, staff=tom.id)


def token_in(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)


@pytest.mark.parametrize("address", POSTS)
@pytest.mark.parametrize("role", ["staff", "trip_leader", "dsl", "chair"])
def test_another_role_changes_nothing(as_role, address, role):
    before = AuditEntry.select().count()
    somebody = as_role(role)
    assert somebody.post(filled(address), data={"name": "Phone 9"}).status_code == 403
    assert AuditEntry.select().count() == before + 1  # the sign-in


@pytest.mark.parametrize("address", POSTS)
def test_signed_out_changes_nothing_and_is_offered_to_sign_in(client, address):
    answer = client.post(filled(address), data={"name": "Phone 9"})
    assert answer.status_code == 401
    assert 'href="/sign-in"' in answer.text


def signed_in(guarded):
    """The office signed in on a guarded browser; returns the token its forms carry."""
    token = token_in(guarded.get("/sign-in").text)
    form = {"email": address_of("office"), "password": PASSWORD, "csrf_token": token}
    assert guarded.post("/sign-in", data=form).status_code == 302
    return token_in(guarded.get("/office/phones").text)


@pytest.mark.parametrize("address", [*POSTS, "/sign-out"])
def test_a_form_without_its_token_is_refused_in_plain_words(app, guarded, address):
    signed_in(guarded)
    before = AuditEntry.select().count()
    answer = guarded.post(filled(address), data={"name": "Phone 9"})
    assert answer.status_code == 400
    assert "Nothing was changed." in answer.text
    assert AuditEntry.select().count() == before


def test_nobody_is_signed_in_by_another_sites_form(guarded):
    answer = guarded.post("/sign-in", data={"email": address_of("office"), "password": PASSWORD})
    assert answer.status_code == 400
    assert guarded.get("/office").status_code == 302


def test_with_its_token_a_form_goes_through(app, guarded):
    token = signed_in(guarded)
    assert guarded.post("/office/phones", data={"name": "Phone 9", "csrf_token": token}).status_code == 302
    assert guarded.post("/sign-out", data={"csrf_token": token}).location == "/sign-in"
    assert guarded.get("/office").status_code == 302


def test_signing_in_keeps_the_address_and_forgets_the_password(client):
    answer = client.post("/sign-in", data={"email": "pryia@wrenfield.example", "password": "wrong-horse"})
    assert answer.status_code == 401
    assert 'value="pryia@wrenfield.example"' in answer.text
    assert "wrong-horse" not in answer.text
    assert 'href="#email"' in answer.text


def test_an_empty_sign_in_names_each_mistake(client):
    answer = client.post("/sign-in", data={})
    assert answer.status_code == 422
    assert "<title>Error: Sign in to the office" in answer.text
    assert 'href="#email"' in answer.text
    assert 'href="#password"' in answer.text


def test_somebody_signed_in_is_not_asked_again(as_role):
    assert as_role("office").get("/sign-in").location == "/office"


@pytest.mark.parametrize("name", ["Phone 9", "Year 3 iPad’s ‘twin’", "Ffôn 2"])
def test_the_office_adds_a_phone(as_role, name):
    office = as_role("office")
    assert office.post("/office/phones", data={"name": f" {name} "}).location == "/office/phones"
    assert "Make a set-up code for it" in office.get("/office/phones").text
    assert Phone.select().where(Phone.name == name).count() == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Give the phone a name"),
        ("   ", "Give the phone a name"),
        ("Phone 3", "There is already a phone of that name"),
        ("P" * 61, "Use at most 60 characters"),
        ("Phone\x00 9", "Use letters, figures and spaces only"),
    ],
)
def test_a_name_that_does_not_do_is_kept_with_what_is_wrong(as_role, name, said):
    before = Phone.select().count()
    answer = as_role("office").post("/office/phones", data={"name": name})
    assert answer.status_code == 422
    assert answer.text.count(said) == 2  # beside the input, and in the summary that leads there
    assert f'value="{name}"' in answer.text
    assert Phone.select().count() == before


def test_a_set_up_code_is_shown_once_in_two_groups_and_works(app, as_role):
    phone = Phone.get(Phone.name == "Phone 4")
    page = as_role("office").post(f"/office/phones/{phone.id}/code")
    code = re.search(r'<p class="code">(\w{4}-\w{4})</p>', page.text).group(1)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Works once, until" in page.text
    assert SpeakingPhone(app.test_client(), code).sets_itself_up().json["phone"]["name"] == "Phone 4"
    assert code not in as_role("office").get("/office/phones").text


def test_a_ready_phone_says_so_and_when_it_was_heard(as_role, phone):
    phone.reports()
    page = as_role("staff").get("/office/phones").text
    assert "Ready" in page
    assert "just now" in page
    assert "Make a set-up code" not in page


def test_no_code_for_a_phone_that_is_not_ours(as_role):
    assert as_role("office").post("/office/phones/x/code").status_code == 404


def test_disabling_and_enabling_show_in_the_list(as_role):
    office, tom = as_role("office"), Staff.get(Staff.email == address_of("staff"))
    office.post(f"/office/staff/{tom.id}/disable")
    assert "Disabled" in office.get("/office/staff").text
    assert not Staff.get_by_id(tom.id).is_active
    office.post(f"/office/staff/{tom.id}/enable")
    assert Staff.get_by_id(tom.id).is_active


def test_nobody_shuts_themselves_out(as_role):
    office, elin = as_role("office"), Staff.get(Staff.email == address_of("office"))
    office.post(f"/office/staff/{elin.id}/disable")
    assert "You cannot disable your own account" in office.get("/office/staff").text
    assert Staff.get_by_id(elin.id).is_active


@pytest.mark.parametrize("address", ["/sign-out", *POSTS[1:]])
def test_what_changes_something_is_never_a_link(as_role, address):
    answer = as_role("office").get(filled(address))
    assert answer.status_code == 405
    assert "cannot be used like that" in answer.text


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/sign-in/forgotten", "email"),
        ("/sign-in/forgotten", "code"),
        ("/sign-in/forgotten", "new"),
        ("/office/you/password", "current"),
        ("/office/you/password", "new"),
        ("/office/phones", "name"),
        ("/office/phones/several", "names"),
        ("/office/sign-in-rules", "password_days"),
    ],
)
def test_a_file_in_the_place_of_text_is_text_that_is_missing(as_role, address, field):
    sent = {"email": address_of("staff"), "code": "ABCD-2345", "new": "copper kettle moon", "current": PASSWORD}

    answer = as_role("headteacher").post(address, data={**sent, field: (BytesIO(b"Phone 9"), "names.txt")})

    assert answer.status_code == 422
    assert "There is a problem" in answer.text


@pytest.mark.parametrize("given", [[1], {"name": 3}, "Phone 9"])
def test_json_in_the_place_of_a_form_is_text_that_is_missing(as_role, given):
    assert as_role("office").post("/office/phones", json=given).status_code == 422
