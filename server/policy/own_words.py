"""The school's own text for rules that Lanyard only says: a sentence and a clause each, kept with the whole policy."""

from __future__ import annotations

from server.accounts.rules import Role
from server.foundation.settings import Setting, WordsAlone
from server.policy.coverage import MUST, Rule, catalogue

GROUP = "guidance"
WRITES = (Role.HEADTEACHER, Role.SLT, Role.DSL)


def code_of(rule: str) -> str:
    """The setting under which a school's own text for a rule stands."""
    return f"{GROUP}.{rule}"


def _setting(rule: Rule) -> Setting[None]:
    return Setting(
        code=code_of(rule.rule),
        label=rule.says,
        kind=WordsAlone(),
        usual=None,
        rules=(rule.rule,),
        changed_by=WRITES,
        does=rule.guidance,
    )


SETTINGS = tuple(_setting(rule) for rule in catalogue().rules if rule.guidance and rule.strength != MUST)
CLASHES = ()
