"""The server's first word: what is printed is answered at once, anything else goes to Django."""

import asyncio
import logging
import re
import sqlite3
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

from broadsheet.doors.addresses import refusal_of_address
from broadsheet.lib.error_numbers import note_error
from broadsheet.press.out_of_order import numbered
from broadsheet.press.reading import Page, Reader, body_of

logger = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Printer = Callable[[str], int]
NOTHING_MORE = {"type": "http.response.body", "body": b""}
# What could not be printed at a reader's request is tried again after so long.
TRY_AGAIN_SECONDS = 5
MOST_TRIED = 1000
NEVER_PRINTED = (
    "/newsroom/",
    "/preview/",
    "/static/",
    "/media/",
    "/documents/",
    "/display.css",
    "/health/",
    "/tips/",
    "/!/",
)


class PrintedFirst:
    """An ASGI application: sheets from the shelf, Django behind them.

    Args:
        django: what answers everything that is not printed.
        shelf: the shelf's file.
        printer: prints the sheet at an address that is missing from the shelf, in a thread, and returns the status
            with which it may now be read; 0 if it is not printed at all. For an empty address it writes the list
            of papers.
        is_allowed: says whether a host name that is no paper's own is answered with the first paper's pages.
        late_printer: prints what the worker is late with on the page at an address, in a thread.
    """

    def __init__(
        self,
        django: App,
        shelf: Path,
        printer: Printer,
        is_allowed: Callable[[str], bool],
        late_printer: Printer | None = None,
    ) -> None:
        self.django = django
        self.reader = Reader(
            shelf, lambda seconds, act: asyncio.get_running_loop().call_later(seconds, act)
        )
        self.printer = printer
        self.is_allowed = is_allowed
        self.late_printer = late_printer
        self.tried_late: dict[str, float] = {}
        # Printing is done by one at a time anyway; the second thread lets a failure be told meanwhile.
        self.asked_for_papers = float("-inf")
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="press")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.django(scope, receive, send)
            return
        path = scope["path"]
        if path.startswith(NEVER_PRINTED) or path == "/tips":
            # Before anything else: what asks whether the paper is well must not wait for its database.
            await self.django(scope, receive, send)
            return
        asked = Asked(scope)
        try:
            if not self.reader.hosts:
                await self.find_papers()
            address = self.address_of(asked, path)
            page = self.reader.page(address) if address else None
            if page is not None and address and page.late_at <= time.time():
                page = await self.print_late(address, page)
            # Where no page can stand, none is looked for: the doors say so.
            if page is None and address and refusal_of_address(scope) is None:
                page = await self.print_missing(address, path)
        except (sqlite3.Error, OSError) as error:
            # A shelf that cannot be read keeps nobody from the paper: Django makes the page for this reader.
            note_error(error, "shelf")
            page = None
        if page is None:
            await self.django(scope, receive, send)
            return
        await answer(page, asked, send)

    def address_of(self, asked: "Asked", path: str) -> str | None:
        """Return under which address the shelf would have this page; None if it is not the press's to answer."""
        hosts = self.reader.hosts
        name = asked.host
        if not name:
            # The first paper has the empty name, and a request without a host asks for none (RFC 9112, 3.2).
            return None
        if name in hosts:
            return hosts[name] + path
        if "" in hosts and self.is_allowed(name):
            return hosts[""] + path
        return None

    async def print_missing(self, address: str, path: str) -> Page | None:
        """Print a page at its first reader's request."""
        try:
            status = await self.ask_printer(address)
        except Exception as error:  # noqa: BLE001 (the reader is told its number)
            return self.out_of_order(address, path, error)
        if not status:
            return None
        self.reader.look_now()
        return self.reader.notice(address, 404) if status == 404 else self.reader.page(address)

    def out_of_order(self, address: str, path: str, error: Exception) -> Page | None:
        """Return the page that says that something broke, with the number of the error."""
        # Django's table of routes is there by now, but not yet when this module is read.
        from broadsheet.press.asking import route_at

        number = note_error(error, route_at(path))
        notice = self.reader.notice(address, 500)
        return numbered(notice, number) if notice is not None else None

    async def print_late(self, address: str, page: Page) -> Page | None:
        """Print what the worker is late with, since a reader asks for it. If that fails, the old copy is better than none."""
        now = time.monotonic()
        if (
            self.late_printer is None
            or now - self.tried_late.get(address, float("-inf")) < TRY_AGAIN_SECONDS
        ):
            return page
        if len(self.tried_late) >= MOST_TRIED:
            self.tried_late.clear()
        self.tried_late[address] = now
        try:
            await self.ask_printer(address, self.late_printer)
        except Exception:
            logger.exception("What the worker is late with could not be printed")
            return page
        self.reader.look_now()
        return self.reader.page(address)

    async def find_papers(self) -> None:
        """Have the list of papers written on a new shelf; at most once a second."""
        self.reader.look_now()
        now = time.monotonic()
        if self.reader.hosts or now - self.asked_for_papers < 1:
            return
        self.asked_for_papers = now
        try:
            await self.ask_printer("")
        except Exception:
            logger.exception("The shelf has no list of papers")
        self.reader.look_now()

    async def ask_printer(self, address: str, printer: Printer | None = None) -> int:
        """Print in a thread, so that other readers need not wait."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, printer or self.printer, address)


class Asked:
    """What of a reader's request matters to the press: nothing that tells who is asking."""

    __slots__ = ("gzip", "host", "if_none_match", "is_head")

    def __init__(self, scope: Scope) -> None:
        self.gzip = False
        self.host = ""
        self.if_none_match = b""
        self.is_head = scope["method"] == "HEAD"
        for name, value in scope["headers"]:
            if name == b"host":
                # Twice is an error (RFC 9112, 3.2), and no paper has the two names together.
                self.host = f"{self.host},{host_name(value)}" if self.host else host_name(value)
            elif name == b"accept-encoding":
                self.gzip = takes_gzip(value)
            elif name == b"if-none-match":
                self.if_none_match = value


