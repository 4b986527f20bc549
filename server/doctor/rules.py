"""When a clock, a disk or a certificate is no longer to be relied on. Pure; it is handed what was found."""

from __future__ import annotations

from datetime import date, datetime, timedelta

# This version is not older. A computer without a battery for its clock begins in 1970 or with the year of its system.
NOT_BEFORE = date(2026, 1, 1)
# What two computers' clocks differ by when one of them is set anew.
BACK_AT_MOST = timedelta(hours=1)
# A school that wrote down nothing for so long has most likely a clock that ran ahead.
SILENT_AT_MOST = timedelta(days=2 * 365)

GIB = 1024**3
LITTLE_FREE, ALMOST_NONE_FREE = 2 * GIB, GIB // 2
# Of a certificate that renews itself a third of its time before its end (Caddy), less than this was not renewed.
RENEWED_BY = timedelta(days=21)
ALMOST_OVER = timedelta(days=7)

GONE_AT_A_RESTART = frozenset({"tmpfs", "ramfs"})
# A container's own layer goes with the container.
GONE_WITH_A_CONTAINER = frozenset({"overlay", "aufs"})
# SQLite's write-ahead log shares memory between processes, which no network passes on (sqlite.org/wal.html).
ON_A_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs"}
)

FROM_OTHERS = 0o077


def clock_is_off(now: datetime, newest: datetime | None) -> str:
    """How the clock cannot be right, in words: "behind", "ahead", or "" where nothing speaks against it.

    `newest` is when the newest entry was written here.
    """
    if now.date() < NOT_BEFORE or (newest and now < newest - BACK_AT_MOST):
        return "behind"
    if newest and now > newest + SILENT_AT_MOST:
        return "ahead"
    return ""


def would_go(kind: str) -> str:
    """Why a database on such a file system would be lost or damaged, in words; "" where it would not."""
    if kind in GONE_AT_A_RESTART:
        return "is in memory, and gone at the next restart"
    if kind in GONE_WITH_A_CONTAINER:
        return "is in the container itself, and gone with it"
    if kind in ON_A_NETWORK:
        return "is on a network disk, where SQLite's database gets damaged"
    return ""


def kind_of_disk(path: str, mounts: str) -> str:
    """The kind of file system that an absolute path is on; "" where none is named.

    `mounts` is the text of /proc/self/mountinfo (proc(5)): `36 35 98:0 /root /mount/point options - kind source …`.
    """
    found = ("", "")
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        words = before.split()
        at = words[4].replace("\\040", " ") if len(words) > 4 else ""
        is_above = at and (path == at or path.startswith(at.rstrip("/") + "/"))
        # Of two at one place, the later lies over the earlier.
        if is_above and len(at) >= len(found[0]):
            found = (at, after.split(" ", 1)[0])
    return found[1]


def in_gigabytes(size: int) -> str:
    """As people say it: "12.3 GB"."""
    return f"{size / GIB:.1f} GB"
