"""Rows written and read with SQL that is made once.

peewee builds its SQL anew for every call, which took nine tenths of the time that a record needs. Where phones wait for
an answer, rows go in through here; the models stay the one place that names tables and columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from peewee import Model, __exception_wrapper__  # type: ignore[attr-defined]

from server.foundation.database import InstantField, db


class Rows:
    """Inserts into one table. Rows are given by the names that the model uses, as for peewee's `insert_many`."""

    def __init__(self, model: type[Model], *, when_there: str = "") -> None:
        """`when_there` is the end of the statement, such as ON CONFLICT DO NOTHING."""
        fields = model._meta.sorted_fields
        self._names = [(field.name, field.default, isinstance(field, InstantField) and field) for field in fields]
        columns = ", ".join(field.column_name for field in fields)
        marks = marks_for(fields)
        self._sql = f"INSERT INTO {model._meta.table_name} ({columns}) VALUES ({marks}) {when_there}"

    def insert(self, rows: Iterable[dict[str, Any]]) -> None:
        """Insert rows in their order. Raises peewee's own errors."""
        values = [self._values(row) for row in rows]
        with __exception_wrapper__:
            db.cursor().executemany(self._sql, values)

    def _values(self, row: dict[str, Any]) -> list[Any]:
        return [
            instant.db_value(row.get(name, default)) if instant else row.get(name, default)
            for name, default, instant in self._names
        ]


class Ready:
    """A SELECT of peewee's whose SQL is made once, at the first call; each call answers with its rows.

    It is called with what changes, all of it text: `find = Ready(lambda id_: Phone.select().where(Phone.id == id_))`.
    """

    def __init__(self, make: Callable[..., Any]) -> None:
        """`make` builds the query of the values it is called with."""
        self._make = make
        self._made: tuple[Any, str, list[Any]] | None = None

    def __call__(self, *values: str) -> list[Any]:
        """Every row, as peewee gives them."""
        query, sql, parameters = self._made = self._made or self._make_ready(len(values))
        given = dict(zip(_blanks(len(values)), values, strict=True))
        cursor = db.execute_sql(sql, [given.get(one, one) for one in parameters])
        return list(query._get_cursor_wrapper(cursor))

    def first(self, *values: str) -> Any:
        """The first row, or None. The query itself says how many it wants."""
        return next(iter(self(*values)), None)

    def _make_ready(self, count: int) -> tuple[Any, str, list[Any]]:
        query = self._make(*_blanks(count))
        return query, *query.sql()


def _blanks(count: int) -> list[str]:
    """What stands in the query for its values: no text that anybody writes."""
    return [f"\0{position}" for position in range(count)]


def replacing(model: type[Model], key: str, condition: str) -> str:
    """The end of an insert that takes the place of the row with the same key, where the condition holds."""
    columns = [field.column_name for field in model._meta.sorted_fields if field.column_name != key]
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns)
    return f"ON CONFLICT ({key}) DO UPDATE SET {changes} WHERE {condition}"


def named(model: Any, name: Any, school: str, among: Iterable[str | None] | None = None) -> dict[str, str]:
    """What rows of a school are called, by their ids: of these few, or of all where none are given.

    A page that shows a few asks for those: the whole table grows with the school.
    """
    rows = model.select(model.id, name).where(model.school == school)
    if among is not None:
        wanted = {one for one in among if one}
        if not wanted:
            return {}
        rows = rows.where(model.id.in_(wanted))
    return dict(rows.tuples())


def marks_for(values: Sequence[Any]) -> str:
    """Placeholders for that many values: `?, ?, ?`."""
    return ", ".join("?" * len(values))


def select_named(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The same with values by name (`:trip`), where one stands in several places."""
    found: list[tuple[Any, ...]] = db.execute_sql(sql, values).fetchall()
    return found


def select(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Every row that this SELECT finds."""
    found: list[tuple[Any, ...]] = db.execute_sql(sql, values).fetchall()
    return found
