"""Asking everything there is to look at, and refusing to start where something would do harm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from peewee import PeeweeException

from server.config import UnsafeConfiguration
from server.doctor import certificate, database, disks, serving, times
from server.foundation import registry
from server.foundation.database import BUSY
from server.foundation.findings import Finding, Look, wrong

# Of the server itself; slices add theirs through the registry.
LOOKS = (
    Look("keys", disks.keys_closed, needs_app=False, is_quick=True),
    Look("keys", disks.keys_apart, needs_app=False, is_quick=True),
    Look("folders", disks.folders_closed, needs_app=False),
    Look("disk", disks.lasting, needs_app=False, is_quick=True),
    Look("room", disks.room, needs_app=False),
    Look("clock", times.right_time, is_quick=True),
    Look("database", database.whole, needs_app=False),
    Look("school", database.not_another, is_quick=True),
    Look("audit log", database.audited),
    Look("settings", serving.for_phones, needs_app=False),
    Look("server", serving.running, needs_app=False),
    Look("certificate", certificate.in_date, needs_app=False),
)


@dataclass(frozen=True)
class Found:
    """A finding, and what was looked at."""

    name: str
    finding: Finding


def everything(config: Any, *, can_start: bool) -> Iterator[Found]:
    """Look at all there is. What cannot be looked at is said, and keeps nothing else from being looked at."""
    for one in registry.current().doctor_looks:
        if can_start or not one.needs_app:
            yield from (Found(one.name, finding) for finding in _found(one, config))


def _found(one: Look, config: Any) -> Iterable[Finding]:
    try:
        return list(one.find(config))
    except (OSError, ValueError, PeeweeException, *BUSY) as error:
        return [wrong(f"It could not be looked at: {error}.", "Mend what is said above, and ask again.")]


def refuse_to_start(config: Any) -> None:
    """Raise UnsafeConfiguration for the first thing that would do harm once the server runs."""
    for one in registry.current().doctor_looks:
        for finding in one.find(config) if one.is_quick else ():
            if finding.stops_start:
                raise UnsafeConfiguration(f"{finding.says} {finding.do}")
