"""Who types plain `pytest` after `pip install -r requirements.txt`: what can run runs, and the rest is named."""

from __future__ import annotations

import pytest

LEFT_OUT = (
    "Left out: the browser tests (requirements-dev.txt is not installed); "
    "the faults from a seed (there is no Node); "
    "the tests of habits, which install things (requirements-dev.txt is not installed); "
    "the guards of static/build (nothing is built); the JavaScript tests (Node runs them)."
)
SOME_OF_EACH_PART = "test_trip_rules or test_names or test_protocol_client"


@pytest.mark.parametrize("asked", ["tests/browser", "tests/browser/test_office.py", "tests/habits"])
def test_a_part_asked_for_by_name_that_cannot_run_is_refused_in_one_sentence(newcomers, bare_machine, asked):
    done = newcomers.types("v/bin/pytest", asked, PATH=bare_machine.path)

    sentence = (
        "ERROR: This cannot run here yet: requirements-dev.txt is not installed. To set it up and run every test: "
    )
    assert (done.code, done.said.strip()) == (4, sentence + "make test")


def test_the_guards_of_the_build_asked_for_by_name(newcomers, bare_machine):
    done = newcomers.types("v/bin/python", "-m", "pytest", "tests/guards/test_build.py", PATH=bare_machine.path)

    assert (done.code, done.said.count("\n\n")) == (4, 1)
    assert "nothing is built. To set it up and run every test: make test" in done.said


def test_only_what_was_asked_for_and_left_out_is_named(newcomers, bare_machine):
    done = newcomers.types("v/bin/pytest", "--collect-only", "tests/unit", PATH=bare_machine.path)

    assert done.code == 0
    assert "Left out" not in done.said


def test_plain_pytest_says_at_its_start_and_end_what_it_left_out_and_the_rest_passes(newcomers, bare_machine):
    # Every file is imported, and of each part that can run here some of it runs: the whole of it has run elsewhere.
    done = newcomers.types("v/bin/pytest", "-p", "no:cacheprovider", "-k", SOME_OF_EACH_PART, PATH=bare_machine.path)

    assert done.code == 0, done.said
    assert done.said.count(f"{LEFT_OUT}\nAll of it: make test\n") == 2
    assert "skipped" not in done.said
    begins, ends = done.said[:3000], done.said[-3000:]
    assert LEFT_OUT in begins
    assert LEFT_OUT in ends
    assert all(f"tests/{part}/" in done.said for part in ("unit", "api", "guards"))


def test_a_python_without_the_packages_is_told_which_command_brings_them(newcomers, bare_machine):
    without = "import sys, pytest; sys.modules['peewee'] = None; sys.exit(pytest.main(['tests/unit']))"
    done = newcomers.types("v/bin/python", "-c", without, PATH=bare_machine.path)

    assert done.code != 0
    assert "this Python lacks (peewee): pip install -r requirements.txt" in done.said
    assert "Traceback" not in done.said
