"""What a file of journeys in all three engines stands on, once: a school, the way to it, and Phone 3 set up.

A file takes them as its own: `school, proxy, phone_three = in_each_engine.stands_on()`. Starting them costs more than
what is tried on them, so its tests share them, and each begins in good order by a fixture `phone` of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.engines import AnyPhone
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.school import School


def _as_it_is(_school: School) -> None:
    """The demo school."""


def stands_on(made_ready: Callable[[School], None] = _as_it_is) -> tuple[Any, Any, Any]:
    """The fixtures `school`, `proxy` and `phone_three` of a file. `made_ready` comes before anybody does."""

    @pytest.fixture(scope="module", name="school")
    def a_school(engine: object, copy_of_the_demo: Callable[[], Path]) -> Iterator[School]:
        """One school for each engine."""
        with School(copy_of_the_demo()) as school:
            made_ready(school)
            yield school

    @pytest.fixture(scope="module", name="proxy")
    def a_proxy(school: School) -> Iterator[FaultyProxy]:
        """The way to that school, which may break."""
        with FaultyProxy(school.port) as proxy:
            yield proxy

    @pytest.fixture(scope="module", name="phone_three")
    def a_phone(shared_phone: AnyPhone, school: School, proxy: FaultyProxy) -> AnyPhone:
        """Phone 3, set up through the proxy, on which nobody has signed in."""
        shared_phone.moves_to(proxy.url)
        shared_phone.keeps_the_app()
        shared_phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
        return shared_phone

    return a_school, a_proxy, a_phone
