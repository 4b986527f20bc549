"""The details of a kind of incident: the model of each, made from its declared fields, and how they read on a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from server.foundation import clock
from server.incidents.protocols import FIELDS, ONE_OF, SOME_OF, TIME, YES_NO, DetailField


def _type_of(field: DetailField) -> Any:
    codes: Any = Literal[tuple(code for code, _words in field.options)] if field.options else str
    return {ONE_OF: codes, SOME_OF: list[codes], YES_NO: bool, TIME: datetime}.get(field.type, str)


def _model_of(category: str, fields: Iterable[DetailField]) -> type[BaseModel]:
    name = "".join(part.capitalize() for part in category.split("_"))
    members: Any = {field.name: (_type_of(field) | None, None) for field in fields}
    return create_model(
        f"{name}Details",
        __config__=ConfigDict(strict=True, extra="forbid"),
        __doc__=f"The details of `{category}`: whatever is known of them.",
        **members,
    )


MODELS: dict[str, type[BaseModel]] = {category: _model_of(category, fields) for category, fields in FIELDS.items()}
# A report of no kind, or of one that this version does not know, has none.
_NONE = _model_of("", ())


def schema_by_kind(schema: dict[str, Any]) -> None:
    """Say in a report's schema which details belong to which category: nothing else than its own, and all optional."""
    of_kinds = {category: model.model_json_schema() for category, model in MODELS.items()}
    every = [*of_kinds.items(), (None, _NONE.model_json_schema())]
    schema["allOf"] = [_where(category, details) for category, details in every]


def _where(category: str | None, details: dict[str, Any]) -> dict[str, Any]:
    then = {"properties": {"details": {"anyOf": [details, {"type": "null"}]}}}
    return {"if": {"properties": {"category": {"const": category}}}, "then": then}


def odd_in(category: Any, details: dict[str, Any]) -> set[str]:
    """The members that are no detail of this category, or whose value is of another type than theirs."""
    model = MODELS.get(category, _NONE) if isinstance(category, str) else _NONE
    try:
        # Half an emoji is no reason to hold a report, nor what a person wrote.
        model.model_validate_json(json.dumps(details, ensure_ascii=False).encode("utf-8", "replace"), strict=True)
    except ValidationError as error:
        return {str(one["loc"][0]) for one in error.errors() if one["loc"]}
    return set()


def what_fits(category: Any, details: Any) -> dict[str, Any] | None:
    """The details that a page can show; None where there are none."""
    if not isinstance(details, dict):
        return None
    odd = odd_in(category, details)
    return {name: value for name, value in details.items() if name not in odd and value is not None} or None


@dataclass(frozen=True)
class Detail:
    """A detail as a page has it. `is_yes_no_no`: it says that something was not so."""

    label: str
    text: str
    names_people: bool
    is_no: bool


def in_words(body: dict[str, Any]) -> list[Detail]:
    """The details of a report in the order of its form; of what_fits' body, or of any."""
    category = body.get("category")
    details = what_fits(category, body.get("details"))
    if details is None or not isinstance(category, str):
        return []
    return list(_lines(FIELDS.get(category, ()), details))


def _lines(fields: Iterable[DetailField], details: dict[str, Any]) -> Iterator[Detail]:
    for field in fields:
        value = details.get(field.name)
        text = _text_of(field, value)
        if text.strip():
            yield Detail(field.label, text, field.names_people, is_no=value is False)


def _text_of(field: DetailField, value: Any) -> str:
    if value is None:
        return ""
    if field.type == YES_NO:
        return "Yes" if value else "No"
    if field.type == TIME:
        return _time(value)
    if field.options:
        chosen = value if field.type == SOME_OF else [value]
        return ", ".join(words for code, words in field.options if code in chosen)
    return str(value)


def _time(value: str) -> str:
    try:
        return clock.in_words(clock.from_text(value))
    except (ValueError, OverflowError):
        return str(value)
