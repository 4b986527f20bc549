"""What a slice declares of the rules of policy that it serves: how, where, and held by which tests."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Where(BaseModel):
    """Where a rule is served: in words, and `at` the endpoint of a page or the path of a module in the repository."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    says: str
    at: str


class RuleServed(BaseModel):
    """What a slice declares of a rule of policy (server/policy/rule_catalogue.json): how it is served, where, held by
    which tests (`tests/folder/test_file.py::test_name`). `setting` governs it; `lacks` says what is not built of it.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    rule: str
    status: Literal["enforced", "supported", "guidance", "uncovered"]
    where: list[Where] = []
    setting: str = ""
    lacks: str = ""
    tests: list[str] = []
