"""What the browser tests stand on: one Playwright, a real school, a phone of its own profile, an office window."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser import chromium, walks
from tests.browser.chromium import Handset
from tests.browser.engines import ENGINES, AnyPhone, Engine, Machine
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.handed_on import HandedOn
from tests.browser.office import Office
from tests.browser.one_way import Way, one_way
from tests.browser.phone import Phone
from tests.browser.school import School
from tests.browser.walks import Walk
from tests.browser.webkit import Display

TOLD = pytest.StashKey[list[str]]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say aloud what the browsers did by themselves."""
    for line in config.stash.get(TOLD, []):
        terminalreporter.write_line(line)


@pytest.fixture
def tells(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """`tells("…")` has a line said at the end of the run: what an engine did that no test may demand."""
    return pytestconfig.stash.setdefault(TOLD, []).append


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, started once."""
    expect.set_options(timeout=chromium.PATIENCE_MS)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for every window of the office."""
    with chromium.launch(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def copy_of_the_demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """A fresh copy of the demo school's folder at each call, for a file whose tests share one."""
    return lambda: Path(shutil.copytree(demo_folder, tmp_path_factory.mktemp("school") / "data"))


@pytest.fixture(scope="session")
def walked_phone(playwright: Playwright, copy_of_the_demo: Callable[[], Path]) -> Walk:
    """What was seen on a phone taken through every screen it has."""
    folder = copy_of_the_demo()
    with School(folder) as school:
        phone = Phone(Handset(playwright, folder.parent / "profile", window=False), school.url)
        walk = walks.through(phone, school)
        phone.handset.closes()
    return walk


@pytest.fixture
def school(data_folder: Path) -> Iterator[School]:
    """The demo school's server, running."""
    with School(data_folder) as school:
        yield school


@pytest.fixture
def proxy(school: School) -> Iterator[FaultyProxy]:
    """A proxy before the school that passes everything until told otherwise."""
    with FaultyProxy(school.port) as proxy:
        yield proxy


@pytest.fixture(scope="session")
def handed_on(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HandedOn]:
    """The browsers that go from test to test."""
    browsers = HandedOn(playwright, tmp_path_factory.mktemp("handed on"))
    yield browsers
    browsers.closes()


@pytest.fixture
def new_handset(handed_on: HandedOn, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Phone]]:
    """`new_handset(url)` is a phone that was never opened; what its pages complained of fails the test at the end.

    A test marked `window` gets a whole browser.
    """
    phones: list[Phone] = []
    window = request.node.get_closest_marker("window") is not None

    def make(url: str) -> Phone:
        phones.append(handed_on.takes(url, window=window))
        phones[-1].keeps_the_app()
        return phones[-1]

    yield make
    for phone in phones:
        handed_on.gives_back(phone)
        assert phone.complaints == []


@pytest.fixture
def phone(new_handset: Callable[[str], Phone], school: School) -> Phone:
    """Phone 3, set up with the school itself."""
    phone = new_handset(school.url)
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    return phone


@pytest.fixture
def proxied_phone(new_handset: Callable[[str], Phone], school: School, proxy: FaultyProxy) -> Phone:
    """Phone 3, set up through the proxy, which now may break."""
    phone = new_handset(proxy.url)
    phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    return phone


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    """One screen for every WebKit."""
    with Display() as display:
        yield display


@pytest.fixture(scope="session", params=ENGINES, ids=str)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each of the three engines in turn."""
    engine: Engine = request.param
    return engine


@pytest.fixture(scope="session")
def shared_profile(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the browser of `shared_phone` keeps on disk."""
    return tmp_path_factory.mktemp(str(engine)) / "profile"


@pytest.fixture(scope="session")
def shared_phone(
    engine: Engine, playwright: Playwright, request: pytest.FixtureRequest, shared_profile: Path
) -> Iterator[AnyPhone]:
    """A browser of each engine, started once: a test moves it to a school, and so to an origin, of its own."""
    machine = Machine(playwright, lambda: request.getfixturevalue("display"))
    phone = engine.takes_up(machine, shared_profile, "about:blank")
    yield phone
    phone.closes()


@pytest.fixture
def any_phone(shared_phone: AnyPhone, school: School) -> Iterator[AnyPhone]:
    """Phone 3 in each of the three engines, set up with the school itself."""
    shared_phone.moves_to(school.url)
    shared_phone.keeps_the_app()
    shared_phone.is_set_up_with(school.makes_a_code_for("Phone 3"))
    yield shared_phone
    shared_phone.complained_of_nothing()


@pytest.fixture(scope="module")
def shared_way(
    playwright: Playwright, copy_of_the_demo: Callable[[], Path], request: pytest.FixtureRequest
) -> Iterator[Way]:
    """One phone, one proxy and one school for a whole file; a whole browser where the file is marked `window`."""
    window = request.node.get_closest_marker("window") is not None
    with one_way(playwright, copy_of_the_demo(), window=window) as way:
        yield way


@pytest.fixture
def way(shared_way: Way) -> Way:
    """The same in good order, and nothing waiting."""
    return shared_way.begins()


@pytest.fixture
def office(browser: Browser, school: School) -> Iterator[Office]:
    """A window in the office, nobody signed in."""
    office = Office(browser, school)
    yield office
    office.context.close()