@lru_cache(256)
def host_name(header: bytes) -> str:
    """Return the host name in a Host header, in small letters, without its port.

    >>> host_name(b"Ledger.Example:8000"), host_name(b"[::1]:8000")
    ('ledger.example', '[::1]')
    """
    return re.sub(r":\d*$", "", header.decode("latin-1")).lower()


@lru_cache(256)
def takes_gzip(header: bytes) -> bool:
    """Say whether a reader takes gzip (RFC 9110, 12.5.3).

    >>> takes_gzip(b"gzip, br"), takes_gzip(b"br"), takes_gzip(b"gzip;q=0"), takes_gzip(b"*")
    (True, False, False, True)
    """
    if header == b"gzip" or header.startswith(b"gzip,"):
        return True
    qualities: dict[bytes, bool] = {}
    for choice in header.lower().split(b","):
        name, _, quality = choice.partition(b";")
        qualities[name.strip()] = not re.fullmatch(rb"\s*q\s*=\s*0(\.0*)?\s*", quality)
    return qualities.get(b"gzip", qualities.get(b"x-gzip", qualities.get(b"*", False)))


def matches(if_none_match: bytes, etag: bytes) -> bool:
    """Say whether a reader already has this page (RFC 9110, 13.1.2: weak comparison).

    >>> matches(b'W/"a", "b"', b'"b"'), matches(b"*", b'"b"'), matches(b'"c"', b'"b"')
    (True, True, False)
    """
    if if_none_match.strip() == b"*":
        return True
    return etag in [one.strip().removeprefix(b"W/") for one in if_none_match.split(b",")]


async def answer(page: Page, asked: Asked, send: Send) -> None:
    """Send a page, or only its head, or 304 if the reader has it."""
    # One entity tag for each encoding: a cache must not take one for the other (RFC 9110, 8.8.3.3).
    etag = page.etag if asked.gzip else page.etag[:-1] + b'-i"'
    if asked.if_none_match and page.status == 200 and matches(asked.if_none_match, etag):
        await send(
            {
                "type": "http.response.start",
                "status": 304,
                "headers": [*page.headers, (b"etag", etag)],
            }
        )
        await send(NOTHING_MORE)
        return
    if asked.gzip:
        body, headers = page.gzipped, page.gzip_headers
    else:
        body = body_of(page, gzip=False)
        headers = [
            *page.headers,
            (b"etag", etag),
            (b"content-length", str(len(body)).encode()),
        ]
    await send({"type": "http.response.start", "status": page.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if asked.is_head else body})
