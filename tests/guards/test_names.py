"""Names say what a thing is for; nothing is left for later."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.guards.sources import files, hold, name_of, nodes, text, tree

EMPTY_WORDS = ("util", "utils", "helper", "helpers", "common", "manager", "data", "handler", "handlers", "processor")
_IN_PATH = re.compile(rf"(^|[_/-])({'|'.join(EMPTY_WORDS)})$")
_IN_CLASS = re.compile(rf"({'|'.join(word.title() for word in EMPTY_WORDS)})$")
_LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")


def test_no_module_hides_behind_an_empty_word() -> None:
    checked = files("", ".py", ".js", ".scss", ".css")
    broken = [name_of(file) for file in checked if any(_IN_PATH.search(part) for part in _parts(file))]
    hold(checked, broken, f"A module is named for what it does, never {', '.join(EMPTY_WORDS)}.")


def _parts(file: Path) -> list[str]:
    return [part.split(".")[0].lower() for part in Path(name_of(file)).parts]


def test_no_class_hides_behind_an_empty_word() -> None:
    classes = [
        (f"{name_of(file)}: {node.name}", node.name)
        for file in files("", ".py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    classes += [
        (f"{name_of(file)}: {name}", name)
        for file in files("", ".js")
        for name in (text(node.child_by_field_name("name")) for node in nodes(tree(file), "class_declaration"))
    ]
    hold(classes, [place for place, name in classes if _IN_CLASS.search(name)], "A class is named for what it is.")


def test_nothing_is_left_for_later() -> None:
    checked = files("", ".py", ".js", ".css", ".scss", ".html", ".sh", ".md", "Makefile", ".toml")
    broken = [
        f"{name_of(file)}:{number}"
        for file in checked
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if _LATER.search(line)
    ]
    hold(checked, broken, "Work left for later is an issue, not a comment.")
