"""Presets: each changes what phone and office do as it says; one not whole, or of a later version, is refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from server.foundation import clock
from server.policy import presets
from server.policy.presets import UnreadableError
from server.policy.version_models import PolicyVersion
from server.shell import demo_consent
from tests.api.alerted import alert_of, incident, told
from tests.api.policies import POLICY, seconded, value_of
from tests.api.test_consent_pages import ground, numbered, records

NAMES = presets.names()
NOBODY = "afterwards, and never before, the headteacher"
# As its source says: who agrees to an own phone and whether in writing, how long a yes lasts, when photos are gone,
# who knows the passcode, who else is told of what.
AS_ITS_SOURCE_SAYS = {
    "photographs-with-care": (
        "the headteacher",
        False,
        None,
        "18:00",
        "network_manager",
        {"online_safety": ["headteacher"]},
    ),
    "passcode-private": (NOBODY, True, None, "16:00", "user_alone", {"safeguarding": ["slt"]}),
    "consent-on-entry": (NOBODY, False, None, "17:30", "network_manager", {}),
    "pin-with-network-manager": (
        *("the headteacher or SLT", False, 365, "15:30", "network_manager"),
        {"online_safety": ["headteacher"], "own_phones": ["dsl"]},
    ),
    "written-permission": (
        *("the headteacher", True, 366, "17:00", "network_manager"),
        {"serious": ["slt", "headteacher"], "safeguarding": ["headteacher"]},
    ),
}


def declared(app):
    here = app.extensions["lanyard.registry"]
    return here.settings, here.clashes


def preset(app, name):
    return presets.load(name, *declared(app))


def takes_up(head, app, name, *, but=()):
    """The headteacher takes a preset up, and the DSL agrees to what takes two."""
    page = f"{POLICY}/presets/{name}"
    codes = [code for code in declared(app)[0] if code not in but and f'value="{code}"' in head.get(page).text]
    answer = head.post(page, data={"take": codes, "reason": "To begin from", "act": "make", "seen": "0"})
    assert answer.status_code == 302, answer.text
    seconded(app)


def test_there_are_five_and_each_is_whole(app):
    assert set(NAMES) == set(AS_ITS_SOURCE_SAYS)
    for name in NAMES:
        said = preset(app, name).said
        assert set(said) == {code for code in declared(app)[0] if not code.startswith("guidance.")}
        assert all(one.sentence and one.clause for one in said.values())


@pytest.mark.parametrize("name", NAMES)
def test_each_changes_what_phone_and_office_do_as_its_source_says(name, phone, as_role, app):
    head = as_role("headteacher")
    takes_up(head, app, name)
    agrees, is_assessed, lasts, off_by, passcode, told = AS_ITS_SOURCE_SAYS[name]
    card = phone.reports().json["card"]
    assert (card["own_phone"]["agrees"], card["photos_off_by"]) == (agrees, off_by)
    assert ("The school’s rules ask for one" in head.get("/office/own-phones/agreements/new").text) == is_assessed
    assert value_of(app, "consent.lasts_days") == lasts
    shown = as_role("network_manager").get(f"/office/phone/{phone_id(phone)}").text
    assert ("I can get into this handset" in shown) == (passcode == "network_manager")
    by_row = {}
    for one in value_of(app, "alerts.added"):
        by_row.setdefault(one["row"], []).append(one["role"])
    assert by_row == told


@pytest.mark.parametrize("name", NAMES)
def test_each_renews_consent_as_its_source_says(name, as_role, app):
    pupil, today = numbered(demo_consent.NOT_ASKED), clock.today()
    records(as_role("office"), pupil)
    takes_up(as_role("headteacher"), app, name)

    lasts = AS_ITS_SOURCE_SAYS[name][2]
    in_a_year, later = today + timedelta(days=lasts or 366), today + timedelta(days=367)
    assert (ground(pupil, on=in_a_year), ground(pupil, on=later)) == ("given", "expired" if lasts else "given")


# Who hears of a safeguarding concern, of something serious and of online safety besides those always told; the cast's
# headteacher is of the SLT.
MORE_TOLD = {
    "photographs-with-care": (set(), set(), {"headteacher"}),
    "passcode-private": ({"slt", "headteacher"}, set(), set()),
    "consent-on-entry": (set(), set(), set()),
    "pin-with-network-manager": (set(), set(), {"headteacher"}),
    "written-permission": ({"headteacher"}, {"slt", "headteacher"}, set()),
}


@pytest.mark.parametrize("name", NAMES)
def test_each_tells_whom_its_source_says_beside_those_always_told(name, phone, todays_trip, as_role, app):
    kinds = [("safeguarding", "moderate"), ("injury", "serious"), ("online_safety", "moderate")]

    def heard():
        records = [incident(todays_trip, *kind) for kind in kinds]
        phone.sends(*map(phone.files, records))
        return [told(alert_of(record)) for record in records]

    always = heard()
    takes_up(as_role("headteacher"), app, name)
    assert heard() == [before | more for before, more in zip(always, MORE_TOLD[name], strict=True)]


def phone_id(phone):
    from server.phones.models import Phone

    return Phone.get(Phone.name == "Phone 3").id


def test_what_is_not_ticked_stays_and_the_log_names_the_preset(as_role, app):
    head = as_role("headteacher")
    takes_up(head, app, "pin-with-network-manager", but=("phones.registers_devices",))
    assert value_of(app, "phones.registers_devices") is False
    assert value_of(app, "accounts.passwords_end") is True
    assert "from the preset “PIN with the network manager”" in head.get(f"{POLICY}/changes").text


def test_of_a_preset_and_a_change_at_once_the_second_sees_the_first(as_role, app):
    head = as_role("headteacher")
    page = f"{POLICY}/presets/passcode-private"
    sent = {"take": ["phones.lock_minutes"], "reason": "To begin from", "act": "make", "seen": "0"}
    as_role("network_manager").post("/office/phone-rules", data={"minutes": "7"})
    answer = head.post(page, data=sent)
    assert (answer.status_code, "from 15 minutes to 7 minutes" in answer.text) == (409, True)
    assert value_of(app, "phones.lock_minutes") == 7
    assert head.post(page, data={**sent, "seen": "1"}).status_code == 302
    assert value_of(app, "phones.lock_minutes") == 5


def test_looking_at_one_changes_nothing_and_warns(as_role):
    head = as_role("headteacher")
    page = f"{POLICY}/presets/photographs-with-care"
    shown = head.get(page).text
    for words in ("do not go together", "National guidance", "A second person must agree"):
        assert words in shown
    less = head.post(page, data={"take": ["photos.first_names"], "reason": "x", "act": "look", "seen": "0"}).text
    assert "National guidance" not in less
    assert head.post(page, data={"act": "make", "seen": "0"}).status_code == 422
    assert not PolicyVersion.select().exists()


@pytest.mark.parametrize("role", ["network_manager", "slt", "dsl", "chair"])
def test_the_headteacher_alone_takes_one_up(as_role, role):
    page = f"{POLICY}/presets/consent-on-entry"
    assert [as_role(role).get(one).status_code for one in (f"{POLICY}/presets", page)] == [403, 403]
    assert as_role("headteacher").get(f"{POLICY}/presets/no-such").status_code == 404


def planted(app, change):
    kept = json.loads((presets.FOLDER / "consent-on-entry.json").read_text(encoding="utf-8"))
    change(kept)
    with pytest.raises(UnreadableError) as refused:
        presets.read(json.dumps(kept), *declared(app))
    return refused.value.words


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda kept: kept.update(format=2), "of a later version (2)"),
        (lambda kept: kept.update(format="1"), "does not say of which format"),
        (lambda kept: kept.update(title=""), "not whole"),
        (lambda kept: kept["settings"].pop("photos.off_by"), "says nothing of: photos.off_by"),
        (lambda kept: kept["settings"].update({"photos.new": {}}), "does not know: photos.new"),
        (lambda kept: kept["settings"]["photos.off_by"].update(clause=" "), "photos.off_by: its clause is missing"),
        (lambda kept: kept["settings"]["photos.off_by"].pop("sentence"), "photos.off_by: a setting has"),
        (lambda kept: kept["settings"]["photos.off_by"].update(value="25:00"), "photos.off_by: Give a time"),
        (lambda kept: kept["settings"]["photos.list_stops_hours"].update(value=1), "cannot stop before it warns"),
        (lambda kept: kept["settings"]["alerts.added"].update(value=[{"row": "x"}]), "alerts.added: Name for each row"),
        (
            lambda kept: kept["settings"]["own_phone.told"].update(value="ruth"),
            "own_phone.told: a policy file names no",
        ),
    ],
)
def test_a_file_that_is_not_whole_or_of_a_later_version_is_refused_in_words(app, change, said):
    assert said in planted(app, change)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": true}', "[" * 100_000])
def test_what_is_no_policy_file_is_refused_in_words(app, text):
    with pytest.raises(UnreadableError, match=r"This is no policy file|is not whole"):
        presets.read(text, *declared(app))


def test_the_command_prints_every_setting_with_clause_and_rules(run, app, tmp_path):
    lines = [json.loads(line) for line in run("policy", "show", "--format", "json").output.splitlines()]
    assert [one["setting"] for one in lines] == list(declared(app)[0])
    assert set(lines[0]) == {
        *("setting", "value", "sentence", "clause", "rules", "changed_by", "two_people", "what_it_does"),
    }
    named = run("policy", "show", "--preset", "pin-with-network-manager", "--format", "json").output
    found = {one["setting"]: one for one in map(json.loads, named.splitlines())}
    assert (found["consent.lasts_days"]["value"], found["photos.off_by"]["two_people"]) == (365, True)
    assert "photos.off_by: 15:30 [R43]" in run("policy", "show", "--preset", "pin-with-network-manager").output
    refused = run("policy", "show", "--preset", "no-such")
    assert (refused.exit_code, "There are: consent-on-entry" in refused.output) == (1, True)
    file = tmp_path / "later.json"
    file.write_text('{"format": 9}')
    refused = run("policy", "show", "--file", str(file))
    assert (refused.exit_code, "of a later version (9)" in refused.output) == (1, True)
