"""What `make bench` makes of its figures: ratios within a round, verdicts by the range, and a picture of both."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from bench import chart, report
from bench.lines import Line, Section, at_least, at_most
from bench.spread import Spread, ratio


def test_a_ratio_is_taken_within_a_round() -> None:
    ours, other = {0: 10.0, 1: 100.0, 2: 7.0}, {0: 5.0, 1: 50.0}
    assert ratio(ours, other) == Spread(2, 2, 2)
    assert ratio(ours, {9: 1.0}) is None


@pytest.mark.parametrize(
    ("reach", "seen", "verdict"),
    [
        (at_least(2), Spread(2, 1, 3), "yes"),
        (at_least(2), Spread(1.9, 1, 2.1), "in part of the rounds"),
        (at_least(2), Spread(1.5, 1, 1.9), "**no**"),
        (at_most(2), Spread(2.1, 1.9, 3), "in part of the rounds"),
        (at_most(2), Spread(2.5, 2.1, 3), "**no**"),
    ],
)
def test_a_figure_is_missed_only_where_its_whole_range_is(reach, seen, verdict) -> None:
    assert Line("figure", "", "", seen, reach).verdict == verdict


def test_the_page_and_the_picture_tell_what_was_missed() -> None:
    missed = Line("receipts <a second>", "1", "2", Spread(0.5, 0.4, 0.6), at_least(0.9))
    sections = [Section("Intake", ["A note."], [missed])]

    page, picture = report.text(sections, ["A run."], ["Kinto was left out."]), chart.drawn(sections)

    assert "| receipts <a second> | 1 | 2 | 0.500 [0.400..0.600] | ≥ 0.900× | **no** |" in page
    assert "Kinto was left out." in page
    shapes = [shape.get("class") for shape in ET.fromstring(picture).iter()]
    assert "bad" in shapes
    assert "good" not in shapes
