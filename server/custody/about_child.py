"""What custody holds about a child: items taken, searches, and everything that became of an item."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from server.accounts.about_child import AboutChild
from server.custody.fields import FORMS
from server.custody.models import CustodyLink

CUSTODY = "Items taken and searches"


def with_records(school: str, records: Collection[str]) -> set[str]:
    """These records, every one that belongs to an item or an incident among them, and those of the same items."""
    mine = CustodyLink.school == school
    here = CustodyLink.id.in_(list(records)) | CustodyLink.item.in_(list(records))
    named = CustodyLink.select(CustodyLink.id, CustodyLink.item).where(
        mine, here | CustodyLink.incident.in_(list(records))
    )
    pairs: Any = named.tuples()
    found = {one for row in pairs for one in row if one}
    others = CustodyLink.select(CustodyLink.id).where(mine, CustodyLink.item.in_(list(found)))
    rows: Any = others.tuples()
    return {*records, *found, *(id_ for (id_,) in rows)}


ABOUT_CHILD = AboutChild(titles={kind: (CUSTODY, form.done) for kind, form in FORMS.items()}, with_records=with_records)
