"""Printing the test town's paper, and reading it as a reader does: from the shelf first, Django behind it."""

import json
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.test import Client

from broadsheet.press import log
from broadsheet.press.first_request import print_first, print_late, print_notices, write_hosts
from broadsheet.press.serving import PrintedFirst, Printer
from broadsheet.press.shelf import Shelf


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """A paper's folder for one test: media and shelf are kept in it."""
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


@pytest.fixture
def shelf(home: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """An empty shelf of this test's own."""
    settings.SHELF = home / "shelf" / "shelf.sqlite3"
    monkeypatch.setattr(log, "_shelf", None)
    shelf = log.this_shelf()
    yield shelf
    shelf.close()


class Press(NamedTuple):
    """The press of one test. A change is printed when the test says so: its transaction is never committed."""

    shelf: Shelf
    log: ModuleType = log

    def print_all(self) -> int:
        """Print all that has changed, nothing left for the worker; return how many parts and sheets."""
        return log.catch_up(everything=True)

    def print_notices(self) -> None:
        """Print what says that a page is missing, over, or out of order: else they are printed at the first that is."""
        print_notices()

    def has(self, address: str) -> bool:
        """Say whether an address, such as `localhost/contact/`, stands on the shelf."""
        return self.shelf.has(address)


@pytest.fixture
def press(shelf: Shelf, db: None) -> Press:
    press = Press(shelf)
    # A new shelf begins at the log's end.
    press.print_all()
    return press


class Answer(NamedTuple):
    """What a reader was answered. `is_printed` says that it came from the shelf."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_printed: bool

    @property
    def text(self) -> str:
        return self.body.decode()


def json_ld(page: Any, kind: str = "NewsArticle") -> dict[str, Any]:
    """Return what a page says in JSON-LD of one kind of thing: of a story, its paper, its site.

    Args:
        page: HTML, or what BeautifulSoup made of it.
    """
    soup = BeautifulSoup(page, "html.parser") if isinstance(page, str) else page
    scripts = soup.find_all("script", type="application/ld+json")
    [found] = [
        thing for one in scripts if (thing := json.loads(one.string))["@type"].endswith(kind)
    ]
    return found


class InThisThread(PrintedFirst):
    """The server's first word, printing where it is asked for, so that it sees the test's own uncommitted records."""

    async def ask_printer(self, address: str, printer: Printer | None = None) -> int:
        status = 500
        try:
            status = (printer or self.printer)(address)
        finally:
            # A server has its notices ready beforehand; a test, when it comes to one.
            if status >= 400:
                print_notices()
                self.reader.look_now()
        return status


@pytest.fixture
def read(press: Press) -> Callable[..., Answer]:
    """Return a function that reads as a reader does: `read("/contact/", host=…, accept_encoding="gzip")`."""
    fell_through: list[bool] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        fell_through.append(True)

    app = InThisThread(
        behind,
        django_settings.SHELF,
        print_first,
        lambda host: host in ("localhost", "testserver"),
        print_late,
    )
    # No event loop runs here: the shelf is looked at for each page.
    app.reader.later = None

    def read_page(
        path: str, *, host: str = "localhost", method: str = "GET", **headers: str
    ) -> Answer:
        if not app.reader.hosts:
            write_hosts()
        # The server looks at the shelf every few milliseconds; a test does not wait for it.
        app.reader.look_now()
        fell_through.clear()
        named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        sent: list[Any] = []
        run_here(app(scope_of(path, host, method, named), nothing_more, keep_in(sent)))
        if fell_through:
            return from_django(path, host, method, named)
        start = sent[0]
        got = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
        return Answer(start["status"], got, b"".join(one["body"] for one in sent[1:]), True)

    return read_page


def from_django(path: str, host: str, method: str, headers: dict[str, str]) -> Answer:
    response = Client(headers=headers).generic(method, path, HTTP_HOST=host)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    got = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status_code, got, body, False)


def scope_of(path: str, host: str, method: str, headers: dict[str, str]) -> dict[str, Any]:
    parts = urlsplit(path)
    raw = {"host": host, **headers}
    return {
        "type": "http",
        "method": method,
        "path": parts.path,
        "query_string": parts.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in raw.items()],
    }


async def nothing_more() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


def keep_in(sent: list[Any]) -> Callable[[Any], Awaitable[None]]:
    async def keep(message: Any) -> None:
        sent.append(message)

    return keep


def run_here(work: Coroutine[Any, Any, None]) -> None:
    """Run it to its end without an event loop: inside one, Django would give it another connection."""
    try:
        work.send(None)
    except StopIteration:
        return
    raise AssertionError("what answers a reader waited for something")
