"""A policy as a file: taken away with nobody named in it, brought in by another school after a look, or refused."""

from __future__ import annotations

import io
import json

import pytest

from server.policy import changing, presets
from server.policy.changing import RefusedError
from server.policy.policy_rules import Said
from server.policy.version_models import PolicyVersion
from tests.api.policies import POLICY, chosen, school_id, seconded, staff_id, value_of

PAGE = f"{POLICY}/file"
PRESET = (presets.FOLDER / "written-permission.json").read_bytes()


def brings(browser, content):
    """Choose a file of these bytes and ask what it does."""
    return browser.post(PAGE, data={"file": (io.BytesIO(content), "policy.json")}, content_type="multipart/form-data")


def test_a_file_is_looked_at_and_then_taken_up_as_far_as_it_is_ticked(as_role, app):
    head = as_role("headteacher")
    looked = brings(head, PRESET)
    assert ("Permission in writing" in looked.text, "A second person must agree" in looked.text) == (True, True)
    assert not PolicyVersion.select().exists()
    ticked = ["phones.lock_minutes", "photos.off_by"]
    sent = {"text": PRESET.decode(), "take": ticked, "reason": "As the trust does", "act": "make", "seen": "0"}
    assert head.post(f"{PAGE}/take-up", data=sent).status_code == 302
    assert seconded(app) == 1
    assert (value_of(app, "phones.lock_minutes"), value_of(app, "photos.off_by")) == (10, "17:00")
    assert value_of(app, "consent.asked") == "on_entry"


def test_what_the_school_takes_away_names_nobody_and_comes_in_again(as_role, app):
    head = as_role("headteacher")
    sent = {"text": PRESET.decode(), "take": list(json.loads(PRESET)["settings"]), "reason": "x", "act": "make"}
    codes = [code for code in sent["take"] if f'value="{code}"' in brings(head, PRESET).text]
    head.post(f"{PAGE}/take-up", data={**sent, "take": codes, "seen": "0"})
    seconded(app)
    person = {"number": 9, "row": "serious", "role": None, "staff": staff_id("staff")}
    chosen(app, own_phone__told=staff_id("dsl"), alerts__added=[*value_of(app, "alerts.added"), person])
    away = head.get(f"{PAGE}/taken-away")
    assert away.headers["Content-Disposition"].startswith('attachment; filename="policy-version-')
    kept = json.loads(away.data)
    assert (kept["settings"]["own_phone.told"]["value"], len(kept["settings"]["alerts.added"]["value"])) == (None, 3)
    assert staff_id("dsl") not in away.text
    assert brings(head, away.data).status_code == 200


def test_the_schools_words_for_a_rule_without_a_setting_go_along_where_there_are_any(as_role, app):
    head, words = as_role("headteacher"), {"value": None, "sentence": "Ours alone.", "clause": "7"}
    whole = {**json.loads(PRESET), "settings": {**json.loads(PRESET)["settings"], "guidance.R40": words}}
    page = brings(head, json.dumps(whole).encode()).text
    assert 'value="guidance.R40"' in page
    sent = {"text": json.dumps(whole), "take": ["guidance.R40"], "reason": "x", "act": "make", "seen": "0"}
    assert head.post(f"{PAGE}/take-up", data=sent).status_code == 302

    kept = json.loads(head.get(f"{PAGE}/taken-away").data)["settings"]
    assert [code for code in kept if code.startswith("guidance.")] == ["guidance.R40"]
    assert kept["guidance.R40"] == words
    worse = {**whole, "settings": {**whole["settings"], "guidance.R40": {**words, "value": True}}}
    assert "guidance.R40: There is nothing to choose here" in brings(head, json.dumps(worse).encode()).text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it cannot be read as JSON"),
        (b"\xff\xfe", "it is not UTF-8"),
        (b" " * 200_001, "it is too large"),
        (PRESET.replace(b'"format": 1', b'"format": 2'), "of a later version (2)"),
        (PRESET.replace(b'"17:00"', b'"27:00"'), "photos.off_by: Give a time"),
    ],
)
def test_a_file_that_is_none_is_refused_by_the_field(as_role, content, said):
    head = as_role("headteacher")
    answer = brings(head, content)
    assert (answer.status_code, said in answer.text) == (422, True)
    late = head.post(f"{PAGE}/take-up", data={"text": content.decode("latin-1"), "act": "make"})
    assert late.status_code == 422
    assert "Choose a file" in head.post(PAGE, data={}).text
    assert not PolicyVersion.select().exists()


ADDED = {"number": 1, "row": "serious", "role": "dsl", "staff": None}


def with_one(code, **said):
    """The preset with something else in one of its settings."""
    whole = json.loads(PRESET)
    whole["settings"][code].update(said)
    return json.dumps(whole).encode()


@pytest.mark.parametrize("odd", [{"row": []}, {"row": {}}, {"role": []}, {"role": {}}, {"role": ["dsl"], "staff": "x"}])
def test_an_odd_line_of_who_is_told_is_refused_by_the_field(as_role, odd):
    answer = brings(as_role("headteacher"), with_one("alerts.added", value=[{**ADDED, **odd}]))
    assert (answer.status_code, "alerts.added: Name for each row" in answer.text) == (422, True)


@pytest.mark.parametrize("member", ["sentence", "clause"])
def test_half_a_character_is_taken_up_from_no_file(as_role, member):
    head, content = as_role("headteacher"), with_one("phones.lock_minutes", **{member: "Half \ud83d"})
    assert "half a character" in brings(head, content).text
    sent = {"text": content.decode(), "take": ["phones.lock_minutes"], "reason": "x", "act": "make", "seen": "0"}
    assert head.post(f"{PAGE}/take-up", data=sent).status_code == 422
    assert (head.get(f"{PAGE}/taken-away").status_code, PolicyVersion.select().exists()) == (200, False)


def test_half_a_character_in_its_title_is_refused_too(as_role):
    content = json.dumps({**json.loads(PRESET), "title": "\ud83d"}).encode()
    answer = brings(as_role("headteacher"), content)
    assert (answer.status_code, "half a character" in answer.text) == (422, True)


def test_half_a_character_is_put_in_force_by_no_page(app):
    said = Said(10, "Half \ud83d", "6.2")
    with app.app_context(), pytest.raises(RefusedError, match="refused") as refused:
        changing.change(school_id(), {"phones.lock_minutes": said}, changing.Why(staff_id("headteacher")))
    assert "half a character" in refused.value.words["phones.lock_minutes"]
    assert not PolicyVersion.select().exists()


@pytest.mark.parametrize("role", ["network_manager", "slt", "dsl"])
def test_the_headteacher_alone_takes_a_file_up_or_away(as_role, role):
    client = as_role(role)
    assert [client.get(page).status_code for page in (PAGE, f"{PAGE}/taken-away")] == [403, 403]
    assert [client.post(page).status_code for page in (PAGE, f"{PAGE}/take-up")] == [403, 403]
