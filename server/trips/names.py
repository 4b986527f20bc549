"""What phones, trips and staff are called, of all of them in one question: a page shows a few of each."""

from __future__ import annotations

from collections.abc import Iterable

from server.foundation.rows import marks_for, select

_NAMES = """
SELECT id, name FROM phone WHERE school_id = ? AND id IN ({phones})
UNION ALL SELECT id, title FROM trip WHERE school_id = ? AND id IN ({trips})
UNION ALL SELECT id, name FROM staff WHERE school_id = ? AND id IN ({staff})
"""
Ids = Iterable[str | None]


def names_beside(school: str, *, phones: Ids = (), trips: Ids = (), staff: Ids = ()) -> dict[str, str]:
    """Names and titles by id; what the school does not have is left out."""
    wanted = {kind: [*({*ids} - {None})] for kind, ids in (("phones", phones), ("trips", trips), ("staff", staff))}
    if not any(wanted.values()):
        return {}
    sql = _NAMES.format(**{kind: marks_for(ids) for kind, ids in wanted.items()})
    return {
        str(one): str(name)
        for one, name in select(sql, *(value for ids in wanted.values() for value in (school, *ids)))
    }
