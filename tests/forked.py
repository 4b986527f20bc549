"""`flask` in a process of its own, forked from one that has imported the server: the same command, begun at once.

Python and its imports are nine tenths of what a command costs; a whole test run begins some seven hundred.
What a fresh `python -m flask` does is held by tests/habits and tests/api/test_starting.py.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_FORKS = multiprocessing.get_context("forkserver")
# pytest because each child imports what began this one.
_FORKS.set_forkserver_preload(["pytest", "flask.cli", "tests.compiled_templates", "tests.compiled_routes"])


def begin_flask(words: tuple[str, ...], environment: Mapping[str, str], out: Path, errors: Path) -> ForkServerProcess:
    """Begin `flask --app server <words>`; what it prints is appended to the two files, which may be one."""
    process = _FORKS.Process(target=_become_flask, args=(words, dict(environment), str(out), str(errors)))
    process.start()
    return process


def _become_flask(words: tuple[str, ...], environment: dict[str, str], out: str, errors: str) -> None:
    from flask.cli import main

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for descriptor, file in ((1, out), (2, errors)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), descriptor)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.argv = ["flask", "--app", "server", *words]
    main()
