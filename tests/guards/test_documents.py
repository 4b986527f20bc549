"""The documents say what the code does: problem codes, and decisions with the tests that hold them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from server.foundation.problems import PROBLEMS
from tests.guards.sources import ROOT, files, hold, name_of

ADR = "docs/adr"
PARTS = ("Status", "Context", "Decision", "Consequences", "Held by")
_CODE = re.compile(r"^(?:\||#+)\s*`([a-z_]+\.[a-z_]+)`", re.MULTILINE)
_TEST = re.compile(r"tests/[\w./-]+\.(?:py|js)(?:::\w+)?")
_PICTURE = re.compile(r"<img\b[^>]*>|!\[[^\]]*\]\([^)]*\)")
_SHOWN = re.compile(r'<img src="([^"]+)" alt="[^"]{10,}" width="\d+">')
MOST_BYTES_OF_PICTURES = 600_000
_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def test_every_problem_code_is_documented_and_no_other() -> None:
    documented = set(_CODE.findall((ROOT / "docs" / "problems.md").read_text(encoding="utf-8")))
    broken = [f"{code} is not in docs/problems.md" for code in PROBLEMS.keys() - documented]
    broken += [f"{code} is not in server/foundation/problems.py" for code in documented - PROBLEMS.keys()]
    hold(documented, broken, "docs/problems.md lists every problem code, each opening a table row or a heading.")


def test_every_problem_raised_has_a_listed_code() -> None:
    raised = [(name_of(file), code) for file in files("server", ".py") for code in _codes_raised(file)]
    broken = [f"{name}: {code}" for name, code in raised if code not in PROBLEMS]
    hold(raised, broken, "A problem is raised by a code of server/foundation/problems.py.")


def _codes_raised(file: Path) -> list[str]:
    calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Problem" and call.args]
    return [str(call.args[0].value) for call in named if isinstance(call.args[0], ast.Constant)]


def _decisions() -> list[Path]:
    return [file for file in files(ADR, ".md") if re.match(r"\d{4}-", file.name)]


def test_every_decision_has_its_parts() -> None:
    checked = _decisions()
    broken = [f"{name_of(file)}: {part}" for file in checked for part in PARTS if not _part(file, part)]
    hold(checked, broken, f"A decision has {', '.join(PARTS)}, none of them empty.")


def test_every_decision_is_held_by_a_test_that_exists() -> None:
    checked = _decisions()
    held = {file: _TEST.findall(_part(file, "Held by")) for file in checked}
    broken = [f"{name_of(file)} names no test" for file, tests in held.items() if not tests]
    broken += [f"{name_of(file)}: {test}" for file, tests in held.items() for test in tests if not _exists(test)]
    hold(checked, broken, "A decision names the test that holds it, as tests/folder/test_file.py::test_name.")


def _part(file: Path, name: str) -> str:
    found = re.search(
        rf"^(?:#+ *|\*\*){name}\b[:*]*(.*?)(?=^#|^\*\*|\Z)", file.read_text(encoding="utf-8"), re.S | re.M
    )
    return found.group(1).strip() if found else ""


def _exists(test: str) -> bool:
    path, _, name = test.partition("::")
    file = ROOT / path
    return file.exists() and (not name or f"def {name}(" in file.read_text(encoding="utf-8"))


def test_the_index_of_decisions_is_whole() -> None:
    index = (ROOT / ADR / "README.md").read_text(encoding="utf-8")
    broken = [f"{file.name} is not in the index" for file in _decisions() if f"({file.name})" not in index]
    numbers = [file.name[:4] for file in _decisions()]
    broken += [f"{number} is used twice" for number in set(numbers) if numbers.count(number) > 1]
    hold(numbers, broken, "docs/adr/README.md lists every decision once.")


def test_every_link_in_the_documents_leads_somewhere() -> None:
    links = [(file, link) for file in files("", ".md") for link in _LINK.findall(file.read_text(encoding="utf-8"))]
    broken = [f"{name_of(file)}: {link}" for file, link in links if not (file.parent / link).exists()]
    hold(links, broken, "A link in a document leads to a file in the repository.")


def test_every_picture_in_the_documents_is_there_and_said_in_words() -> None:
    shown = [(file, tag) for file in files("", ".md") for tag in _PICTURE.findall(file.read_text(encoding="utf-8"))]
    broken = [f"{name_of(file)}: {tag}" for file, tag in shown if not _is_there(file, tag)]
    hold(shown, broken, 'A picture is <img src="…" alt="what it shows" width="…">, and its file is in the repository.')


def _is_there(file: Path, tag: str) -> bool:
    found = _SHOWN.fullmatch(tag)
    return found is not None and (file.parent / found.group(1)).is_file()


def test_pictures_stay_small_and_each_is_shown() -> None:
    shown = {
        (file.parent / found.group(1)).resolve()
        for file in files("", ".md")
        for found in _SHOWN.finditer(file.read_text(encoding="utf-8"))
    }
    pictures = files("docs/pictures", ".webp")
    broken = [f"{name_of(picture)} is shown nowhere" for picture in pictures if picture.resolve() not in shown]
    size = sum(picture.stat().st_size for picture in pictures)
    broken += [f"{size} bytes together"] if size > MOST_BYTES_OF_PICTURES else []
    hold(pictures, broken, f"Everybody who clones gets the pictures: {MOST_BYTES_OF_PICTURES} bytes, none unused.")
