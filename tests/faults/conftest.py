"""What the tests against real processes stand on, and what they counted, printed at the end of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.live_server import LiveServer

COUNTED = pytest.StashKey[list[str]]()


@pytest.fixture
def server(data_folder: Path) -> Iterator[LiveServer]:
    """A server in a process of its own, on a copy of the demo school."""
    with LiveServer(data_folder) as running:
        yield running


@pytest.fixture
def counted(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """`counted("100 kills, 312 requests cut")` is printed when all tests are over."""
    return pytestconfig.stash.setdefault(COUNTED, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what was counted."""
    for line in config.stash.get(COUNTED, []):
        terminalreporter.write_line(line)
