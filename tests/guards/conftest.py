"""What only the guards need."""

from __future__ import annotations

import subprocess

import pytest

from tests.guards.sources import ROOT

LEFT_OUT = pytest.StashKey[int]()


@pytest.fixture
def tracked() -> list[str]:
    """Every file that git tracks."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the guards of the build where nothing is built, as for `pytest` on a machine without Node."""
    if (ROOT / "static" / "build" / "build.json").exists():
        return
    out = [item for item in items if item.path.name == "test_build.py"]
    items[:] = [item for item in items if item.path.name != "test_build.py"]
    config.stash[LEFT_OUT] = len(out)
    config.hook.pytest_deselected(items=out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say aloud what was left out."""
    count = config.stash.get(LEFT_OUT, 0)
    if count:
        terminalreporter.write_line(
            f"Left out: {count} guards of static/build, where nothing is built. Run: make build"
        )
