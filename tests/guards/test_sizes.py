"""Files and functions stay small enough to be read at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tree_sitter import Node

from tests.guards.sources import ROOT, files, hold, name_of, nodes, text, tree

LARGEST_FILE = 300
LARGEST_TEST_FILE = 400
LARGEST_FUNCTION = 40
MOST_POSITIONAL = 4
SPECIAL = {"service_worker/worker.js": 60, "tests/conftest.py": 120, "build.js": 150}
JS_FUNCTIONS = (
    "function_declaration",
    "function_expression",
    "generator_function_declaration",
    "arrow_function",
    "method_definition",
)


def test_files_are_small() -> None:
    checked = files("", ".py", ".js", ".css", ".scss", ".html", ".sh")
    broken = [
        f"{name_of(file)}: {_lines(file)} lines, of {_largest(file)}"
        for file in checked
        if _lines(file) > _largest(file)
    ]
    hold(checked, broken, "Files aim at 40 to 150 lines.")


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def _largest(file: Path) -> int:
    name = name_of(file)
    return SPECIAL.get(name, LARGEST_TEST_FILE if name.startswith("tests/") else LARGEST_FILE)


def test_python_functions_are_small() -> None:
    checked = list(_python_functions())
    broken = [f"{place}: {lines} lines" for place, lines in checked if lines > LARGEST_FUNCTION]
    hold(checked, broken, f"Python functions aim at 15 lines and stop at {LARGEST_FUNCTION}.")


def _python_functions() -> Iterator[tuple[str, int]]:
    for file in files("", ".py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name_of(file)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_javascript_functions_are_small() -> None:
    checked = list(_javascript_functions())
    broken = [
        f"{place}: {_length(node)} lines"
        for place, node in checked
        if _length(node) > LARGEST_FUNCTION and not _groups_tests(node)
    ]
    hold(checked, broken, f"JavaScript functions aim at 15 lines and stop at {LARGEST_FUNCTION}.")


def test_javascript_functions_take_few_arguments() -> None:
    checked = list(_javascript_functions())
    broken = [
        f"{place}: {_positional(node)} arguments" for place, node in checked if _positional(node) > MOST_POSITIONAL
    ]
    hold(checked, broken, f"At most {MOST_POSITIONAL} positional arguments; more travel in an object.")


def _javascript_functions() -> Iterator[tuple[str, Node]]:
    for file in [ROOT / "build.js", *files("pwa", ".js"), *files("service_worker", ".js"), *files("tests", ".js")]:
        for node in nodes(tree(file), *JS_FUNCTIONS):
            yield f"{name_of(file)}:{node.start_point.row + 1} {text(node.child_by_field_name('name'))}", node


def _length(node: Node) -> int:
    return node.end_point.row - node.start_point.row + 1


def _positional(node: Node) -> int:
    parameters = node.child_by_field_name("parameters")
    return len([child for child in parameters.named_children if child.type != "comment"]) if parameters else 0


def _groups_tests(node: Node) -> bool:
    call = node.parent.parent if node.parent else None
    return call is not None and text(call.child_by_field_name("function")) == "describe"
