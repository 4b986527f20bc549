"""All that came of an incident, in order: the report, follow-ups, alerts, take-ups, calls, who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.foundation.access import Person
from server.incidents.models import Incident


@dataclass(frozen=True)
class Entry:
    """One line. `what` is a few words for the screen, `who` a name or None, `words` what was written, or None."""

    at: datetime
    what: str
    who: str | None
    words: str | None


def chronology_of(_person: Person, _incident: Incident) -> list[Entry]:
    """The lines that somebody may see, the first first."""
    return []
