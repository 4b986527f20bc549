"""Imports point one way, in Python and in JavaScript, so that a slice can be read and changed alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.guards.sources import ROOT, files, hold, imports, name_of, nodes, text, tree

# Lowest first: a folder of pwa/ may import the folders before its own, and itself.
PWA_ORDER = ["foundation", "outbox", "accounts", "policy", "alerts", "phones", "trips", "consent"]
RECORD_SLICES = {"incidents", "photos", "personal_phone", "custody"}
PWA_TOP = ["reconciliation", "shell"]
# What shows something, in a folder whose other files must run without a screen.
SCREENS = ("_screen.js", "_part.js", "_parts.js")
# The sending, and what a contact with the school leaves on the phone: who it is, who is using it.
_SENT_AND_KEPT = ("pwa/outbox/", "pwa/foundation/", "pwa/phones/", "pwa/accounts/", "pwa/trips/pack_store.js")
_PUSHED = ("pwa/alerts/alert_store.js", "pwa/alerts/push_subscription.js", "pwa/trips/lists_end.js")
_NEEDED_BY_THE_WORKER = ("service_worker/", *_SENT_AND_KEPT, *_PUSHED, "idb")
PURE = ["pwa/foundation/times.js"]


def test_python_imports_point_one_way(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    failed = lint_imports(no_cache=True, no_logo=True)
    said = capsys.readouterr().out
    assert not failed, said
    assert "2 kept, 0 broken" in said


def test_python_rules_never_ask_the_clock() -> None:
    checked = files("server", "rules.py")
    broken = [f"{name_of(file)}:{line}" for file in checked for line in _clock_calls(file)]
    hold(checked, broken, "Rules are handed the time; they never ask for it.")


def _clock_calls(file: Path) -> list[int]:
    calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"now", "utcnow", "today", "time"}
    ]


def test_phone_app_imports_point_one_way() -> None:
    checked = files("pwa", ".js")
    broken = [
        f"{name_of(file)} imports {source}" for file in checked for source in imports(file) if not _may(file, source)
    ]
    hold(checked, broken, "pwa: app.js > slices, in the server's order > outbox > foundation.")


def _may(file: Path, source: str) -> bool:
    if source.startswith("server/"):
        return _is_declared(source) and _slice(name_of(file)) == source.split("/")[1]
    if not source.startswith(("pwa/", "service_worker/", "styles/", "static/", "tests/")):
        return True
    importer, imported = _slice(name_of(file)), _slice(source)
    if imported is None:
        return False
    if imported == "app":
        # The composition root is a few files, each fetched when it is needed.
        return importer == "app" and source != "pwa/app.js"
    return importer in ("app", imported) or imported in _below(importer or "")


def _slice(path: str) -> str | None:
    folder, _, rest = path.partition("/")
    if folder != "pwa":
        return None
    return rest.split("/")[0] if "/" in rest else "app"


def _below(name: str) -> set[str]:
    if name in PWA_ORDER:
        return set(PWA_ORDER[: PWA_ORDER.index(name)])
    if name in RECORD_SLICES:
        return set(PWA_ORDER)
    assert name in PWA_TOP, f"pwa/{name} has no place in the order of imports"
    return {*PWA_ORDER, *RECORD_SLICES, *PWA_TOP[: PWA_TOP.index(name)]}


def test_phone_app_rules_import_only_what_is_pure() -> None:
    checked = [*files("pwa", "_rules.js"), *(ROOT / name for name in PURE)]
    broken = [
        f"{name_of(file)} imports {source}"
        for file in checked
        for source in imports(file)
        if not source.endswith("_rules.js") and source not in PURE and not _is_declared(source)
    ]
    hold(checked, broken, f"Rules import only rules, declarations and {', '.join(PURE)}.")


def _is_declared(source: str) -> bool:
    """Whether it is a declaration that both sides read, in its slice of the server."""
    return source.startswith("server/") and source.endswith(".json")


def test_phone_app_rules_never_ask_the_clock_or_for_luck() -> None:
    checked = [*files("pwa", "_rules.js"), *(ROOT / name for name in PURE)]
    broken = [
        f"{name_of(file)}:{node.start_point.row + 1} {text(node)}"
        for file in checked
        for node in nodes(tree(file), "call_expression", "new_expression")
        if text(node).startswith(("Date.now(", "new Date()", "Math.random(", "performance.", "crypto.", "fetch("))
    ]
    hold(checked, broken, "Rules are handed the time and the dice.")


def test_outbox_knows_no_screen() -> None:
    checked = [file for file in files("pwa/outbox", ".js") if not file.name.endswith(SCREENS)]
    broken = [
        f"{name_of(file)}:{node.start_point.row + 1} names {text(node)}"
        for file in checked
        for node in nodes(tree(file), "identifier")
        if text(node) in {"document", "window", "navigator", "location", "localStorage"}
    ]
    broken += [f"{name_of(file)} imports {source}" for file in checked for source in imports(file) if _shows(source)]
    hold(
        checked,
        broken,
        "The outbox, its screen apart, runs without one, so that the fault tests drive the shipped code.",
    )


def test_worker_imports_only_what_needs_no_screen() -> None:
    checked = sorted(_reached_from(files("service_worker", ".js")))
    broken = [
        f"{name_of(file)} imports {source}"
        for file in checked
        for source in imports(file)
        if not source.startswith(_NEEDED_BY_THE_WORKER) or _shows(source)
    ]
    broken += [
        f"{name_of(file)}:{node.start_point.row + 1} names {text(node)}"
        for file in checked
        for node in nodes(tree(file), "identifier")
        if text(node) in {"document", "window", "location", "localStorage"}
    ]
    hold(checked, broken, "The worker, however far its imports reach, runs the sending and what it leaves; no screen.")


def _reached_from(first: list[Path]) -> set[Path]:
    reached: set[Path] = set()
    ahead = list(first)
    while ahead:
        file = ahead.pop()
        if file not in reached:
            reached.add(file)
            ahead += [ROOT / source for source in imports(file) if (ROOT / source).is_file()]
    return reached


def _shows(source: str) -> bool:
    return source.startswith("lit") or source.endswith(SCREENS)
