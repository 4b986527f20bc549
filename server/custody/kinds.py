"""The record kinds of custody, each version read for ever. What they ask is in custody.json alone.

Only what the app itself supplies is required: when it was written and, of an item taken before, which one that is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, create_model

from server.custody.chain_rules import MOVED, POLICE, RELEASED
from server.custody.fields import CHOICE, FORMS, TIME, Field, Form

# Each names an item that was taken before: the id of the record that took it.
NAME_AN_ITEM = frozenset({MOVED, POLICE, RELEASED})
SignedWith = Literal["pin", "typed"]


class Signed(BaseModel):
    """What every record of custody holds: when it was written, and who put their name to it.

    `signed_with` "pin": whoever has the phone open gave their PIN again for it; the record's own signature proves who.
    `receiver_signed` is typed by whoever took the item, and proves nothing.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    written_at: datetime
    signed: str | None = None
    signed_with: SignedWith | None = None
    receiver_signed: str | None = None


def _type(field: Field) -> Any:
    if field.kind == CHOICE:
        return Literal[tuple(field.options)] | None
    return datetime | None if field.kind == TIME else str | None


def _model(form: Form) -> type[BaseModel]:
    required = {"item"} if form.kind in NAME_AN_ITEM else set()
    members: dict[str, Any] = {
        one.name: (str, ...) if one.name in required else (_type(one), None) for one in form.fields
    }
    name = "".join(part.title() for part in form.kind.replace(".", "_").split("_"))
    made: type[BaseModel] = create_model(f"{name}V1", __base__=Signed, **members)
    made.__doc__ = f"`{form.kind}`, version 1."
    return made


KINDS: dict[tuple[str, int], type[BaseModel]] = {(kind, 1): _model(form) for kind, form in FORMS.items()}
