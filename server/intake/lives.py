"""One life of the database: the random epoch beside it, and how it notices that it went back in time.

A database restored from a backup lacks what came after. Three things show it: the mark beside the second copy,
written before any receipt leaves; a phone that has seen a higher arrival number; and a head that a phone carried
away, which names the newest arrival of its day. Then a new life begins, and phones offer again what they keep.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import current_app

from server import config
from server.accounts.models import School
from server.foundation import audit, crypto
from server.foundation.database import db, new_id
from server.foundation.rows import select

ACTOR = "server"
BEGUN = "epoch.begun"
# Of a digest, enough to tell two arrivals of one number apart, and short enough to travel with each answer.
DIGEST_LETTERS = 16
LONGEST_MARK_BYTES = 200


@dataclass(frozen=True)
class Arrival:
    """One arrival: its number, and the beginning of its digest. `n` is 0 before the first."""

    n: int
    digest: str


@dataclass(frozen=True)
class Mark:
    """How far the database had come when it last gave receipts, and in which life."""

    epoch: str
    arrival: Arrival


def epoch() -> str:
    """This life's random id, kept beside the database: one that went back in time gets another."""
    return config.read_or_make(_epoch_file(), new_id)


def told(school: str) -> dict[str, str]:
    """What a phone carries away with each answer: {epoch, audit_head}, the one this life's, the other opaque to it.

    The head is `<audit head>:<n>:<digest>:<proof>`.
    """
    life, arrival = epoch(), newest()
    head = f"{audit.head_of(school)}:{arrival.n}:{arrival.digest}:{_proof(school, life, arrival)}"
    return {"epoch": life, "audit_head": head}


def heed(school: str, life: str | None, seen_n: int | None, head: str | None) -> None:
    """Hold against this database what a phone has seen of it, and in which life. Inside the caller's transaction.

    `seen_n` is the phone's own word (None where it is not to be believed); `head` carries our proof.
    """
    carried = _carried(school, life or "", head or "")
    if life != epoch():
        if carried and life not in _ended():
            begin("life", carried.n, str(life))
    elif carried and not _is_here(carried):
        begin("head", carried.n)
    elif (seen_n or 0) > newest().n:
        begin("number", seen_n or 0)


def look() -> None:
    """Notice a database that went back in time, and write down how far it has come, before any receipt leaves."""
    mark, here = _read_mark(), epoch()
    if mark and _shows_a_loss(mark, here):
        begin("mark", mark.arrival.n)
        here = epoch()
    now = Mark(here, newest())
    if now != mark:
        _write_mark(now)


def begin(why: str, shown: int, *others: str) -> None:
    """Begin a new life, and say so in each school's audit log; `shown` is the arrival number that showed the loss.

    `others` are lives that ended and that this log knew nothing of: one put back together with its epoch.
    """
    life = new_id()
    with db.atomic():
        for school in School.select(School.id):
            audit.write(
                school.id, ACTOR, BEGUN, life, why=why, shown=shown, newest=newest().n, previous=[epoch(), *others]
            )
        config.replace(_epoch_file(), life)
    current_app.logger.warning("the database went back in time (%s): a new life begins", why)


def newest() -> Arrival:
    """The newest arrival of all schools here."""
    rows = select("SELECT n, digest FROM envelope ORDER BY n DESC LIMIT 1")
    return Arrival(rows[0][0], rows[0][1][:DIGEST_LETTERS]) if rows else Arrival(0, "")


def _shows_a_loss(mark: Mark, life: str) -> bool:
    """Whether the mark knows of more than is here, or of a life whose end this log does not know."""
    if mark.epoch == life:
        return not _is_here(mark.arrival)
    return mark.epoch not in _ended()


def _ended() -> set[str]:
    """Every life that this log knows to have ended."""
    begun = select("SELECT details FROM audit_entry WHERE action = ?", BEGUN)
    return {life for (details,) in begun for life in json.loads(details).get("previous", [])}


def _is_here(arrival: Arrival) -> bool:
    rows = select("SELECT digest FROM envelope WHERE n = ?", arrival.n)
    return arrival.n == 0 or bool(rows and rows[0][0].startswith(arrival.digest))


def _carried(school: str, life: str, head: str) -> Arrival | None:
    """The arrival that a head names, when the head is ours and of that life."""
    n, digest, proof = ["", "", "", *head.split(":")][-3:]
    if not (n.isascii() and n.isdigit() and len(n) < 16):
        return None
    arrival = Arrival(int(n), digest)
    return arrival if proof == _proof(school, life, arrival) else None


def _proof(school: str, life: str, arrival: Arrival) -> str:
    secret = current_app.config["SECRET_KEY"]
    return crypto.token(secret, "arrival", school, life, str(arrival.n), arrival.digest)[:22]


def _epoch_file() -> Path:
    return _beside(current_app.config["DATABASE"], "epoch")


def _mark_file() -> Path:
    return _in(current_app.config["COPY_DIR"], "arrivals")


# Each batch asks for both files several times, and making a path takes longer than opening one.
@lru_cache
def _beside(file: str | Path, name: str) -> Path:
    return Path(file).with_name(name)


@lru_cache
def _in(folder: str | Path, name: str) -> Path:
    return Path(folder) / name


def _read_mark() -> Mark | None:
    """The mark, or None where there is none that can be read: then it proves nothing."""
    words: list[str] = []
    # A file where the folder should be is no mark either.
    with suppress(FileNotFoundError, NotADirectoryError):
        words = _mark_file().read_text(encoding="ascii", errors="replace").split()
    if len(words) != 3 or not (words[1].isascii() and words[1].isdigit()):
        return None
    return Mark(words[0], Arrival(int(words[1]), words[2].strip("-")))


def _write_mark(mark: Mark) -> None:
    """Write in place and unsynced: it has to outlive a killed server; for power cuts there is what phones carry."""
    line = f"{mark.epoch} {mark.arrival.n} {mark.arrival.digest or '-'}".ljust(LONGEST_MARK_BYTES)
    file = os.open(_mark_file(), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(file, line.encode("ascii"), 0)
    finally:
        os.close(file)
