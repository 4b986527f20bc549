"""`make run` and `make test` in any order, at once, from elsewhere, and after a folder was moved and half emptied."""

from __future__ import annotations

import re
import shutil
import urllib.request

import pytest

from tests.habits.clean_folder import NO_NETWORK, until_it_answers
from tests.live_server import answers, free_port


@pytest.fixture
def running_lanyard(built, running):
    """`make run`, begun from elsewhere, once it answers: its port."""
    port = free_port()
    process = running(built.starts("make", "-C", str(built.place), "run", PORT=str(port)))
    until_it_answers(process, port)
    return port


def test_python_and_make_are_all_that_is_needed(built):
    assert (built.place / ".venv" / "bin" / "node").exists()
    assert (built.place / "static" / "build" / "app.html").exists()


def test_a_second_make_run_names_a_port_that_is_free(built, running_lanyard):
    done = built.types("make", "run", PORT=str(running_lanyard))

    assert done.code != 0
    assert "Traceback" not in done.said
    assert re.fullmatch(rf"Error: Port {running_lanyard} is in use\. .*: PORT=\d+ make run", done.last)


def test_make_test_runs_while_make_run_serves_and_the_app_is_served_after(built, running_lanyard):
    done = built.types("make", "test", PYTEST_ADDOPTS="--collect-only -q", JS_TESTS="tests/js/dial.test.js")

    assert done.code == 0, done.said
    assert all(f"tests/{part}/" in done.said for part in ("browser", "habits", "guards", "api", "unit"))
    assert "Left out" not in done.said
    with urllib.request.urlopen(f"http://localhost:{running_lanyard}/app") as page:
        assert page.status == 200


def test_make_run_after_make_test(built, running_lanyard):
    assert (built.place / ".venv" / "bin" / "playwright").exists()
    assert answers(running_lanyard)


def test_a_school_of_ones_own_has_a_folder_of_its_own_and_never_the_demos(built, running, running_lanyard):
    refused = built.types("make", "run", DEMO="0", PORT=str(free_port()), LANYARD_DATA=str(built.place / "instance"))
    assert refused.code != 0
    assert "holds the demo school, which never becomes a live one" in refused.said

    port = free_port()
    until_it_answers(running(built.starts("make", "run", DEMO="0", PORT=str(port))), port)
    with urllib.request.urlopen(f"http://localhost:{port}/first-run") as page:
        assert b"Begin your school" in page.read()
    assert (built.place / "school" / "database").is_dir()


@pytest.mark.parametrize("port", ["eighty", "70000"])
def test_a_port_that_is_none(built, port):
    done = built.types("make", "run", PORT=port)

    assert done.code != 0
    assert done.last == f"Error: PORT is '{port}', and has to be a number up to 65535: PORT=8000 make run"


def test_what_is_done_is_not_done_again(built):
    done = built.types("make", "build")

    assert (done.code, done.said) == (0, "")


def test_a_build_that_lost_a_file_is_built_again(built):
    script = next((built.place / "static" / "build").glob("app-*.js"))
    script.unlink()
    (built.place / "static" / "build.new-1").mkdir()

    assert built.types("make", "build").code == 0
    assert script.exists()
    assert not (built.place / "static" / "build.new-1").exists()


def test_a_stale_build_is_left_out_aloud_and_never_under_make(built):
    # What `make` has compiled need not be compiled again.
    compiled = {"PYTHONPYCACHEPREFIX": str(built.place / ".make" / "python")}
    source = built.place / "pwa" / "app.js"
    before = source.read_text()
    source.write_text(f"{before}// newer\n")
    plain = built.types(".venv/bin/pytest", "--collect-only", "-q", **compiled)
    whole = built.types(".venv/bin/pytest", "--whole", "--collect-only", "-q", **compiled)
    source.write_text(before)

    assert plain.code == 0, plain.said
    assert "the browser tests (static/build is older than its sources, or not whole)" in plain.said
    assert whole.code == 4
    assert "Left out" not in built.types(".venv/bin/pytest", "--collect-only", "-q", **compiled).said


def test_a_source_that_cannot_be_built_is_named(built):
    source = built.place / "pwa" / "app.js"
    before = source.read_text()
    source.write_text(f"{before}\nconst = 1;\n")
    done = built.types("make", "build")
    source.write_text(before)

    assert done.code != 0
    assert "pwa/app.js" in done.said
    assert done.last == "The phone app could not be built: mend what is named above, then: make build"


def test_a_folder_moved_and_emptied_waits_for_the_network_and_then_mends_itself(built):
    built.place = built.place.rename(built.place.with_name("our lanyard, moved"))
    for installed in (built.place / "node_modules").iterdir():
        if not installed.name.startswith("."):
            shutil.rmtree(installed)
    shutil.rmtree(built.place / ".venv" / "lib")

    alone = built.types("make", "run", **NO_NETWORK, UV_OFFLINE="1", UV_NO_CACHE="1")
    assert alone.code != 0
    assert (
        alone.last == "The Python packages could not be installed: the network did not answer. When it does: make run"
    )

    assert built.types("make", "server").code == 0
    alone = built.types("make", "run", **NO_NETWORK)
    assert alone.code != 0
    assert alone.last.startswith("The JavaScript packages could not be installed: the network did not answer.")

    done = built.types("make", "build")
    assert done.code == 0, done.said
    assert built.types(".venv/bin/flask", "--app", "server", "demo").code == 0
