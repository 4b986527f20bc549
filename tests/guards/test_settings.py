"""Every setting is in the one settings file and in the README's table, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.guards.sources import ROOT, files, hold, name_of

_IN_FILE = re.compile(r"^#?([A-Z][A-Z_]+)=", re.MULTILINE)
_IN_TABLE = re.compile(r"^\| `([A-Z][A-Z_]+)` \|", re.MULTILINE)
SETTINGS = "deploy/lanyard.env"


def _read_by(file: Path) -> Iterator[str]:
    """Every name that a file asks the environment for: `os.environ.get("NAME"…)`, `os.environ["NAME"]`, `os.getenv`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"os.environ.get", "os.getenv"}:
            yield ast.literal_eval(node.args[0])
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            yield ast.literal_eval(node.slice)


def _read() -> list[tuple[str, str]]:
    return [(name, name_of(file)) for file in files("server", ".py") for name in _read_by(file)]


def _of_file() -> list[str]:
    return _IN_FILE.findall((ROOT / SETTINGS).read_text(encoding="utf-8"))


def test_every_setting_that_the_server_reads_is_in_the_settings_file_with_its_meaning() -> None:
    read = _read()
    broken = [f"{name} ({where})" for name, where in read if name not in _of_file()]
    lines = (ROOT / SETTINGS).read_text(encoding="utf-8").splitlines()
    said = {name for block in "\n".join(lines).split("\n\n") if "# " in block for name in _IN_FILE.findall(block)}
    broken += [f"{name} is without a word" for name in _of_file() if name not in said]
    hold(read, broken, f"{SETTINGS} has every setting, under a line that says what it means.")


def test_the_settings_file_has_no_setting_that_nobody_reads_and_none_twice() -> None:
    of_file, read = _of_file(), {name for name, _ in _read()}
    broken = [name for name in of_file if name not in read or of_file.count(name) > 1]
    hold(of_file, broken, f"{SETTINGS} has each setting once, and no other.")


def test_the_readmes_table_has_the_same_settings() -> None:
    table = set(_IN_TABLE.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    hold(table, sorted(table ^ set(_of_file())), f"README's table of settings and {SETTINGS} name the same.")
