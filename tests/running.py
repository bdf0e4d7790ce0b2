"""The program as its user starts it, and a browser before it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.tools import MissingToolError, built, chromium

# The first start makes the database and loads the demo; on a busy machine with two cores it takes its time.
START_SECONDS = 180
STOP_SECONDS = 30
LOOK_SECONDS = 20
expect.set_options(timeout=LOOK_SECONDS * 1000)
# What the tests' own process was told, which the program must not hear.
OURS = ("BROADSHEET_HOME", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "SECRET_KEY")
ROOT = Path(__file__).parent.parent


class RunningPaper:
    """A paper that is served by the real program, started in an empty folder as its user would start it."""

    def __init__(
        self, folder: Path, *options: str, python: str = sys.executable, **environment: str
    ) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.folder = folder
        self.home = folder / "paper"
        # Everything that the program has said so far, line by line.
        self.lines: list[str] = []
        # The first editor's cookies, once she has signed in (`desk.sign_in_first`).
        self.first_session: list[Any] = []
        # The same addresses in every year to come.
        environment.setdefault("DEMO_NOW", "2026-11-22T18:00:00+00:00")
        inherited = {name: value for name, value in os.environ.items() if name not in OURS}
        self._command = [python, "-m", "broadsheet.cli"]
        self._environment = {"PYTHONPATH": str(ROOT), **inherited, **environment}
        if "--demo" in options and python == sys.executable and "DATABASE_URL" not in environment:
            # A paper's very first start is shown by others, in empty folders.
            self.home.mkdir()
            shutil.copy(built.bring(), self.home / "paper.sqlite3")
        self.process = subprocess.Popen(
            [*self._command, "run", "--port", str(self.port), *options],
            cwd=folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(self.process.stdout)

    @property
    def output(self) -> str:
        """Everything that the program has said so far."""
        return "".join(self.lines)

    @property
    def password(self) -> str:
        """The password that was printed at the first run, and only then."""
        found = re.search(r"^Your password: (\S+)$", self.output, re.MULTILINE)
        assert found, self.output
        return found[1]

    @property
    def name(self) -> str:
        found = re.search(r"^Your name: (\S+)$", self.output, re.MULTILINE)
        assert found, self.output
        return found[1]

    def wait(self) -> "RunningPaper":
        """Wait until it answers readers."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            assert self.process.poll() is None, f"The program ended:\n{self.output}"
            try:
                with urlopen(self.address + "/", timeout=5):
                    return self
            except HTTPError:
                return self
            except (URLError, OSError):
                time.sleep(0.2)
        raise AssertionError(f"The program does not answer:\n{self.output}")

    def read(self, path: str) -> str:
        """Return the page at a path, as a reader without a browser gets it."""
        with urlopen(self.address + path, timeout=30) as answer:
            return answer.read().decode()

    def shell(self, words: str) -> str:
        """Do something inside the paper while it runs, as its owner would with `broadsheet manage shell`."""
        done = subprocess.run(
            [*self._command, "manage", "shell", "-c", words],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self) -> int:
        """Press Ctrl-C, and return the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._listener.join(5)
        return self.process.returncode


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


@pytest.fixture(scope="session")
def running_paper(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[RunningPaper]:
    """The demo paper, started once for all tests, on the database that the tests run on."""
    environment = {}
    if request.config.getoption("--database") == "postgresql":
        environment["DATABASE_URL"] = new_database("journeys")
    paper = RunningPaper(tmp_path_factory.mktemp("running"), "--demo", **environment)
    try:
        yield paper.wait()
    finally:
        paper.stop()


def new_database(name: str) -> str:
    """Make an empty database beside the tests' own, and return its address."""
    import psycopg

    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return re.sub(r"/[^/?]*(?=\?|$)", f"/{name}", server, count=1)


# The browser --------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. For one module: while it runs, Django would refuse this thread its database."""
    with sync_playwright() as playwright:
        try:
            browser = chromium.launch(playwright.chromium)
        except MissingToolError as error:
            missing(str(error))
        yield browser
        browser.close()


def missing(sentence: str) -> NoReturn:
    """Leave a test out for want of a tool, aloud; before a change is taken, nothing is left out."""
    if os.environ.get("CI") == "true":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(f"NOT TESTED: {sentence}")


@pytest.fixture
def open_window(browser: Browser, running_paper: RunningPaper) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a browser window: `open_window(width=360, dark=True, scripts=False)`.

    No window of a test may ask any host but the paper's own.
    """
    contexts: list[BrowserContext] = []
    foreign: list[str] = []

    def open_one(
        *,
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        scripts: bool = True,
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            base_url=running_paper.address,
            **more,
        )
        context.set_default_timeout(LOOK_SECONDS * 1000)
        contexts.append(context)
        watch(context, running_paper.address, foreign)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert foreign == [], "the page asked another host"


def watch(listened: BrowserContext | Page, address: str, foreign: list[str]) -> None:
    """Note each request that goes to another host than the paper's."""

    def hear(asked: Any) -> None:
        if not asked.url.startswith((address + "/", "data:", "blob:", "about:")):
            foreign.append(asked.url)

    listened.on("request", hear)


@contextmanager
def asks_no_other_host(page: Page, address: str) -> Iterator[list[str]]:
    """Hear every request that a page makes in here; in the end, none may have gone to another host."""
    foreign: list[str] = []
    heard: list[str] = []
    page.on("request", lambda asked: heard.append(asked.url))
    watch(page, address, foreign)
    yield heard
    assert heard
    assert foreign == [], "the page asked another host"
