"""The look of the office's pages: where templates are found, how times and sizes are worded, and the built styles.

Every string printed by a template passes through `well_formed`, so that no record, however broken, fails a page.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from server.accounts.rules import role_names
from server.accounts.widgets import mistake_links
from server.foundation import clock
from server.policy.why import why_of
from server.shell.surroundings import surroundings

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def install_look(app: Flask) -> None:
    """Give the app's templates their components, filters and globals. Call it once, before any page is rendered."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    own_templates = app.jinja_loader
    app.jinja_loader = ChoiceLoader([own_templates, components] if own_templates else [components])
    app.jinja_env.finalize = well_formed
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["why_of"] = why_of
    app.jinja_env.filters.update({word.__name__: word for word in WORDINGS})
    app.context_processor(surroundings)


def asset(name: str) -> str | None:
    """Return the address of a built file such as "office.css", or None when nothing is built yet."""
    hashed = built_files(Path(current_app.config["BUILD_DIR"])).get(name)
    return f"/static/build/{hashed}" if hashed else None


def built_files(folder: Path) -> dict[str, str]:
    """The file behind each plain name, as the build listed them; nothing where nothing whole is listed."""
    listing = folder / "build.json"
    try:
        return _built(listing, listing.stat().st_mtime_ns)
    except (OSError, ValueError):
        return {}


@lru_cache(maxsize=4)
def _built(listing: Path, _changed_at: int) -> dict[str, str]:
    built = json.loads(listing.read_text(encoding="utf-8"))
    is_listing = isinstance(built, dict) and all(isinstance(file, str) for file in built.values())
    return built if is_listing else {}


def well_formed(printed: Any) -> Any:
    """Return what a template prints, with lone surrogates replaced: they cannot be sent as UTF-8."""
    if hasattr(printed, "__html__"):
        return Markup(_replaced(str(printed.__html__())))  # noqa: S704 - it was markup before
    return _replaced(printed) if isinstance(printed, str) else printed


def _replaced(text: str) -> str:
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def at_time(instant: datetime | None) -> str:
    """Word an instant where the school is: "Tue 3 Nov, 14:32", with the year when it is another one."""
    return "not known" if instant is None else clock.in_words(instant)


def clock_time(instant: datetime) -> str:
    """Word the time of the day of an instant where the school is, "14:32"; with its day when that is not today."""
    local = instant.astimezone(clock.SCHOOL_TIME)
    return f"{local:%H:%M}" if local.date() == clock.today() else clock.in_words(instant)


def clock_seconds(instant: datetime) -> str:
    """The same to the second, "14:02:10", for what is looked at while it changes."""
    local = instant.astimezone(clock.SCHOOL_TIME)
    return f"{local:%H:%M:%S}" if local.date() == clock.today() else clock.in_words(instant)


def on_day(day: date) -> str:
    """Word a date: "Tuesday 3 November", with the year when it is another one."""
    year = "" if day.year == clock.today().year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}"


def born_on(day: date) -> str:
    """Word a date of birth: "16 October 2015". Nobody is known by the weekday they were born on."""
    return f"{day.day} {day:%B} {day.year}"


def ago(instant: datetime | None) -> str:
    """Word how long ago an instant was, in its largest unit; a time still to come is given as a time."""
    if instant is None:
        return "never"
    seconds = (clock.now() - instant).total_seconds()
    if seconds < -_MINUTE:
        return at_time(instant)
    if seconds < _MINUTE:
        return "just now"
    for size, unit in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= size:
            return f"{counted(int(seconds // size), unit)} ago"
    return "just now"


def bytes_plainly(size: int) -> str:
    """Word a size in bytes: "512 bytes", "4 kB", "1.2 MB"."""
    if size < 1000:
        return counted(size, "byte")
    if size < 1_000_000:
        return f"{round(size / 1000)} kB"
    return f"{size / 1_000_000:.1f} MB"


def counted(number: int, word: str, words: str | None = None) -> str:
    """Word a count: "1 phone", "2 phones"; give `words` where an s is not enough."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"


WORDINGS = (at_time, clock_time, clock_seconds, on_day, born_on, ago, bytes_plainly, counted, role_names, mistake_links)
