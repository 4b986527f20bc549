"""Which page of a long list is shown, and the addresses beside it."""

from __future__ import annotations

import pytest
from flask import Flask

from server.accounts.paging import page_of

LIST = list(range(250))


@pytest.fixture
def asked():
    app = Flask("lists")
    app.add_url_rule("/list", "list", lambda: "")

    def page(query, total=250):
        with app.test_request_context(f"/list?{query}"):
            found = page_of(total, lambda offset, limit: LIST[offset : offset + limit])
            return found.number, list(found.rows)[:1], (found.first, found.last), found.address(2)

    return page


@pytest.mark.parametrize(
    ("query", "number", "rows", "places"),
    [
        ("", 1, [0], (1, 100)),
        ("page=3", 3, [200], (201, 250)),
        ("page=99999999999999999999", 3, [200], (201, 250)),
        ("page=-4", 1, [0], (1, 100)),
        ("page=two", 1, [0], (1, 100)),
    ],
)
def test_a_page_that_is_none_is_the_nearest_there_is(asked, query, number, rows, places):
    assert asked(query)[:3] == (number, rows, places)


def test_what_else_was_asked_for_stays_in_each_address(asked):
    assert asked("kind=a&kind=b&page=7")[3] == "/list?kind=a&kind=b&page=2"
