"""National texts that a school's policy has to keep up with: as the release knows them, and as the school has read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from server.accounts.queries import staff_names
from server.foundation import audit, clock, registry
from server.foundation.database import db
from server.foundation.problems import Problem
from server.policy.contact_changes import OvertakenError
from server.policy.review_models import NationalTextRead
from server.policy.review_rules import expected_since


@dataclass(frozen=True)
class NationalText:
    """One text: when it is dated, in which month it comes anew if in any, what it touches: codes of settings, of kinds
    of report.
    """

    code: str
    title: str
    dated: date
    renewed_in_month: int | None
    checked_on: date
    settings: tuple[str, ...]
    protocols: tuple[str, ...]


_file = TypeAdapter(list[NationalText])
TEXTS = {one.code: one for one in _file.validate_json(Path(__file__).with_name("texts.json").read_bytes())}


@dataclass(frozen=True)
class Standing:
    """A text as a school has it: the newest that it has read, or None; `names` are those of staff by their ids."""

    text: NationalText
    read: NationalTextRead | None
    names: Mapping[str, str]

    @property
    def is_newer(self) -> bool:
        """Whether the school has read a newer one than the release knows."""
        return self.read is not None and self.read.dated > self.text.dated

    @property
    def dated(self) -> date:
        """The day of the newest one known here."""
        return self.read.dated if self.read is not None and self.is_newer else self.text.dated

    @property
    def expected_since(self) -> date | None:
        """Since when a newer one than that is to be expected."""
        return expected_since(self.dated, self.text.renewed_in_month, clock.today())

    @property
    def touches(self) -> list[str]:
        """What it has to do with here, in words: settings, then kinds of report."""
        here = registry.current()
        settings = [here.settings[code].label for code in self.text.settings if code in here.settings]
        return [*settings, *(here.category_names[code] for code in self.text.protocols if code in here.category_names)]


def standings(school: str, names: Mapping[str, str] | None = None) -> list[Standing]:
    """Every text, in the release's order."""
    rows = NationalTextRead.select().where(NationalTextRead.school == school).order_by(NationalTextRead.n)
    last = {row.code: row for row in rows}
    names = staff_names(school) if names is None else names
    return [Standing(text, last.get(text.code), names) for text in TEXTS.values()]


def find(school: str, code: str) -> Standing:
    """One of them. Raises Problem request.not_found."""
    if code not in TEXTS:
        raise Problem("request.not_found")
    return next(one for one in standings(school) if one.text.code == code)


@dataclass(frozen=True)
class Newer:
    """What somebody says of a newer one: its day, what it changes at this school, and which reading their page knew."""

    dated: date
    words: str
    seen: int


def refuse_overtaken(school: str, code: str, seen: int) -> None:
    """Raise OvertakenError where somebody noted one since a reading, 0 before any."""
    row = NationalTextRead
    since = list(row.select().where(row.school == school, row.code == code, row.n > seen).order_by(row.n))
    if since:
        names = staff_names(school)
        raise OvertakenError([_told(one, names) for one in since])


def note_read(school: str, code: str, newer: Newer, by: str) -> None:
    """Note that the school has read a newer one. Raises OvertakenError where somebody noted one meanwhile."""
    with db.atomic():
        refuse_overtaken(school, code, newer.seen)
        facts = {"school": school, "code": code, "dated": newer.dated, "words": newer.words}
        row = NationalTextRead.create(at=clock.now(), by=by, **facts)
        audit.write(school, by, "policy.text_read", code, dated=newer.dated.isoformat(), read=row.n)


def _told(row: NationalTextRead, names: Mapping[str, str]) -> str:
    dated = f"{row.dated.day} {row.dated:%B} {row.dated.year}"
    return f"{names.get(row.by, row.by)}, {clock.in_words(row.at)}: has read the one of {dated}. {row.words}"
