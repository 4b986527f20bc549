"""Every page of the office asks the database a dozen times at most, and no oftener when the school has more.

A page that is added comes under this by itself. One with a new value in its address fails until `ARGUMENTS` in
bench/office_walk.py says where such a value comes from.
"""

from __future__ import annotations

import shutil

import pytest

from bench import office_filled
from bench.office_school import Size
from bench.office_walk import Asked, Seen, Walk
from server import create_app
from server.foundation.database import db

MOST = 12
# A look that is itself an act: it is noted, and told to the other governor, as that was noted too (ADR 0039).
ACTS = {"chair.concern": 40}
# A photo that may be looked at asks for one thing more than another; three times as many rows ask for more than that.
BY_CHANCE = 2
# Nobody of these schools has it, so that there is nothing to show.
NOT_FOUND = frozenset(
    {
        "joiners.card",
        "photos.picture",
    }
)
# Of the smaller school nothing is held, and of a photo of nobody there is less to ask.
OF_NOTHING = {"reconciliation.held_list", "photos.photo_page", "photos.picture"}
FEW = Size(records=400, trips=14, phones=6, pupils=60, staff=20)
MANY = Size(records=1200, trips=42, phones=18, pupils=180, staff=60)


@pytest.fixture(scope="module")
def seen(demo_folder, tmp_path_factory):
    """By page and role, in both schools: its status, and what it asked, the second time it is opened."""
    found = []
    for number, size in enumerate((FEW, MANY)):
        folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("office") / str(number))
        app = create_app({"DATA_DIR": folder, "WTF_CSRF_ENABLED": False})
        with app.app_context():
            db.connect(reuse_if_open=True)
            office_filled.fill(size)
        walk = Walk(app)
        db.close()
        found.append({page: walk.ask(page, times=2) for page in walk.pages()})
        db.close_idle()
    few, many = ({(page.endpoint, page.role): (page, one) for page, one in pages.items()} for pages in found)
    assert few.keys() == many.keys()
    return [(page, one, many[key][1]) for key, (page, one) in few.items()]


def _said(page: Asked, statements: list[str]) -> str:
    return "\n".join(
        [f"{page.endpoint} as {page.role}: {len(statements)}", *(f"    {one[:200]}" for one in statements)]
    )


def _most(page: Asked) -> int:
    return ACTS.get(page.endpoint, MOST)


def _grew(page: Asked, few: Seen, many: Seen) -> bool:
    return many.queries > few.queries + BY_CHANCE and page.endpoint not in OF_NOTHING


def test_every_page_is_there(seen):
    odd = [(page.address, one.status) for page, one, _ in seen if one.status != 200 and page.endpoint not in NOT_FOUND]

    assert odd == []
    assert len(seen) > 100


def test_no_page_asks_the_database_more_than_a_dozen_times(seen):
    over = [_said(page, many.statements) for page, _, many in seen if many.queries > _most(page)]

    assert not over, "\n".join(over)


def test_no_page_asks_oftener_when_there_is_more(seen):
    grown = [_said(page, many.statements) for page, few, many in seen if _grew(page, few, many)]

    assert not grown, "\n".join(grown)
