"""Settings as they are declared: what each may be, in words; what takes two; what does not go together."""

from __future__ import annotations

import pytest

from server.consent import settings as consent
from server.foundation.settings import Choice, ClockTime, Number, Several, Words, YesNo
from server.incidents import settings as incidents
from server.phones import settings as phones
from server.photos import settings as photos
from server.policy.policy_rules import Said, clashing, differing, for_two, may_second, not_theirs, problems

MINUTES, DAYS = Number(2, 30, "minute"), Number(1, 9, "day", never="For ever")
FEW = {"a": "Ay", "b": "Bee"}
SETTINGS = {one.code: one for one in (*phones.SETTINGS, *photos.SETTINGS, *consent.SETTINGS, *incidents.SETTINGS)}
CLASHES = (*phones.CLASHES, *consent.CLASHES, *incidents.CLASHES)
USUAL = {code: one.usual for code, one in SETTINGS.items()}


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (MINUTES, 2, "2 minutes"),
        (Number(1, 9, "day"), 1, "1 day"),
        (DAYS, None, "For ever"),
        (YesNo("Always"), True, "Always"),
        (YesNo(), False, "No"),
        (Choice(FEW), "b", "Bee"),
        (Several(FEW), ["a", "b"], "Ay, Bee"),
        (ClockTime(), "06:30", "06:30"),
        (Words(9), "Never", "“Never”"),
    ],
)
def test_a_value_within_its_range_is_taken_and_worded(kind, value, words):
    assert (kind.problem(value), kind.in_words(value, {})) == ("", words)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *((MINUTES, value) for value in (1, 31, "5", 5.0, True, None, [])),
        *((YesNo(), value) for value in ("yes", 1, None)),
        *((Choice(FEW), value) for value in ("c", None, ["a"])),
        *((Several(FEW), value) for value in ([], ["c"], ["b", "a"], ["a", "a"], "a")),
        *((ClockTime(), value) for value in ("24:00", "7:00", "12:60", "", None, "12:00\n")),
        *((Words(3), value) for value in ("", "  ", "four", None)),
    ],
)
def test_a_value_out_of_its_range_is_refused(kind, value):
    assert kind.problem(value)


def test_what_somebody_wrote_is_not_what_the_log_keeps():
    assert Words(99).logged("Ring Mrs Akande") == 15
    assert consent.ACTIVITIES.kind.logged([["Stage", "warn", "Not Ada"]]) == [["Stage", "warn"]]


def test_every_setting_serves_a_rule_and_its_usual_value_may_be():
    for one in SETTINGS.values():
        assert one.rules, one.code
        assert one.kind.problem(one.usual) == "", one.code
        assert one.does.endswith("."), one.code
    assert clashing(CLASHES, USUAL, refused=True) == clashing(CLASHES, USUAL, refused=False) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"phones.passcode_private": True}, "phones.passcode"),
        ({"consent.asked": "annually"}, "consent.renewal"),
        ({"consent.lasts_days": 365}, "consent.renewal"),
        ({"incidents.nude_image_seen": "clear_reason"}, "incidents.nude_image"),
    ],
)
def test_what_does_not_go_together_is_warned_of_and_not_refused(changed, code):
    assert [one.code for one in clashing(CLASHES, {**USUAL, **changed}, refused=False)] == [code]
    assert clashing(CLASHES, {**USUAL, **changed}, refused=True) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"phones.passcode_private": True, "phones.passcode_held_by": "user_alone"},
        {"consent.asked": "annually", "consent.lasts_days": 365},
        {"incidents.nude_image_seen": "dsl_alone"},
    ],
)
def test_what_does_go_together_is_not_warned_of(changed):
    assert clashing(CLASHES, {**USUAL, **changed}, refused=False) == []


def test_a_phone_that_stops_before_it_warns_is_refused():
    values = {**USUAL, "photos.list_stops_hours": 5}
    assert [one.code for one in clashing(CLASHES, values, refused=True)] == ["photos.hours"]


def test_a_value_of_what_takes_two_waits_and_the_words_for_it_do_not():
    before = {"photos.off_by": Said("16:30"), "phones.lock_minutes": Said(15)}
    wanted = {"photos.off_by": Said("15:00"), "phones.lock_minutes": Said(5)}
    at_once, waits = for_two(SETTINGS, before, differing(before, wanted))
    assert (list(at_once), list(waits)) == (["phones.lock_minutes"], ["photos.off_by"])
    assert for_two(SETTINGS, before, {"photos.off_by": Said("16:30", "Off by then.", "5.6")})[1] == {}


def test_whoever_wished_for_it_is_not_the_second_person_whatever_their_role():
    assert may_second({"headteacher"}, "ruth", "callum")
    assert not may_second({"headteacher"}, "ruth", "ruth")
    assert not may_second({"network_manager", "office"}, "callum", "ruth")


def test_problems_are_named_by_the_setting_they_are_of():
    wanted = {"phones.lock_minutes": Said(99), "photos.off_by": Said("16:30", "x" * 401)}
    assert set(problems(SETTINGS, wanted)) == {"phones.lock_minutes", "photos.off_by"}
    assert not_theirs(SETTINGS, wanted, {"network_manager"}) == ["photos.off_by"]
