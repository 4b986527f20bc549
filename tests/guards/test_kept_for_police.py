"""What belongs to an item that the police have is deleted by nobody (R73): whatever deletes such things asks first."""

from __future__ import annotations

import ast
import re

import pytest

from tests.guards.sources import files, hold, name_of

# Records, files and what is drawn from them; what a report's words are found by can be made anew.
EVIDENCE = {
    *("Record", "Envelope", "EnvelopeBytes", "Opening", "Announcement"),
    *("Photo", "PhotoFile", "PhotoPupil", "PhotoErasure", "Incident", "ChronologyItem"),
    *("CustodyLink", "CustodyItem", "PoliceHold"),
}
ASKS = "held_for_police"
_TABLES = "|".join(re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in sorted(EVIDENCE))
_SQL = re.compile(rf"\bDELETE\s+FROM\s+({_TABLES})\b", re.IGNORECASE)


def deletions(source: str) -> list[str]:
    """Where Python code deletes what may be evidence, unless it asks what the police have."""
    if ASKS in source:
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "delete":
            named = ast.unparse(node.func.value)
            found += [f"{node.lineno} {named}"] if named in EVIDENCE else []
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.search(node.value):
            found.append(f"{node.lineno} DELETE")
    return found


def test_whatever_deletes_what_may_be_evidence_asks_what_the_police_have() -> None:
    checked = [file for file in files("server", ".py") if "migrations" not in file.parts]
    broken = [f"{name_of(file)}:{place}" for file in checked for place in deletions(file.read_text(encoding="utf-8"))]
    hold(checked, broken, "What deletes records, photos or incidents asks server/custody/holds.py first.")


@pytest.mark.parametrize(
    "planted", ["Photo.delete().where(x).execute()", 'run("DELETE FROM photo_file WHERE n = 1")', "Record.delete()"]
)
def test_the_guard_sees_a_deletion(planted: str) -> None:
    assert deletions(planted)
    assert not deletions(f"if held_for_police(school): raise\n{planted}")
