"""What the tests of habits stand on: clean folders, one with only requirements.txt, one that `make` has built."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.habits.clean_folder import CleanFolder, Machine


@pytest.fixture
def folder(tmp_path: Path) -> CleanFolder:
    """A clean folder of this test's own."""
    return CleanFolder(tmp_path / "lanyard")


@pytest.fixture(scope="session")
def every_command(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """What is on this machine, without Python, Node and a browser. Not to be changed."""
    return Machine(tmp_path_factory.mktemp("machine") / "commands")


@pytest.fixture
def machine(tmp_path: Path, every_command: Machine) -> Machine:
    """A machine of this test's own, without Python, Node and a browser."""
    return Machine(tmp_path / "commands", every_command)


@pytest.fixture(scope="session")
def bare_machine(tmp_path_factory: pytest.TempPathFactory, every_command: Machine) -> Machine:
    """A machine with Python, and neither Node nor a browser."""
    return Machine(tmp_path_factory.mktemp("bare") / "commands", every_command).has_python()


@pytest.fixture(scope="session")
def newcomers(tmp_path_factory: pytest.TempPathFactory, bare_machine: Machine) -> CleanFolder:
    """The folder of somebody who typed two commands: a venv called v, and pip install -r requirements.txt."""
    folder = CleanFolder(tmp_path_factory.mktemp("newcomer") / "lanyard")
    for words in (["python3", "-m", "venv", "v"], ["v/bin/pip", "install", "-q", "-r", "requirements.txt"]):
        done = folder.types(*words, PATH=bare_machine.path)
        assert done.code == 0, done.said
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, bare_machine: Machine) -> CleanFolder:
    """A folder with a space in its name, where `make build` was typed with Python and make, nothing else."""
    folder = CleanFolder(tmp_path_factory.mktemp("built") / "our lanyard")
    done = folder.types("make", "build", PATH=bare_machine.path)
    assert done.code == 0, done.said
    return folder


@pytest.fixture
def running() -> Iterator[Callable[[subprocess.Popen[str]], subprocess.Popen[str]]]:
    """`running(folder.starts(…))` is ended with all that it started when the test ends."""
    started: list[subprocess.Popen[str]] = []

    def keep(process: subprocess.Popen[str]) -> subprocess.Popen[str]:
        started.append(process)
        return process

    yield keep
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
