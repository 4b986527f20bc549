"""What becomes of a delivery by the answer that came, and how long it is worth trying."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.alerts import messages
from server.alerts.delivery_settings import read
from server.alerts.sending_rules import LONGEST_ASKED_SECONDS, NOW, TODAY, Answer, expires_at, outcome
from server.config import UnsafeConfiguration

LONDON = ZoneInfo("Europe/London")
AT = datetime(2026, 6, 12, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(hours=12)


def made_of(answer, tries=1, dice=0.5):
    return outcome(answer, tries, AT, expires=LATER, dice=dice)


def seconds(answer, tries=1, dice=0.5):
    return (made_of(answer, tries, dice).next_try_at - AT).total_seconds()


def test_now_is_worth_half_a_day_and_today_the_rest_of_the_schools_day():
    assert expires_at(NOW, AT, LONDON) == AT + timedelta(hours=12)
    # In summer the school's day ends at 23:00 UTC.
    assert expires_at(TODAY, AT, LONDON) == datetime(2026, 6, 12, 23, 0, tzinfo=UTC)
    late = datetime(2026, 6, 12, 22, 40, tzinfo=UTC)
    assert expires_at(TODAY, late, LONDON) == late + timedelta(hours=1)


@given(st.one_of(st.none(), st.integers(100, 999)), st.text(max_size=40), st.integers(1, 10_000), st.floats(0, 1))
def test_every_answer_leads_somewhere_and_nothing_is_put_off_for_longer_than_may_be(status, retry_after, tries, dice):
    made = made_of(Answer(status, retry_after), tries, dice)

    assert made.state in {"sent", "waiting", "failed", "gone"}
    assert (made.state == "sent") == (status is not None and 200 <= status < 300)
    if made.next_try_at:
        assert timedelta(seconds=0.5) <= made.next_try_at - AT <= timedelta(seconds=LONGEST_ASKED_SECONDS)


def test_waits_double_up_to_five_minutes_and_are_spread():
    assert [seconds(Answer(500), tries) for tries in (1, 2, 3, 9, 10, 500)] == [1, 2, 4, 256, 300, 300]
    assert (seconds(Answer(500), 3, 0.0), seconds(Answer(500), 3, 1.0)) == (2, 6)


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        ("120", 120),
        (" 120", 120),
        ("Fri, 12 Jun 2026 09:35:00 GMT", 300),
        ("Fri, 12 Jun 2026 09:00:00 GMT", 1),
        ("-5", 1),
        ("1e9", 1),
        ("soon", 1),
        ("Mon, 01 Jan 2024 00:00:00 +9999999999999999", 1),
        ("٣", 1),
        ("9" * 99, LONGEST_ASKED_SECONDS),
        ("9" * 5_000, 1),
        (None, 1),
    ],
)
def test_retry_after_is_honoured_within_bounds(asked, waits):
    assert seconds(Answer(429, asked)) == waits


def test_what_would_be_tried_after_it_expired_has_failed():
    made = outcome(Answer(503, "600"), 3, LATER - timedelta(minutes=5), expires=LATER, dice=0.5)

    assert (made.state, made.error) == ("failed", "503")


def test_texts_ids_and_addresses_of_any_length_make_one_length():
    made = {
        messages.payload(origin, messages.Notice(alert, text, 60))
        for origin in ("http://localhost:8000", f"https://{'a' * 60}.{'b' * 60}.example")
        for alert in ("0" * 32, "f" * 32)
        for text in messages.TEXTS
    }

    assert len(made) == 8
    assert {len(one) for one in made} == {messages.PAYLOAD_BYTES}
    with pytest.raises(ValueError, match="too long"):
        messages.payload("https://" + "a" * 2_000, messages.Notice("0" * 32, NOW, 60))


GIVEN = {"PUSH_LOOPBACK": "", "PUSH_CONTACT": "", "SMTP_URL": "", "ADDRESS": "", "PRODUCTION": False}


def test_settings_that_would_not_do_stop_the_start_in_words():
    for more, words in (
        ({"PUSH_LOOPBACK": "1", "PRODUCTION": True}, "never in production"),
        ({"PUSH_LOOPBACK": "yes"}, "LANYARD_PUSH_LOOPBACK is 1"),
        ({"PUSH_CONTACT": "the office"}, "LANYARD_PUSH_CONTACT"),
        ({"SMTP_URL": "mail.wrenfield.example"}, "LANYARD_SMTP_URL"),
        ({"SMTP_URL": "smtps://u:p@mail.wrenfield.example"}, "LANYARD_SMTP_URL"),
        ({"SMTP_URL": "smtps://mail.wrenfield.example/?from=a@wrenfield.example"}, "LANYARD_ADDRESS"),
    ):
        with pytest.raises(UnsafeConfiguration, match=words):
            read({**GIVEN, **more})


def test_where_mail_is_handed_in_is_read_of_one_line():
    line = "smtp://a%40b:s%3Acret@mail.wrenfield.example/?from=lanyard@wrenfield.example"
    mailbox = read({**GIVEN, "SMTP_URL": line, "ADDRESS": "https://lanyard.wrenfield.example/"}).mailbox

    assert (mailbox.user, mailbox.password, mailbox.port, mailbox.is_local) == ("a@b", "s:cret", 587, False)
    assert read(GIVEN).mailbox is None
