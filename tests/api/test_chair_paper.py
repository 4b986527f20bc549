"""The chair's key on paper: printed for two people, and typed in again on a server that was restored."""

from __future__ import annotations

import json

import pytest

from server.foundation import crypto
from server.foundation.audit import AuditEntry
from server.foundation.chair_keys import KeyIsAway
from tests.api.backed_up import groups_on

RECORD = ("record", "0b6f6f2e-6c55-4f0e-9f0e-6d8f7b0d1f11")


def typed(app, groups, *more):
    words = [word for word in groups.split() if len(word) == 5]
    return app.test_cli_runner().invoke(args=["chair-key", "--bring"], input="\n".join([*words, *more]))


def test_it_is_printed_for_chair_and_vice_chair_and_noted(run):
    printed = run("chair-key").output

    assert groups_on(printed)
    assert printed.count(groups_on(printed)) == 2
    assert "For the chair of governors." in printed
    assert "For the vice-chair of governors." in printed
    last = AuditEntry.select().order_by(AuditEntry.n.desc()).first()
    assert last.action == "chair_key.printed"
    assert groups_on(printed) not in str(last.__data__)


def test_with_a_backup_and_both_papers_what_was_for_the_chair_opens_again(app, keeper, run):
    kid, sealed = app.extensions["lanyard.keys"].chair.seal(RECORD, b"for the chair")
    paper = groups_on(run("chair-key").output)
    file = keeper.backs_up()

    with keeper.new_server() as new:
        assert keeper.restores(new, file).exit_code == 0
        chair = new.extensions["lanyard.keys"].chair
        with pytest.raises(KeyIsAway):
            chair.open(kid, RECORD, sealed)

        done = typed(new, paper)

        assert (done.exit_code, "It opens again." in done.output) == (0, True), done.output
        assert crypto.unframe(chair.open(kid, RECORD, sealed)) == b"for the chair"
        assert "It was here already." in typed(new, paper).output


def test_one_that_phones_seal_to_no_longer_stays_so(app, run):
    paper = groups_on(run("chair-key").output)
    run("keys", "rotate", "--use", "chair")
    folder = app.config["CHAIR_KEY_DIR"]
    (folder / "chair_keys.json").unlink()

    typed(app, paper)

    [brought] = json.loads((folder / "chair_keys.json").read_text())
    assert brought["not_after"]
    assert "chair_keys.json is not here" not in run("chair-key").output


def test_a_new_one_loses_none_whose_paper_was_not_brought_yet(app, run):
    chair, folder = app.extensions["lanyard.keys"].chair, app.config["CHAIR_KEY_DIR"]
    kid, sealed = chair.seal(RECORD, b"for the chair")
    older = groups_on(run("chair-key").output)
    run("keys", "rotate", "--use", "chair")
    [_, newer] = chair.private_keys()
    (folder / "chair_keys.json").unlink()
    chair.bring(newer)

    fresh = run("keys", "rotate", "--use", "chair").output.strip()

    assert [key["kid"] for key in chair.offered()] == [kid, newer.kid, fresh]
    assert [key["not_after"] is None for key in chair.offered()] == [False, False, True]
    assert "It opens again." in typed(app, older).output
    assert crypto.unframe(chair.open(kid, RECORD, sealed)) == b"for the chair"


def test_a_key_of_something_else_is_refused_and_nothing_is_written(app, keeper):
    file = app.config["CHAIR_KEY_DIR"] / "chair_keys.json"
    before = file.read_bytes()

    done = typed(app, keeper.paper.read_text())

    assert (done.exit_code, "to which nothing is locked here" in done.output) == (1, True)
    assert file.read_bytes() == before


def test_without_its_file_it_says_who_has_it(app, run):
    (app.config["CHAIR_KEY_DIR"] / "chair_keys.json").unlink()

    done = run("chair-key")

    assert (done.exit_code, "whoever has it has the key" in done.output) == (1, True)
