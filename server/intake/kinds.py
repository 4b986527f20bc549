"""The record kinds that are about another record: whose it is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class AuthorshipV1(BaseModel):
    """`authorship.confirmed` and `authorship.disowned`, version 1: `record` is the id of what was or was not theirs.

    It counts only where the record that says so is signed.
    """

    model_config = ConfigDict(strict=True, extra="forbid")

    record: str


CONFIRMED, DISOWNED = "authorship.confirmed", "authorship.disowned"
KINDS: dict[tuple[str, int], type[BaseModel]] = {(CONFIRMED, 1): AuthorshipV1, (DISOWNED, 1): AuthorshipV1}
