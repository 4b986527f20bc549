"""The record kinds of accounts."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class AgreementSignedV1(BaseModel):
    """`agreement.signed`, version 1: who signed the record agrees to this version. It counts only signed."""

    model_config = ConfigDict(strict=True, extra="forbid")

    version: int = Field(ge=1)


AGREED = "agreement.signed"
KINDS: dict[tuple[str, int], type[BaseModel]] = {(AGREED, 1): AgreementSignedV1}
