"""What the parents of those on today's trip have answered: a list, brought in by `flask consent import`."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from server.foundation import clock
from tests.browser.school import School

_GOING = """
SELECT pupil.id, pupil.upn, pupil.first_name, pupil.last_name, pupil.class_name, pupil.date_of_birth FROM pupil
JOIN trip_pupil ON trip_pupil.pupil_id = pupil.id JOIN trip ON trip.id = trip_pupil.trip_id
WHERE trip.title = 'Castle visit' AND pupil.id NOT IN (SELECT pupil_id FROM never_photograph)
ORDER BY pupil.class_name, pupil.first_name, pupil.last_name
"""


@dataclass(frozen=True)
class Going:
    """A pupil on today's trip who is not among those never to be photographed."""

    id: str
    upn: str
    first_name: str
    last_name: str
    class_name: str
    born_on: date


def going(school: School) -> list[Going]:
    """Everybody on today's trip, by class and name."""
    with closing(sqlite3.connect(school.folder / "database" / "lanyard.sqlite3")) as database:
        return [Going(*row[:-1], date.fromisoformat(row[-1])) for row in database.execute(_GOING)]


def are_answered(school: School, noes: Collection[Going] = ()) -> None:
    """Bring in a list of today: for learning records a yes of everybody, but for these."""
    day = f"{clock.today():%d/%m/%Y}"
    rows = [f"{one.upn},Learning record,{'No' if one in noes else 'Yes'},{day}" for one in going(school)]
    file = school.folder.with_name("answers.csv")
    file.write_text("\n".join(["UPN,Consent type,Response,Date", *rows]), encoding="utf-8")
    school.flask("consent", "import", str(file), "--commit")
