"""Countries by their plain English names, and the time zones of each: the tables that come with the tz database."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from zoneinfo import available_timezones

from server.trips.emergency_rules import HOME

# Where the tables' name is not what a school in the UK says.
_SAID = {
    "GB": "United Kingdom",
    "CI": "Ivory Coast",
    "CD": "Congo, Democratic Republic",
    "CG": "Congo, Republic",
    "CF": "Central African Republic",
    "PS": "Palestine",
    "SZ": "Eswatini",
    "WS": "Samoa",
    "AS": "American Samoa",
}


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Every country that has a time zone: its two letters -> its name; the UK first, the rest by name."""
    named = {code: _SAID.get(code, name) for code, name in _rows("iso3166.tab") if code in zones()}
    return dict(sorted(named.items(), key=lambda one: (one[0] != HOME, one[1].casefold())))


@lru_cache(maxsize=1)
def zones() -> dict[str, dict[str, str]]:
    """The time zones of each country: its two letters -> IANA name -> how it is called."""
    known, found = available_timezones(), dict[str, dict[str, str]]()
    for code, _place, zone, *remark in _rows("zone.tab"):
        if zone in known:
            found.setdefault(code, {})[zone] = _called(zone, *remark)
    return found


def zone_called(country: str, zone: str) -> str:
    """How a country's time zone is called: "Madrid, Spain (mainland)"."""
    return zones().get(country, {}).get(zone, zone)


def only_zone(country: str) -> str | None:
    """The time zone of a country that has no more than one."""
    found = list(zones().get(country, ()))
    return found[0] if len(found) == 1 else None


def is_zone_of(country: str, zone: str) -> bool:
    """Whether a country has this time zone."""
    return zone in zones().get(country, ())


def _called(zone: str, remark: str = "") -> str:
    place = zone.rpartition("/")[2].replace("_", " ")
    return f"{place}, {remark}" if remark else place


def _rows(table: str) -> list[list[str]]:
    text = (files("tzdata") / "zoneinfo" / table).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
