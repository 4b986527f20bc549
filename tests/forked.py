"""`flask` in a process of its own, forked from one that has imported the server: the same command, begun at once.

Python and its imports are nine tenths of what a command costs; a whole test run begins some seven hundred.
What a fresh `python -m flask` does is held by tests/habits and tests/api/test_starting.py.
"""

from __future__ import annotations

import ctypes
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


def begin_flask(
    words: tuple[str, ...], environment: Mapping[str, str], out: Path, errors: Path, network: str = ""
) -> ForkServerProcess:
    """Begin `flask --app server <words>`; what it prints is appended to the two files, which may be one.

    `network` is the name of a network namespace to run in; "" is this machine's own.
    """
    process = _FORKS.Process(target=_become_flask, args=(words, dict(environment), str(out), str(errors), network))
    process.start()
    return process


def _become_flask(words: tuple[str, ...], environment: dict[str, str], out: str, errors: str, network: str) -> None:
    from flask.cli import main

    if network:
        _move_to(network)
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


def _move_to(network: str) -> None:
    """As os.setns does from Python 3.12 on."""
    with open(f"/run/netns/{network}", "rb") as namespace:
        if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), 0):
            raise OSError(ctypes.get_errno(), "setns", network)
