"""What only the guards need."""

from __future__ import annotations

import subprocess

import pytest

from tests.guards.sources import ROOT


@pytest.fixture
def tracked() -> list[str]:
    """Every file that git tracks."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()
