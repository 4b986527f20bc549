"""The browser killed at any moment of filing: what the page called saved is in the outbox, whole, and arrives once."""

from __future__ import annotations

import hashlib
import os
import random
import signal
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Error

from tests.browser.phone import Phone
from tests.browser.school import School
from tests.faults.sizes import asked, seed

pytestmark = pytest.mark.window

# A report passes about this many moments from its first letter to "Report saved".
MOMENTS_OF_A_REPORT = 12
MOST_REPORTS_BEFORE_A_KILL = 4
# Says each step that the app's own code takes on its way to storage; the app is as it was shipped.
TELLS_OF_ITS_STORAGE = """() => {
  const telling = (place, name) => {
    const real = place.prototype[name];
    place.prototype[name] = function (...given) {
      passes(name);
      return real.apply(this, given);
    };
  };
  telling(IDBObjectStore, "put");
  telling(IDBObjectStore, "delete");
  telling(SubtleCrypto, "digest");
  telling(SubtleCrypto, "encrypt");
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...given) {
    const transaction = begin.apply(this, given);
    if (transaction.mode === "readwrite") transaction.addEventListener("complete", () => passes("complete"));
    return transaction;
  };
}"""
# Files one report after another, as fast as the app lets it, and says which the app has called saved.
FILES_A_SERIES = """async texts => {
  const until = look => new Promise(resolve => {
    const seen = () => {
      const found = look();
      if (found) { watching.disconnect(); resolve(found); }
    };
    const watching = new MutationObserver(seen);
    watching.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    addEventListener("hashchange", seen);
    seen();
  });
  for (const text of texts) {
    location.hash = "#/report";
    const field = await until(() => document.querySelector("#what_happened"));
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    passes("typed");
    const id = await until(() => location.hash.startsWith("#/report/") && location.hash.slice(9));
    document.querySelector("form").requestSubmit();
    passes("submitted");
    await until(() => location.hash === `#/filed/${id}` && document.body.innerText.includes("Report saved"));
    await calledSaved([id, text]);
  }
}"""


class Death:
    """Counts what the page passes, and kills the browser at the moment drawn. `saved` is what the page said, by id."""

    def __init__(self, phone: Phone) -> None:
        self.saved: dict[str, str] = {}
        self.met: list[str] = []
        self._phone = phone
        self._left = 0
        self._processes: list[int] = []

    def comes_while_filing(self, texts: list[str], after: int) -> None:
        """File these on the app that is open, and kill the browser at the moment of that number."""
        context = self._phone.context
        context.expose_binding("passes", lambda _source, name: self._passes(name))
        context.expose_binding("calledSaved", lambda _source, told: self.saved.update([told]))
        self._phone.asks(TELLS_OF_ITS_STORAGE)
        assert context.browser is not None
        told = context.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        # The browser itself first, so that it can mend nothing.
        self._processes = [one["id"] for one in sorted(told, key=lambda one: one["type"] != "browser")]
        self._left = after
        with context.expect_event("close"), pytest.raises(Error, match=r"closed|crashed"):
            self._phone.asks(FILES_A_SERIES, texts)

    def _passes(self, name: str) -> None:
        self._left -= 1
        if self._left == 0:
            self.met.append(name)
            for process in self._processes:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)


def test_a_browser_killed_while_filing_keeps_what_it_called_saved_and_sends_it_once(
    phone: Phone, school: School
) -> None:
    kills, chance = asked("BROWSER_KILLS", 3), random.Random(seed())
    death, unsaid = Death(phone), 0
    school.kill()
    for kill in range(kills):
        texts = [f"Report {number} before kill {kill}." for number in range(3 * MOST_REPORTS_BEFORE_A_KILL)]
        death.comes_while_filing(texts, chance.randint(1, MOMENTS_OF_A_REPORT * MOST_REPORTS_BEFORE_A_KILL))
        phone.opens_again()
        kept = kept_whole(phone)
        assert set(death.saved) <= set(kept), f"Called saved and not there (SEED={seed()}): {death.met}"
        # The one that the kill came upon may be kept and not said; no other.
        assert len(kept) - len(death.saved) <= unsaid + 1
        unsaid = len(kept) - len(death.saved)
    school.start()
    phone.goes_to("Outbox")
    phone.taps_button("Send now")
    phone.counts_in_its_outbox(0)

    lines = {line["id"]: line["body"]["what_happened"] for line in arrived(school, len(kept))}
    assert set(lines) == set(kept)
    assert len(set(lines.values())) == len(lines), "One text arrived as two reports."
    assert {id_: lines[id_] for id_ in death.saved} == death.saved
    school.proves_its_audit_log()


def kept_whole(phone: Phone) -> list[str]:
    """The ids in the outbox, once its numbers have no gap, every digest has its bytes, and no draft is of them."""
    rows = phone.keeps_in("outbox")
    envelopes, bodies = rows["envelope"], rows["body"]
    assert sorted(row["seq"] for row in envelopes) == list(range(1, len(envelopes) + 1))
    digests = sorted(hashlib.sha256(body.encode("latin-1")).hexdigest() for body in bodies)
    assert sorted(row["digest"] for row in envelopes) == digests
    ids = [row["id"] for row in envelopes]
    assert not {draft["id"] for draft in phone.keeps_in("drafts").get("draft", [])} & set(ids)
    return ids


def arrived(school: School, count: int) -> list[dict[str, Any]]:
    """What the school has, all of it opened, in as many lines as were kept."""
    lines = school.exports()
    assert [line["state"] for line in lines] == ["opened"] * count
    return lines
