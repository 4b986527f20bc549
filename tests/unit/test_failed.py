"""What is said last when tests fail: which, and why, in a line each."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.failed import failures

THREE_TESTS = """
import pytest

@pytest.fixture
def broken():
    raise ValueError("no such phone")

def test_passes(): pass
def test_fails(): assert 1 == 2, "one is not two"
def test_breaks(broken): pass
"""


def test_each_test_that_failed_or_broke_is_a_line_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "test_three.py").write_text(THREE_TESTS, encoding="utf-8")
    report = tmp_path / "report.xml"
    plain = ["-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", str(tmp_path)]
    command = [sys.executable, "-m", "pytest", *plain, f"--junitxml={report}", str(tmp_path / "test_three.py")]
    plain_place = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    assert subprocess.run(command, capture_output=True, check=False, env=plain_place).returncode == 1

    assert list(failures([report])) == [
        "test_three test_fails: AssertionError: one is not two",
        'test_three test_breaks: failed on setup with "ValueError: no such phone"',
    ]
