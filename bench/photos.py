"""A photo of 12 megapixels until it is kept, at a fourth of the processor; and two hundred of them on one phone."""

from __future__ import annotations

from playwright.sync_api import Playwright, sync_playwright

from bench import handset, records
from bench.lines import Line, Run, Section, at_least, at_most
from bench.spread import Spread
from bench.targets.bare import Bare

# What a school's handset takes: 12 megapixels.
SIZE = (4000, 3000)
SHOTS = 5
MANY = 200
NOTE = (
    f"A JPEG of {SIZE[0]} × {SIZE[1]}, as a handset's own camera hands it over, until it is drawn anew, sealed and "
    f"queued with its record: the median of {SHOTS} shots a round. Throttling slows the page's script; the browser's "
    f"own decoding and ciphers run beside it. Then {MANY} of them on one page, which must live through it."
)


def measure(run: Run) -> list[Section]:
    """A new profile in every round; the two hundred on one of their own."""
    server = Bare("frames")
    server.start(run.folder / "photos", {})
    address = f"http://127.0.0.1:{server.port}/"
    try:
        with sync_playwright() as playwright:
            took = [_round(run, playwright, address, number) for number in range(run.rounds)]
            run.say(f"photos: {MANY} on one phone")
            many = _many(run, playwright, address)
    finally:
        server.stop()
    ms, kept, size = Spread.of(took), Spread.of([many["photos"]]), Spread.of([many["bytes"] / 1e6])
    lines = [
        Line("a 12-megapixel shot kept, ms", str(ms), "", ms, at_most(1500, " ms")),
        Line("photos waiting on one phone, opened anew", str(kept), "", kept, at_least(MANY, "")),
        Line("their bytes, MB", str(size), "", size),
    ]
    return [Section("Photos, 4× CPU", [NOTE], lines)]


def _round(run: Run, playwright: Playwright, address: str, number: int) -> float:
    run.say(f"photos: round {number + 1} of {run.rounds}")
    with handset.at(playwright, run.folder / f"photos-{number}", address) as page:
        page.evaluate("keys => bench.photos.knows(keys)", records.stranger().keys)
        handset.slowed(page)
        return Spread.of([page.evaluate("size => bench.photos.one(size)", SIZE)["ms"] for _ in range(SHOTS)]).median


def _many(run: Run, playwright: Playwright, address: str) -> dict[str, float]:
    """Taken on one page, which must live through it; counted by another, as somebody does who opens the app again."""
    profile = run.folder / "photos-many"
    with handset.at(playwright, profile, address) as page:
        page.evaluate("keys => bench.photos.knows(keys)", records.stranger().keys)
        page.evaluate("asked => bench.photos.many(asked)", [MANY, SIZE])
    with handset.at(playwright, profile, address) as page:
        found: dict[str, float] = page.evaluate("() => bench.photos.waiting()")
    return found
