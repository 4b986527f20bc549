"""Plain `pytest` runs what this machine can run, and says aloud what it left out and the one command that runs it.

A part is left out before anything of it is imported: it is not skipped, and costs nobody a stack trace.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OF_THE_BROWSER_TESTS = ("playwright", "selenium", "zxingcpp", "PIL")
HEARD = pytest.StashKey[list["Part"]]()
WITHOUT = pytest.StashKey[list[str]]()


@dataclass(frozen=True)
class Part:
    """Some of the tests: where they are, and what they lack here in words (or None)."""

    name: str
    place: str
    lacks: Callable[[], str | None]

    def holds(self, path: Path) -> bool:
        """Whether a file or folder belongs to this part."""
        return path.is_relative_to(ROOT / self.place)


@dataclass(frozen=True)
class Engine:
    """An engine beside Chromium, or what one needs: where it cannot be had, a run of all goes without."""

    name: str
    script: str
    files: tuple[str, ...] = ()

    def is_needed_by(self, item: pytest.Item) -> bool:
        """Whether a test drives it: it is asked for as `engine`, or its whole file needs it."""
        variant = getattr(item, "callspec", None)
        asked = variant.params.get("engine") if variant else None
        return str(asked) == self.name or item.path.name in self.files


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


@cache
def lacks_packages() -> str | None:
    """The packages of requirements-dev.txt."""
    missing = [name for name in OF_THE_BROWSER_TESTS if find_spec(name) is None]
    return "requirements-dev.txt is not installed" if missing else None


@cache
def lacks_a_build() -> str | None:
    """A whole static/build, as new as its sources."""
    if _succeeds("tools/build.sh", "--is-current"):
        return None
    is_there = (ROOT / "static" / "build" / "build.json").exists()
    return "static/build is older than its sources, or not whole" if is_there else "nothing is built"


@cache
def _lacks_a_browser() -> str | None:
    return None if _succeeds("tools/browsers.sh", "--path") else "there is no Chromium"


@cache
def _lacks_node() -> str | None:
    return None if _succeeds("tools/with_node.sh", "true") else "there is no Node"


@cache
def _lacks_git() -> str | None:
    is_here = (ROOT / ".git").exists() and shutil.which("git") is not None
    return None if is_here else "this is no git clone"


def _lacks_what_phones_run_on() -> str | None:
    # The phone's own code runs in Node there, with its packages, which the build installs.
    return _lacks_node() or (None if (ROOT / "node_modules" / "hpke").is_dir() else "node_modules is not there")


PARTS = (
    Part("the browser tests", "tests/browser", lambda: lacks_packages() or lacks_a_build() or _lacks_a_browser()),
    Part("the tests of habits, which install things", "tests/habits", lambda: lacks_packages() or _lacks_git()),
    Part("the faults from a seed", "tests/faults", _lacks_what_phones_run_on),
    Part("the guards of static/build", "tests/guards/test_build.py", lambda: lacks_a_build() or _lacks_node()),
)
OF_TRACKED_FILES = Part("the guards of what git tracks", "tests/guards", _lacks_git)
ENGINES = (
    Engine("WebKit", "tools/webkit.sh", files=("test_iphone_and_ipad.py",)),
    Engine("Firefox", "tools/firefox.sh"),
    Engine("a desk that shows notifications", "tools/desk.sh", files=("test_alerts_pushed.py",)),
    Engine("Caddy and systemd", "tools/deployed.sh", files=("test_behind_caddy.py",)),
    Engine("a browser's own store of certificates", "tools/certificates.sh", files=("test_phone_over_wifi.py",)),
)
# Never pytest's: Node's own test runner has them. Named, so that nobody believes that they ran.
OF_JAVASCRIPT = Part("the JavaScript tests", "tests/js", lambda: "Node runs them")


def pytest_plugin_registered(plugin: object, manager: pytest.PytestPluginManager) -> None:
    """Answer a part asked for by name that cannot run: one sentence, before its conftest is imported."""
    config = manager.get_plugin("pytestconfig")
    if plugin is not sys.modules[__name__] or not isinstance(config, pytest.Config):
        return
    config.stash[HEARD] = []
    config.stash[WITHOUT] = []
    for asked in _asked(config):
        for part in PARTS:
            if part.holds(asked) and (lack := part.lacks()):
                raise pytest.UsageError(f"This cannot run here yet: {lack}. To set it up and run every test: make test")


def _asked(config: pytest.Config) -> list[Path]:
    """The files and folders named on the command line, or all of it."""
    here = config.invocation_params.dir
    return [(here / word.split("::")[0]).resolve() for word in config.known_args_namespace.file_or_dir] or [ROOT]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave a part out that lacks something."""
    for part in PARTS:
        if collection_path == ROOT / part.place and part.lacks():
            # pytest looks at neighbours of what was asked for as well; nobody misses those.
            if any(collection_path.is_relative_to(asked) for asked in _asked(config)):
                config.stash[HEARD].append(part)
            return True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the guards of tracked files out where git cannot tell, as in a downloaded archive; and absent engines."""
    of_tracked_files = [item for item in items if "tracked" in getattr(item, "fixturenames", ()) and _lacks_git()]
    if of_tracked_files:
        _leave_out(config, items, of_tracked_files)
        config.stash[HEARD].append(OF_TRACKED_FILES)
    for engine in ENGINES:
        needing = [item for item in items if engine.is_needed_by(item)]
        if needing and not _succeeds(engine.script, "--check"):
            _leave_out(config, items, needing)
            config.stash[WITHOUT].append(f"{len(needing)} tests in {engine.name}")


def _leave_out(config: pytest.Config, items: list[pytest.Item], out: list[pytest.Item]) -> None:
    items[:] = [item for item in items if item not in out]
    config.hook.pytest_deselected(items=out)


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `make` asks for: a run of all, or none."""
    parser.addoption("--whole", action="store_true", help="end at once where some of the tests would be left out")


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    """Say it at the start; under --whole that is the end, or a green run could have left the browser out."""
    if config.getoption("whole") and config.stash[HEARD]:
        raise pytest.UsageError(" ".join(_sentence(config.stash[HEARD])))
    return [*_sentence(config.stash[HEARD]), *_of_engines(config.stash[WITHOUT])]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say it at the end."""
    for line in [*_sentence(config.stash[HEARD]), *_of_engines(config.stash[WITHOUT])]:
        terminalreporter.write_line(line, yellow=True)


def _sentence(left_out: list[Part]) -> list[str]:
    if not left_out:
        return []
    named = [*left_out, *([OF_JAVASCRIPT] if PARTS[0] in left_out else [])]
    return ["Left out: " + "; ".join(f"{part.name} ({part.lacks()})" for part in named) + ".", "All of it: make test"]


def _of_engines(without: list[str]) -> list[str]:
    if not without:
        return []
    return [f"Left out: {', '.join(without)}: not on this machine. To install what it can have: make browsers"]
