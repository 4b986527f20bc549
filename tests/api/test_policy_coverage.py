"""The coverage of the rules: a line for each on the command line, and a page that leads where its reader may go."""

from __future__ import annotations

import json
import re

import pytest

from server import create_app
from server.foundation.registry import RuleServed
from server.policy import coverage
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
    assert {line["status"] for line in lines} == {"enforced", "supported", "guidance", "uncovered"}
    assert all(isinstance(part, str) for line in lines for part in [*line["where"], *line["tests"]])


def test_the_command_needs_no_school(tmp_path, app):
    assert printed(create_app({"DATA_DIR": tmp_path / "empty"})) == printed(app)


def test_a_rule_that_must_be_kept_and_that_nobody_serves_is_not_covered_whatever_is_said_of_it():
    must, should = (
        Rule(rule=f"R{n}", section="A", strength=s, says="x", guidance="y") for n, s in ((1, "M"), (2, "S"))
    )

    assert [one.status for one in coverage.covered([must, should], [])] == [UNCOVERED, GUIDANCE]


def test_of_two_that_serve_a_rule_the_less_counts_and_both_are_named():
    rule = Rule(rule="R1", section="A", strength="M", says="x")
    served = [RuleServed(rule="R1", status=status, tests=[status]) for status in ("enforced", "supported")]

    (found,) = coverage.covered([rule], served)

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


def test_a_rule_with_no_more_than_guidance_says_it_and_one_that_is_not_covered_says_what_is_missing(as_role):
    page = as_role("office").get(PAGE).text

    assert "Own phones stay put away near pupils." in page
    assert "That the police or the LADO were told is asked for and recorded nowhere." in page


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
