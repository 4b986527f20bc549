"""Two tabs of the app on one phone, in which somebody files at the very same moment."""

from __future__ import annotations

from tests.browser.phone_words import PhoneWords

# Both tabs wait for one word, so that they file at the same moment. Whoever waits has heard themselves first: WebKit
# hands on between its processes, and a word that is said before a tab is known there is heard by nobody in it.
SAVE_AT_THE_WORD = """() => new Promise(ready => {
  const [channel, own] = [new BroadcastChannel("save now"), new BroadcastChannel("save now")];
  channel.onmessage = ({ data }) => {
    if (data === "listening") return ready(own.close());
    channel.close();
    document.querySelector("form").requestSubmit();
  };
  own.postMessage("listening");
})"""
SAY_THE_WORD = """() => {
  const channel = new BroadcastChannel("save now");
  channel.postMessage(0);
  channel.close();
}"""


def file_at_once(first: PhoneWords, second: PhoneWords, *, rounds: int) -> list[str]:
    """Report in both tabs at the same moment, as often as this. Returns what was written."""
    texts = []
    for turn in range(rounds):
        for name, tab in (("first", first), ("second", second)):
            texts.append(f"Report {turn} of the {name} tab.")
            tab.comes_to_the_front()
            tab.goes_to("Today")
            tab.begins_a_report(texts[-1])
        first.asks(SAVE_AT_THE_WORD)
        second.asks(SAVE_AT_THE_WORD)
        first.asks(SAY_THE_WORD)
        first.is_headed("Report saved")
        second.is_headed("Report saved")
    return texts
