"""Gifts by card: how fast the processor's deliveries are answered, how fast the books are compared, how heavy the form is."""

import gzip
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

from bench.inside import Inside
from bench.machine import ROOT, SERVER_CORE, pinned, said
from bench.papers import bring
from bench.servers import HOST, get, paper
from bench.table import Row
from broadsheet.devtools.paystub import Paystub, Rules
from broadsheet.lib.demo_mark import mark_as_demo

DELIVERIES_A_SECOND, WORKERS, WINDOWS = 20, 4, 3
ENTRIES = 10_000
WEBHOOK = "/support/stripe/"
HOPED_MS = 50
MOST_FORM_KILOBYTES = 30


def gift_rows(folder: Path, *, quick: bool) -> list[Row]:
    """Return the rows of gifts."""
    home = bring(folder / "paper-gifts", 200)
    with Inside(home) as inside, said("Reading the books"):
        unloaded = not inside.ask("has_loaded_stripe")
        rounds = [inside.ask("compare_books", entries=ENTRIES) for _run in range(5)]
    mark_as_demo(home)
    with (
        Paystub(delivering=False, rules=Rules(daily_payouts=False)) as stub,
        cards(stub),
        Inside(home) as inside,
        paper(home) as served,
        more_workers(home) as workers,
        said("Telling of gifts"),
    ):
        seconds = 5 if quick else 20
        pages = inside.ask("begin_gifts", count=DELIVERIES_A_SECOND * seconds * WINDOWS // 4)
        for page in pages:
            stub.pay(page)
        windows, statuses = tell(stub, served.port, seconds)
        followed = inside.ask("wait_until_followed")
        weight = form_weight(served.port)
    locked = sum("locked" in worker.said for worker in workers) + followed["locked"]
    return [
        webhook_row(windows, statuses, locked, followed),
        books_row(rounds),
        form_row(weight),
        Row(
            "a paper without gifts by card loads Stripe’s library",
            "no" if unloaded else "YES",
            figure=float(not unloaded),
            at_most=0,
        ),
    ]


# The webhook -------------------------------------------------------------------------------------------
@contextmanager
def cards(stub: Paystub) -> Iterator[None]:
    """Let papers that are started in here take gifts by card at the stand-in."""
    ours = {
        "STRIPE_KEY": stub.api_key,
        "STRIPE_WEBHOOK_SECRETS": stub.webhook_secret,
        "STRIPE_API_BASE": stub.address,
    }
    os.environ.update(ours)
    try:
        yield
    finally:
        for name in ours:
            del os.environ[name]


class Worker:
    """One more worker of the paper."""

    def __init__(self, home: Path) -> None:
        words = [sys.executable, "-m", "broadsheet.cli", "work", "--home", str(home)]
        self.said = ""
        self.process = subprocess.Popen(
            pinned(SERVER_CORE, *words),
            cwd=ROOT,
            env={**os.environ, "ADDRESS": f"http://{HOST}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.listener = threading.Thread(target=self.listen, daemon=True)
        self.listener.start()

    def listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said += line

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)
        self.listener.join(5)


@contextmanager
def more_workers(home: Path) -> Iterator[list[Worker]]:
    """Let so many workers follow what is told as are asked for, the paper's own among them."""
    workers = [Worker(home) for _one in range(WORKERS - 1)]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.stop()


def tell(
    stub: Paystub, port: int, seconds: int
) -> tuple[list[tuple[list[float], list[float]]], "Counter[int]"]:
    """Deliver so many a second; beside each one ask a view that does nothing. Return milliseconds of both, in windows."""
    events = iter(stub.events)
    statuses: Counter[int] = Counter()
    windows = []
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    for _window in range(WINDOWS):
        ours: list[float] = []
        empty: list[float] = []
        began = time.monotonic()
        for number in range(DELIVERIES_A_SECOND * seconds):
            body = next(events).body
            head = {"Content-Type": "application/json", "Stripe-Signature": stub.signature(body)}
            statuses[ask(line, "POST", body, head, ours)] += 1
            # The same address asked in a way that it does not answer: all of the program but its work.
            ask(line, "GET", None, {}, empty)
            wait = began + (number + 1) / DELIVERIES_A_SECOND - time.monotonic()
            time.sleep(max(0, wait))
        windows.append((ours, empty))
    line.close()
    return windows, statuses


def ask(
    line: HTTPConnection, method: str, body: bytes | None, head: dict[str, str], times: list[float]
) -> int:
    began = time.perf_counter()
    line.request(method, WEBHOOK, body, {"Host": HOST, **head})
    answer = line.getresponse()
    answer.read()
    times.append((time.perf_counter() - began) * 1000)
    return answer.status


def slow(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[18]


def webhook_row(
    windows: list[tuple[list[float], list[float]]],
    statuses: "Counter[int]",
    locked: int,
    followed: dict[str, Any],
) -> Row:
    ours = [slow(mine) for mine, _empty in windows]
    empty = [slow(other) for _mine, other in windows]
    told = sum(statuses.values())
    return Row(
        f"webhook at {DELIVERIES_A_SECOND} a second, {WORKERS} workers, SQLite: 95 of 100 within",
        f"{median(ours):.1f} ms",
        f"{median(empty):.1f} ms a view that does nothing",
        [mine / other for mine, other in zip(ours, empty, strict=True)],
        notes=[
            f"{told:,} deliveries, {statuses[200]:,} answered with 200, {locked} errors of a locked database (to be: 0); "
            f"hoped for: {HOPED_MS} ms; all followed {followed['seconds']:.0f} s after the last: {followed['paid']:,} gifts, "
            f"{followed['undone']} left undone; the server and all workers on one core."
        ],
    )


# The books ---------------------------------------------------------------------------------------------
def books_row(rounds: list[dict[str, float]]) -> Row:
    return Row(
        f"{ENTRIES:,} entries compared with the processor’s lines",
        f"{median(one['compared'] for one in rounds):.2f} s",
        f"{median(one['read'] for one in rounds):.2f} s to read them",
        [one["compared"] / one["read"] for one in rounds],
        notes=[
            "in turn in one process, the lines at hand; an entry is read as the program reads it."
        ],
    )


# The form ----------------------------------------------------------------------------------------------
def form_weight(port: int) -> dict[str, int]:
    """Return the bytes of the page for gifts and of what it alone loads, as they are sent and as they are."""
    page, others = fetched(port, "/support/"), fetched(port, "/")
    files = loaded_by(page) - loaded_by(others)
    contents = [page, *(fetched(port, one) for one in sorted(files))]
    return {
        "sent": sum(len(gzip.compress(one, 6)) for one in contents),
        "whole": sum(map(len, contents)),
        "files": len(files),
    }


def fetched(port: int, path: str) -> bytes:
    answer, body = get(port, path)
    return gzip.decompress(body) if answer.getheader("Content-Encoding") == "gzip" else body


def loaded_by(page: bytes) -> set[str]:
    return set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page.decode()))


def form_row(weight: dict[str, int]) -> Row:
    kilobytes = weight["sent"] / 1000
    return Row(
        "the page for gifts, over the site’s own styles",
        f"{kilobytes:.1f} kB",
        figure=kilobytes,
        at_most=MOST_FORM_KILOBYTES,
        unit=" kB",
        notes=[
            f"its HTML and {weight['files']} files that the front does not load, as they are sent; {weight['whole'] / 1000:.1f} kB "
            "unpacked. Without scripts: the form, the page on which it is read over, the page that leads on: three steps."
        ],
    )


# Inside the process that holds the paper ---------------------------------------------------------------
def has_loaded_stripe() -> bool:
    """Say whether the processor's library is there once all that serves and works has been loaded."""
    import broadsheet.asgi
    import broadsheet.urls  # noqa: F401

    return "stripe" in sys.modules


def begin_gifts(count: int) -> list[str]:
    """Begin gifts by card; return the names of the pages on which they are paid."""
    from broadsheet.donations.card.starting import start
    from broadsheet.donations.tests.card.at_the_processor import a_card_gift, session_of

    return [session_of(start(a_card_gift(1_000 + number))) for number in range(count)]


def wait_until_followed() -> dict[str, float]:
    """Wait until every delivery has been followed; return how long that took, and what came of it."""
    from broadsheet.donations.models import Payment, ProviderEvent

    began = time.monotonic()
    waiting = ProviderEvent.objects.filter(state__in=("new", "again"))
    while waiting.exists() and time.monotonic() - began < 120:
        time.sleep(0.5)
    return {
        "seconds": time.monotonic() - began,
        "paid": Payment.objects.filter(
            provider="stripe", state="paid", ref__startswith="pi_"
        ).count(),
        "undone": ProviderEvent.objects.filter(state__in=("new", "again", "dead")).count(),
        "locked": ProviderEvent.objects.filter(trouble__contains="ock").count(),
    }


def compare_books(entries: int) -> dict[str, float]:
    """Return seconds that it takes to read so many entries, and to compare them with lines of the processor."""
    from broadsheet.donations.card.account_lines import Line, differences
    from broadsheet.donations.models import Entry

    books = Entry.objects.filter(provider="stripe", account="acct_bench")
    if books.count() < entries:
        make_books(entries)
    began = time.perf_counter()
    read = list(books)
    middle = time.perf_counter()
    lines = [Line(one.ref, "charge", one.amount, one.occurred_at) for one in read]
    ready = time.perf_counter()
    assert differences(lines, "acct_bench") == []
    return {"read": middle - began, "compared": time.perf_counter() - ready}


def make_books(entries: int) -> None:
    from django.utils import timezone

    from broadsheet.donations.models import Entry, Payment
    from broadsheet.donations.tests.card.at_the_processor import a_card_gift

    gift = a_card_gift(entries * 100)
    payment = Payment.objects.create(
        gift=gift,
        provider="stripe",
        account="acct_bench",
        ref="bench",
        method="card",
        state="coming",
        amount_minor=gift.amount_minor,
        currency="USD",
    )
    now = timezone.now()
    Entry.objects.bulk_create(
        Entry(
            site=gift.site,
            provider="stripe",
            account="acct_bench",
            ref=f"txn_{number}",
            kind=Entry.Kind.GIFT,
            gift=gift,
            payment=payment,
            amount_minor=100,
            currency="USD",
            occurred_at=now,
            day=now.date(),
            is_test=True,
        )
        for number in range(entries)
    )


ACTS: dict[str, Any] = {
    "has_loaded_stripe": has_loaded_stripe,
    "begin_gifts": begin_gifts,
    "wait_until_followed": wait_until_followed,
    "compare_books": compare_books,
}
