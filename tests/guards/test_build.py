"""What a phone must fetch to be ready stays small. Needs a build; conftest.py says so when there is none."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from flask.testing import FlaskClient

from tests.guards.sources import ROOT, hold

BUILD = ROOT / "static" / "build"
MOST_SHELL_BYTES = 60_000
MOST_SCRIPT_BYTES = 45_000
# The public page at /141, all of it with its worker.
MOST_HIDE_NUMBER_BYTES = 16_000
_MEASURE = """
const { brotliCompressSync } = require("node:zlib");
const { readFileSync } = require("node:fs");
console.log(brotliCompressSync(readFileSync(0)).length);
"""


def precached(page: str = "/app", worker: str = "worker.js") -> list[str]:
    """The addresses that a worker fetches before it calls its page ready."""
    listed = re.search(rf'\["{page}"[^\]]*\]', (BUILD / worker).read_text(encoding="utf-8"))
    assert listed, f"static/build/{worker} holds no list of what to fetch"
    return re.findall(r'"([^"]+)"', listed.group())


def brotli_size(content: bytes) -> int:
    """How many bytes travel, compressed as a proxy would."""
    node = [str(ROOT / "tools" / "with_node.sh"), "node", "-e", _MEASURE]
    return int(subprocess.run(node, cwd=ROOT, input=content, capture_output=True, check=True).stdout)


def status_and_content(client: FlaskClient, address: str) -> tuple[int, bytes]:
    """What the server answers there."""
    with client.get(address) as response:
        return response.status_code, response.data


def test_everything_the_worker_fetches_is_served(client: FlaskClient) -> None:
    checked = [*precached(), *precached("/141", "141-worker.js")]
    broken = [address for address in checked if status_and_content(client, address)[0] != 200]
    hold(checked, broken, "The shell is stored all or nothing, so every part must be there.")


def test_the_shell_stays_small(client: FlaskClient) -> None:
    fetched = {address: status_and_content(client, address)[1] for address in [*precached(), "/worker.js"]}
    sizes = {address: brotli_size(content) for address, content in fetched.items()}
    assert sum(sizes.values()) <= MOST_SHELL_BYTES, sizes


def test_the_page_for_any_phone_stays_small(client: FlaskClient) -> None:
    fetched = [*precached("/141", "141-worker.js"), "/141-worker.js"]
    sizes = {address: brotli_size(status_and_content(client, address)[1]) for address in fetched}
    assert sum(sizes.values()) <= MOST_HIDE_NUMBER_BYTES, sizes


def test_the_scripts_stay_small() -> None:
    (entry,) = [name for name in precached() if "/app-" in name and name.endswith(".js")]
    scripts = [*needed_at_once(BUILD / Path(entry).name), BUILD / "worker.js"]
    sizes = {file.name: brotli_size(file.read_bytes()) for file in scripts}
    assert sum(sizes.values()) <= MOST_SCRIPT_BYTES, sizes


def needed_at_once(script: Path) -> set[Path]:
    """A script and all that it imports before it runs; what it asks for later is not among them."""
    imported = re.findall(r"""(?:from|import)\s*["']\./([\w.-]+)["']""", script.read_text(encoding="utf-8"))
    return {script}.union(*(needed_at_once(BUILD / name) for name in imported))


def test_pages_are_built_without_plain_names() -> None:
    page = (BUILD / "app.html").read_text(encoding="utf-8")
    named = re.findall(r"/static/build/[\w.-]+", page)
    hold(
        named, [name for name in named if not (ROOT / name[1:]).exists()], "The page names only files that were built."
    )


def test_the_page_asks_at_once_for_all_that_its_script_imports() -> None:
    page = (BUILD / "app.html").read_text(encoding="utf-8")
    (entry,) = re.findall(r'src="/static/build/([\w.-]+)"', page)
    imported = {file.name for file in needed_at_once(BUILD / entry)} - {entry}
    asked = re.findall(r'rel="modulepreload" href="/static/build/([\w.-]+)"', page)
    hold(asked, imported ^ set(asked), "Else each is asked for once the one before has come and was read.")
