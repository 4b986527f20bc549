"""Office pages compiled once for every app of a test run: compiling takes ten times what rendering does, and each test
has an app of its own. Imported for its effect.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache

# Each entry holds the digest of the template it was made of; one that has changed is compiled anew.
FOLDER = Path(__file__).resolve().parents[1] / ".make" / "templates"

FOLDER.mkdir(parents=True, exist_ok=True)
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": FileSystemBytecodeCache(str(FOLDER))}
