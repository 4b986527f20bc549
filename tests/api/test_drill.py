"""`make drill`: the server is lost in the middle of a trip, and nothing is missing; each step broken is seen."""

from __future__ import annotations

import pytest

from tests.drill import PLANTED, Drill, DrilledSchool


@pytest.fixture
def school(data_folder, tmp_path):
    return DrilledSchool(data_folder, tmp_path)


def test_a_server_lost_in_the_middle_of_a_trip_is_back_with_nothing_missing(school):
    Drill(school).runs()


@pytest.mark.parametrize("planted", PLANTED)
def test_the_drill_is_red_when_a_step_is_broken(school, planted):
    with pytest.raises(AssertionError, match=PLANTED[planted]):
        Drill(school, planted).runs()
