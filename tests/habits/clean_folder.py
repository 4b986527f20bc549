"""A clean folder with Lanyard's own files in it, as after a clone, and what is typed there."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.live_server import ASK_AGAIN_SECONDS, answers

ROOT = Path(__file__).resolve().parents[2]
# What an outer run of make or pytest leaves in the environment, or what a developer set for Lanyard itself.
_NOT_PASSED_ON = re.compile(
    r"PYTEST|LANYARD|MAKE|MFLAGS|GOAL|GUARDED|PORT$|COPY_DIR|VIRTUAL_ENV|PYTHON|NODE|CI$|CHROMIUM"
)
_OF_LANGUAGES = re.compile(r"(python|pip|node|npm|npx|uv|pyenv|chrom|google-chrome)[\w.-]*$")
_INSIDE = "INSIDE_A_CLEAN_FOLDER"
# Only what hangs takes that long.
PATIENCE_SECONDS = 600
CLOSED = "http://127.0.0.1:9"
NO_NETWORK = {
    "https_proxy": CLOSED,
    "http_proxy": CLOSED,
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_FIND_LINKS": "",
    "PIP_INDEX_URL": CLOSED,
    "PIP_RETRIES": "0",
    "PIP_NO_CACHE_DIR": "1",
    "npm_config_registry": CLOSED,
    "npm_config_fetch_retries": "0",
    "npm_config_cache": "no-cache",
}


@dataclass(frozen=True)
class Done:
    """How a command ended, and all that it said."""

    code: int
    said: str

    @property
    def last(self) -> str:
        """The last thing it said itself; what make adds about its own failing left out."""
        return [line for line in self.said.splitlines() if line.strip() and not line.startswith("make")][-1]


@cache
def _pattern() -> Path:
    """The first of them, from which the others are copied: git takes seconds to look at so many files."""
    place = Path(tempfile.mkdtemp()) / "pattern"
    atexit.register(shutil.rmtree, place.parent, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    for words in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", *words], cwd=place, check=True, capture_output=True)
    return place


class CleanFolder:
    """A copy of the project's files, changes not yet committed included, and nothing that was ever made from them."""

    def __init__(self, place: Path) -> None:
        assert _INSIDE not in os.environ, (
            "These tests were begun inside one of their own folders: that would never end."
        )
        self.place = place
        shutil.copytree(_pattern(), place, symlinks=True)

    def environment(self, **more: str) -> dict[str, str]:
        """What a new terminal has."""
        return {name: value for name, value in os.environ.items() if not _NOT_PASSED_ON.match(name)} | {
            _INSIDE: "yes",
            **more,
        }

    def starts(self, *words: str | Path, **environment: str) -> subprocess.Popen[str]:
        """Type a command and look away; in a process group of its own."""
        return subprocess.Popen(
            words,
            cwd=self.place,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def types(self, *words: str | Path, **environment: str) -> Done:
        """Type a command and wait for its end."""
        process = self.starts(*words, **environment)
        try:
            said, _ = process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            said, _ = process.communicate()
            said += "\n(It would not end.)"
        return Done(process.returncode, said)


def until_it_answers(process: subprocess.Popen[str], port: int) -> None:
    """Wait until what was started serves this port. Raises AssertionError with all that it said where it ended."""
    while not answers(port):
        # Asked without a pause it would start twice as slowly.
        with suppress(subprocess.TimeoutExpired):
            process.wait(ASK_AGAIN_SECONDS)
        assert process.poll() is None, process.stdout and process.stdout.read()


class Machine:
    """A machine's commands, as folders for PATH: this one's, but no Python, Node or browser unless put there."""

    def __init__(self, place: Path, like: Machine | None = None) -> None:
        self._place, self._like = place, like
        place.mkdir()
        for folder in () if like else map(Path, os.environ["PATH"].split(os.pathsep)):
            for command in folder.iterdir() if folder.is_dir() else ():
                if not _OF_LANGUAGES.match(command.name) and not (place / command.name).exists():
                    (place / command.name).symlink_to(command)

    @property
    def path(self) -> str:
        """The value of PATH."""
        return f"{self._place}:{self._like.path}" if self._like else str(self._place)

    def has(self, name: str, script: str) -> Machine:
        """Put a shell script in the place of a command."""
        (self._place / name).unlink(missing_ok=True)
        (self._place / name).write_text(f"#!/bin/sh\n{script}\n")
        (self._place / name).chmod(0o755)
        return self

    def has_python(self) -> Machine:
        """Put this Python there, the real one."""
        (self._place / "python3").symlink_to(Path(sys.executable).resolve())
        return self

    def lacks(self, *names: str) -> Machine:
        """Take commands away."""
        for name in names:
            (self._place / name).unlink(missing_ok=True)
        return self
