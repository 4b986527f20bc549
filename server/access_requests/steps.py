"""The steps of a request that are one question and an answer: what is asked, who may, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from server.access_requests import rules
from server.access_requests.queries import Case
from server.accounts.rules import Role

HEAD = frozenset({Role.HEADTEACHER})
READ = "It stays in the log, and never goes out"


@dataclass(frozen=True)
class Step:
    """A step as its page has it: `label` is asked, `button` does it, `roles` may."""

    act: str
    title: str
    label: str
    button: str
    roles: frozenset[str]
    note: str = ""
    hint: str = READ


STEPS = {
    "who": Step(
        rules.IDENTITY,
        "Who is asking was checked",
        "How was it checked?",
        "Keep that",
        rules.KEEPS,
        note="Ask for no more than is needed. A parent asks for a child’s records as the child, or for the child.",
    ),
    "name": Step(
        rules.NAMED,
        "Another name of the child",
        "Which name?",
        "Add it",
        rules.DECIDES,
        hint="One name. Look through everything again afterwards",
    ),
    "pause": Step(
        rules.PAUSED,
        "Stop the clock",
        "What was asked for, and on which day?",
        "Stop the clock",
        rules.KEEPS,
        note="The clock may stop for as long as the school waits for whoever asks, and for nothing else. School "
        "holidays do not stop it.",
    ),
    "resume": Step(rules.RESUMED, "The clock goes on", "What came?", "Let the clock go on", rules.KEEPS),
    "longer": Step(
        rules.EXTENDED,
        "It takes two months more",
        "Why is it complex, and when and how was whoever asks told?",
        "Take two months more",
        rules.DECIDES,
        note="Only for a request that is complex, or one of many from the same person, and only where whoever asks is "
        "told why within the first month (UK GDPR, Article 12). Holidays and little time are no reason.",
    ),
    "chair": Step(
        rules.CHAIR_ASKED,
        "The chair of governors was asked",
        "When were they asked, and what did they say they would do?",
        "Keep that",
        rules.DECIDES,
        note="A concern about the headteacher is locked for the chair: nobody else can look for it, and nothing here "
        "says whether there is one. Ask each time. The chair answers whoever asks themselves, or says that there is "
        "nothing. Write down that you asked, not what they hold.",
    ),
    "head": Step(
        rules.HEAD_LOOKED,
        "What is the headteacher’s alone is decided",
        "What did you look at?",
        "Keep that",
        HEAD,
        note="Concerns about staff and what came of own phones used are yours alone to see. Say this each time, also "
        "where there is nothing.",
    ),
    "show-staff": Step(
        rules.STAFF_SHOWN,
        "Show the names of staff",
        "Why?",
        "Show them",
        rules.DECIDES,
        note="Staff are usually named to a parent in what they did at work (DPA 2018, Schedule 2, Part 3). Mask them "
        "where that would put somebody at risk.",
    ),
    "mask-staff": Step(rules.STAFF_MASKED, "Mask the names of staff", "Why?", "Mask them", rules.DECIDES),
    "show-family": Step(
        rules.FAMILY_SHOWN,
        "Show whom to ring for the child",
        "Why?",
        "Show them",
        rules.DECIDES,
        note="These are other people, also where one of them is asking: one parent may not know what the other gave. "
        "Their numbers stay out.",
    ),
    "mask-family": Step(rules.FAMILY_MASKED, "Mask whom to ring for the child", "Why?", "Mask them", rules.DECIDES),
    "back": Step(rules.SENT_BACK, "Send it back", "What is to change?", "Send it back", rules.DECIDES),
    "given": Step(
        rules.GIVEN,
        "It was given to whoever asked",
        "How, and on which day?",
        "Keep that",
        rules.KEEPS,
        note="Give the passphrase another way than the file: by telephone or in person, never in the same e-mail.",
    ),
    "close": Step(
        rules.CLOSED,
        "Close it",
        "What came of it?",
        "Close it",
        rules.DECIDES,
        note="What was found and the locked file are deleted here. The log stays, and so does every record.",
    ),
}


def open_to(roles: frozenset[str], case: Case) -> list[tuple[str, Step]]:
    """The steps that somebody in these roles may take now, by their codes."""
    acts, log = {row.act for row in case.rows}, case.log
    stands = rules.is_on(log, rules.PAUSED, rules.RESUMED)
    shows_staff = rules.is_on(log, rules.STAFF_SHOWN, rules.STAFF_MASKED)
    shows_family = rules.is_on(log, rules.FAMILY_SHOWN, rules.FAMILY_MASKED)
    fits = {
        "who": rules.IDENTITY not in acts,
        "chair": rules.CHAIR_ASKED not in acts,
        "longer": rules.EXTENDED not in acts and not case.clock.is_late,
        "pause": not stands,
        "resume": stands,
        "show-staff": not shows_staff,
        "mask-staff": shows_staff,
        "show-family": not shows_family,
        "mask-family": shows_family,
        "back": rules.agreed(log) is not None,
        "given": rules.let_go(log) is not None and not rules.is_given(log),
    }
    return [(code, step) for code, step in STEPS.items() if step.roles & roles and fits.get(code, True)]
