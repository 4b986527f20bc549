"""Who may know of a held record of custody: it is on no list, so what it says and what is listed of its item tell.

Once listed, custody's own rules hold (server/custody/rules.py); held, the same people read it. Each place where held
items are asked for has its form of the question: of one row, as a condition, and as a part of a board's.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from peewee import SQL, Case, fn

from server.custody.chain_rules import SEARCHED
from server.custody.fields import FORMS
from server.custody.models import CustodyLink
from server.incidents.models import Incident
from server.incidents.rules import EVERYDAY as EVERYDAY_CATEGORIES
from server.incidents.rules import SAFEGUARDING
from server.intake.models import Record
from server.reconciliation.rules import ALLEGATION, EVERYDAY

KINDS = frozenset(FORMS)
# A search is the leadership's and safeguarding's matter, as what is read so.
AS_SEARCHES = "safeguarding"
# The categories of the reports that a record `record` belongs to, as JSON; null for one that has not come.
REPORTS = f"""
CASE WHEN record.kind IN ({", ".join(f"'{kind}'" for kind in sorted(KINDS))}) AND json_valid(record.body) THEN (
    SELECT json_group_array(report.category) FROM (
        SELECT json_extract(record.body, '$.incident') AS id
        UNION SELECT link.incident FROM custody_link AS link
        WHERE link.school_id = :school AND link.item IN (record.id, json_extract(record.body, '$.item'))
    ) AS named LEFT JOIN incident AS report ON report.school_id = :school AND report.id = named.id
    WHERE named.id IS NOT NULL AND named.id <> '') END
"""


def category_in(kind: str, reports: Collection[str | None]) -> str | None:
    """The category by which one is shown or not: the strictest of its reports', everyday where it belongs to none."""
    found = [*reports, *([AS_SEARCHES] if kind == SEARCHED else [])]
    return max(found, key=_strictness, default=EVERYDAY)


def _strictness(category: str | None) -> int:
    if category is None or category in SAFEGUARDING:
        return 1
    return 0 if category in EVERYDAY_CATEGORIES else 2


def category_of(school: str, record: Record, body: dict[str, Any]) -> str | None:
    """The same of a row."""
    named = {row.incident for row in CustodyLink.select(CustodyLink.incident).where(*_of_item(school, record.id, body))}
    named |= {_text(body.get("incident"))} - {""}
    known = Incident.select(Incident.id, Incident.category).where(Incident.school == school, Incident.id.in_(named))
    categories: dict[str | None, str | None] = {row.id: row.category for row in known} if named else {}
    return category_in(record.kind or "", [categories.get(one) for one in named])


def _of_item(school: str, record: str, body: dict[str, Any]) -> tuple[Any, ...]:
    items = [record, _text(body.get("item"))]
    return CustodyLink.school == school, CustodyLink.item.in_(items), CustodyLink.incident.is_null(False)


def _text(value: Any) -> str:
    """An id; what is none stands for a report that never comes."""
    return value if isinstance(value, str) else "" if value is None else "?"


def is_about_staff(school: str) -> Any:
    """Whether a record belongs to a concern about staff, as a condition on Record. Nested too deep, it is one."""
    item, named = (fn.JSON_EXTRACT(Record.body, f"$.{field}") for field in ("item", "incident"))
    mine = (CustodyLink.school == school, CustodyLink.item.in_([Record.id, item]))
    links = CustodyLink.select(CustodyLink.incident).where(*mine)
    is_one = (fn.COALESCE(Incident.school, "") == school) & (fn.COALESCE(Incident.category, "") == ALLEGATION)
    found = fn.EXISTS(Incident.select(SQL("1")).where((Incident.id == named) | Incident.id.in_(links), is_one))
    return Record.kind.in_(sorted(KINDS)) & Case(None, [(fn.JSON_VALID(Record.body), found)], 1)
