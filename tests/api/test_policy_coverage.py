"""The coverage of the rules: a line for each on the command line, and a page that leads where its reader may go."""

from __future__ import annotations

import json
import re

import pytest

from server import create_app
from server.foundation.rules_served import RuleServed
from server.policy import coverage, own_words
from server.policy.coverage import GUIDANCE, SUPPORTED, UNCOVERED, Rule
from server.policy.coverage_pages import READS
from server.reconciliation.report_pages import OPENS_REPORTS

PAGE = "/office/policy/coverage"
MEMBERS = ["rule", "strength", "status", "where", "tests"]


def printed(app):
    done = app.test_cli_runner().invoke(args=["policy", "coverage", "--format", "json"])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_prints_each_rule_on_a_line_of_its_own_in_order(app):
    lines = [json.loads(line) for line in printed(app).splitlines()]

    assert [line["rule"] for line in lines] == [f"R{number}" for number in range(1, 103)]
    assert {tuple(line) for line in lines} == {tuple(MEMBERS)}
    assert {line["strength"] for line in lines} == {"M", "S", "X"}
    assert {line["status"] for line in lines} == {"enforced", "supported", "guidance"}
    assert all(isinstance(part, str) for line in lines for part in [*line["where"], *line["tests"]])


def test_the_command_needs_no_school(tmp_path, app):
    assert printed(create_app({"DATA_DIR": tmp_path / "empty"})) == printed(app)


def test_a_rule_that_must_be_kept_and_that_nobody_serves_is_not_covered_whatever_is_said_of_it():
    must, should = (
        Rule(rule=f"R{n}", section="A", strength=s, says="x", guidance="y") for n, s in ((1, "M"), (2, "S"))
    )

    assert [one.status for one in coverage.covered([must, should], [], {})] == [UNCOVERED, GUIDANCE]


def test_of_two_that_serve_a_rule_the_less_counts_and_both_are_named():
    rule = Rule(rule="R1", section="A", strength="M", says="x")
    served = [RuleServed(rule="R1", status=status, tests=[status]) for status in ("enforced", "supported")]

    (found,) = coverage.covered([rule], served, {})

    assert (found.status, found.tests) == (SUPPORTED, ["enforced", "supported"])


def test_the_page_shows_every_rule_with_its_status_in_words_and_its_numbers_add_up(as_role):
    page = as_role("headteacher").get(PAGE).text

    assert [f'id="R{number}"' in page for number in (1, 51, 102)] == [True, True, True]
    numbers = [int(number) for number in re.findall(r'figures__number">(\d+)<', page)]
    assert (len(numbers), sum(numbers)) == (4, 102)
    # The words themselves explain each status once more.
    for number, name in zip(numbers, coverage.STATUS_NAMES.values(), strict=True):
        assert len(re.findall(rf"govuk-tag--\w+\">{name}</strong>", page)) == number + 1


@pytest.mark.parametrize("status", coverage.STATUS_NAMES)
def test_one_status_is_shown_alone(app, as_role, status):
    page = as_role("network_manager").get(PAGE, query_string={"status": status}).text
    wanted = [json.loads(line)["rule"] for line in printed(app).splitlines() if json.loads(line)["status"] == status]

    assert re.findall(r'<tr class="govuk-table__row" id="(R\d+)"', page) == wanted


def test_a_status_that_is_none_is_no_address(as_role):
    assert as_role("headteacher").get(PAGE, query_string={"status": "perfect"}).status_code == 404


def test_a_rule_with_no_more_than_guidance_says_it_and_one_that_lacks_something_says_what(as_role):
    page = as_role("office").get(PAGE).text

    assert "Own phones stay put away near pupils." in page
    assert "The pupil roll, consent, staff accounts and the audit log have no period here." in page


def test_whoever_opens_reports_and_the_network_manager_open_it_and_nobody_else(as_role):
    assert {*OPENS_REPORTS, "network_manager"} <= {*READS}
    for role in ("dsl", "chair", "evc", "slt", "network_manager"):
        assert as_role(role).get(PAGE).status_code == 200
    for role in ("trip_leader", "staff", "site_manager"):
        assert as_role(role).get(PAGE).status_code == 403


@pytest.mark.parametrize("role", [role for role in READS if role != "base_contact"])
def test_every_link_of_it_opens_for_whoever_is_shown_it(as_role, role):
    client = as_role(role)
    cells = re.findall(r"coverage__where.*?</td>", client.get(PAGE).text, re.DOTALL)
    links = {link for cell in cells for link in re.findall(r'href="([^"]+)"', cell)}

    assert len(links) > 3
    assert [link for link in sorted(links) if _answers(client, link) != 200] == []


def _answers(client, address):
    with client.get(address) as answer:
        return answer.status_code


def test_the_reports_lead_to_it(as_role):
    for role in ("headteacher", "chair", "office"):
        assert f'href="{PAGE}"' in as_role(role).get("/office/reports").text


def test_a_rule_that_is_only_said_has_the_schools_own_words_beside_the_line_of_guidance(as_role):
    head, code = as_role("headteacher"), own_words.code_of("R40")
    assert "none yet" in row_of(head, "R40")
    address = f"/office/policy/setting/{code}"
    typed = {"sentence": "Each class has a camera with its name on it.", "clause": "5.1", "reason": "Ours"}
    seen = {"seen": versions_number(head, address)}
    assert head.post(address, data={**typed, **seen, "act": "make"}).status_code == 302

    row = row_of(head, "R40")
    assert "Name a class’s iPad or camera after the class" in row
    assert "Each class has a camera with its name on it." in row
    assert "5.1" in row
    assert "Each class has a camera" in row_of(as_role("evc"), "R40")
    assert address not in row_of(as_role("evc"), "R40")
    assert as_role("evc").get(address).status_code == 403
    assert "Each class has a camera" in head.get("/office/policy/changes").text


def test_a_rule_names_the_settings_that_say_they_serve_it(as_role):
    row = row_of(as_role("headteacher"), "R9")
    for code in ("phones.passcode_held_by", "phones.passcode_private"):
        assert f"/office/policy#{code}" in row


def row_of(client, rule):
    """What the page has of a rule."""
    return re.search(rf'<tr[^>]*id="{rule}">.*?</tr>', client.get(PAGE).text, re.DOTALL)[0]


def versions_number(client, address):
    """The version that a setting's page shows."""
    return re.search(r'name="seen"[^>]*value="(\d+)"', client.get(address).text)[1]
