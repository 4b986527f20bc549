"""300 seeds of phones, lines and a server that fail, and the planted bugs that show the harness can fail as well."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLANTED = re.findall(
    r'^  \{ name: "([^"]+)"', (ROOT / "tests/faults/planted.js").read_text(encoding="utf-8"), re.MULTILINE
)
SEEDS = 300
# Among the first seeds, one whose phones share a cookie and whose server crashes and is put back.
TRACED = 7


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the harness as `make faults` does."""
    command = ["tools/with_node.sh", "node", "tests/faults/run.js", *words]
    environment = {**os.environ, "PYTHON": sys.executable}
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What became of every seed, planted bugs left alone once caught."""
    file = tmp_path_factory.mktemp("faults") / "outcomes.json"
    done = run("--seeds", str(SEEDS), "--planted", str(SEEDS), "--until-caught", "--json", str(file))
    # Shown where a test of these fails: which fault struck how often, and what the harness itself had to say.
    sys.stdout.write(done.stdout + done.stderr)
    assert file.exists(), "The harness itself broke."
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def test_nothing_filed_is_lost_doubled_or_changed(outcomes: list[dict[str, Any]]) -> None:
    plain = [outcome for outcome in outcomes if outcome["bug"] is None]
    broken = [f"{one['violation']} Again: make faults SEED={one['seed']}" for one in plain if one["violation"]]
    assert not broken, "\n".join(broken)
    assert len(plain) == SEEDS
    assert sum(one["filed"] for one in plain) > SEEDS


def test_every_fault_strikes(outcomes: list[dict[str, Any]]) -> None:
    struck = {name for one in outcomes if one["bug"] is None for name, _times in one["fired"]}
    listed = run("--list").stdout.splitlines()
    assert len(listed) > 50
    assert not set(listed) - struck


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_is_caught(bug: str, outcomes: list[dict[str, Any]]) -> None:
    tried = [outcome for outcome in outcomes if outcome["bug"] == bug]
    assert any(one["violation"] for one in tried), f"{len(tried)} seeds did not catch it"


def test_the_same_seed_gives_the_same_trace() -> None:
    first, second = (run("--seed", str(TRACED)) for _ in range(2))
    assert first.returncode == 0, first.stdout[-2000:] + first.stderr
    assert len(first.stdout.splitlines()) > 100
    assert first.stdout == second.stdout


def test_a_failing_seed_prints_the_command_that_replays_it() -> None:
    done = run("--seed", str(TRACED), "--bug", "server makes the ids")
    assert done.returncode == 1
    assert "which is not committed" in done.stdout.splitlines()[-1]
    assert done.stdout.splitlines()[-1].endswith(f"Again: make faults SEED={TRACED} BUG='server makes the ids'")
