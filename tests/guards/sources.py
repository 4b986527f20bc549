"""The repository as the guards see it: which files there are, and JavaScript as a syntax tree (no Node needed)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

ROOT = Path(__file__).resolve().parents[2]
_NOT_OURS = {".git", ".make", ".venv", "node_modules", "instance", "build", "__pycache__"}
_parser = Parser(Language(tree_sitter_javascript.language()))


@cache
def _all_files() -> tuple[Path, ...]:
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if _is_ours(Path(folder, name)))
        found += [Path(folder, name) for name in sorted(names)]
    return tuple(found)


def _is_ours(folder: Path) -> bool:
    is_environment = (folder / "pyvenv.cfg").exists()
    return not is_environment and folder.name not in _NOT_OURS and not folder.name.endswith("_cache")


def files(under: str, *endings: str) -> list[Path]:
    """Our own files below a folder of the repository ("" for all of it), by how their names end."""
    return [file for file in _all_files() if file.is_relative_to(ROOT / under) and file.name.endswith(endings)]


def name_of(file: Path) -> str:
    """The file's path in the repository, with forward slashes."""
    return file.relative_to(ROOT).as_posix()


def hold(checked: Iterable[object], broken: Iterable[str], rule: str) -> None:
    """Fail when a rule is broken, naming each place, and when there was nothing to check."""
    assert list(checked), f"Nothing was found to check for: {rule}"
    places = sorted(broken)
    assert not places, f"{rule}\n  " + "\n  ".join(places)


@cache
def tree(file: Path) -> Node:
    """The syntax tree of a JavaScript file."""
    return parse(file.read_text(encoding="utf-8"))


def parse(javascript: str) -> Node:
    """The syntax tree of some JavaScript. It must have no error, or a guard would look at half of it."""
    root = _parser.parse(javascript.encode()).root_node
    assert not root.has_error, f"JavaScript that could not be read: {javascript[:80]!r}"
    return root


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    for child in node.children:
        yield from walk(child)


def nodes(root: Node, *kinds: str) -> Iterator[Node]:
    """Every node below `root` of one of these kinds."""
    return (node for node in walk(root) if node.type in kinds)


def text(node: Node | None) -> str:
    """The node's own text; empty for none."""
    return node.text.decode() if node is not None and node.text is not None else ""


def imports(file: Path) -> list[str]:
    """What a JavaScript file imports, types left out: a package's name, or a path in the repository."""
    sources = []
    for node in nodes(tree(file), "import_statement", "export_statement"):
        source = text(node.child_by_field_name("source")).strip("\"'")
        if source:
            sources.append(source)
    return [_resolve(file, source) for source in sources]


def _resolve(file: Path, source: str) -> str:
    if not source.startswith("."):
        return source
    return Path(os.path.normpath(file.parent / source)).relative_to(ROOT).as_posix()


def markup(root: Node) -> list[str]:
    """The texts of lit-html templates (html`…`), what is filled in replaced by an ellipsis."""
    found = []
    for call in nodes(root, "call_expression"):
        literal = call.child_by_field_name("arguments")
        if literal is not None and literal.type == "template_string" and text(call.children[0]) in ("html", "svg"):
            found.append(_without_fillings(literal))
    return found


def _without_fillings(literal: Node) -> str:
    raw = text(literal).encode()
    for part in reversed([child for child in literal.children if child.type == "template_substitution"]):
        start, end = part.start_byte - literal.start_byte, part.end_byte - literal.start_byte
        raw = raw[:start] + "…".encode() + raw[end:]
    return raw.decode()[1:-1]
