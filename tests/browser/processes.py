"""A browser's processes: which they are, and their end, all at once, as a phone ends what takes too much memory."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DIES_WITHIN_SECONDS = 10
PARENT_FIELD = 1  # In /proc/…/stat, counted from behind the name.


def is_killed_at_once(processes: Iterable[int]) -> None:
    """Kill each (SIGKILL) in this order, so that none can mend anything, and wait until the last is dead."""
    watched = {}
    for process in processes:
        with suppress(ProcessLookupError):  # One may have ended by itself, or followed the first of its own accord.
            watched[process] = os.pidfd_open(process)
            signal.pidfd_send_signal(watched[process], signal.SIGKILL)
    for process, handle in watched.items():
        dead, _, _ = select.select([handle], [], [], DIES_WITHIN_SECONDS)
        os.close(handle)
        assert dead, f"Process {process} of the browser outlived its kill."


@contextmanager
def seen_to_their_end(processes: Iterable[int]) -> Iterator[None]:
    """Wait, once they were told to end, until each of these has: what it wrote last is on the disk then.

    One that does not is killed after a while.
    """
    watched = []
    for process in processes:
        with suppress(ProcessLookupError):
            watched.append(os.pidfd_open(process))
    yield
    for handle in watched:
        ended, _, _ = select.select([handle], [], [], DIES_WITHIN_SECONDS)
        if not ended:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        os.close(handle)


def of_the_group(group: int) -> list[int]:
    """Every process of a group, its leader first."""
    return sorted((process for process in _all() if _group_of(process) == group), key=lambda one: one != group)


def started_with(*words: str) -> list[int]:
    """The process on whose command line these words follow one another, and all that it started, itself first.

    None where it has ended.
    """
    wanted = "".join(f"\0{word}" for word in words) + "\0"
    first = next((process for process in _all() if wanted in _command_of(process)), None)
    if first is None:
        return []
    return [first, *_below(first, {process: _parent_of(process) for process in _all()})]


def _below(parent: int, parents: dict[int, int]) -> Iterator[int]:
    for child in (process for process, its_parent in parents.items() if its_parent == parent):
        yield child
        yield from _below(child, parents)


def _all() -> Iterator[int]:
    return (int(place.name) for place in Path("/proc").iterdir() if place.name.isdigit())


# A process may end while it is looked at; then it has no command, no parent and no group.
def _command_of(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8", errors="replace")
    return ""


def _parent_of(process: int) -> int:
    with suppress(OSError):
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        return int(stat.rpartition(")")[2].split()[PARENT_FIELD])
    return 0


def _group_of(process: int) -> int:
    with suppress(ProcessLookupError):
        return os.getpgid(process)
    return 0
