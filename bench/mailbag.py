"""A minute of letters, fifty a second, each from another network, while readers read: what is kept, and how long readers wait."""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from bench.inside import Inside
from bench.machine import CLIENT_CORE, said
from bench.papers import bring
from bench.servers import HOST, paper
from bench.table import Row

LETTERS_A_SECOND, READS_A_SECOND = 50, 200
WINDOWS = 3
PATIENCE = 30
WORDS = [
    "ferry",
    "bridge",
    "council",
    "river",
    "school",
    "budget",
    "mayor",
    "street",
    "water",
    "winter",
    "road",
    "vote",
    "town",
    "county",
    "farm",
    "mill",
    "clock",
    "library",
    "the",
    "a",
    "of",
    "and",
    "to",
    "in",
    "that",
    "it",
    "is",
    "was",
    "for",
    "on",
    "with",
    "as",
    "at",
    "by",
    "this",
    "we",
    "our",
    "they",
    "not",
    "but",
    "or",
    "from",
    "have",
    "has",
]


@dataclass
class Minute:
    """What came of it: statuses of letters, and milliseconds that readers waited, in windows of time."""

    statuses: "Counter[int]" = field(default_factory=Counter)
    waits: list[list[float]] = field(default_factory=list)


def letter_rows(folder: Path, stories: int, *, quick: bool) -> list[Row]:
    """Return the rows of a minute of letters."""
    home = bring(folder / f"paper-{stories}", stories)
    seconds = 5 if quick else 20
    headline = f"Letter of {time.time():.0f}"
    with (
        Inside(home) as inside,
        paper(home) as served,
        said("Sending letters"),
        on_core(CLIENT_CORE),
    ):
        path = inside.ask("newest_story")
        passes = inside.ask("give_passes", count=LETTERS_A_SECOND * seconds * WINDOWS)
        quiet, busy = asyncio.run(both(served.port, path, headline, passes, seconds))
        kept = inside.ask("count_letters", headline=headline)
    sent, taken = len(passes), busy.statuses[302]
    polite = busy.statuses[429] + busy.statuses[503]
    assert kept == taken, f"{taken} letters were taken and {kept} are kept"
    assert taken + polite == sent, dict(busy.statuses)
    pairs = list(zip(busy.waits, quiet.waits, strict=True))
    slowest = [max(quantiles(window, n=100)[98] for window in one.waits) for one in (busy, quiet)]
    return [
        Row(
            f"readers' wait while {LETTERS_A_SECOND} letters a second come in",
            f"{median(median(window) for window in busy.waits):.2f} ms",
            f"{median(median(window) for window in quiet.waits):.2f} ms without",
            [median(mine) / median(other) for mine, other in pairs],
            notes=[
                f"{sent:,} letters in {seconds * WINDOWS} s, each from another network: {taken:,} taken, {polite:,} politely "
                f"refused, {kept:,} kept, none lost; {READS_A_SECOND} reads a second of a story's page meanwhile, 99 of 100 "
                f"within {slowest[0]:.1f} ms, {slowest[1]:.1f} ms without; server and worker on one core, SQLite."
            ],
        )
    ]


@contextmanager
def on_core(core: str) -> Iterator[None]:
    """Let this process run on one core, where it takes nothing from the server."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {int(core)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


async def both(
    port: int, path: str, headline: str, passes: list[str], seconds: int
) -> tuple[Minute, Minute]:
    """Let readers read in quiet, and then while letters come in."""
    quiet, busy = Minute(), Minute()
    await read(port, path, seconds)
    for _window in range(WINDOWS):
        quiet.waits.append(await read(port, path, seconds))
    count = LETTERS_A_SECOND * seconds
    for window in range(WINDOWS):
        some = passes[window * count : (window + 1) * count]
        first = window * count
        sending = asyncio.create_task(send(port, headline, some, first, busy.statuses))
        busy.waits.append(await read(port, path, seconds))
        await sending
    return quiet, busy


async def paced(count: int, a_second: int, act: Callable[[int], Awaitable[None]]) -> None:
    """Begin something so many times a second, whether or not the last one has ended."""
    began = time.perf_counter()
    begun: list[asyncio.Task[None]] = []
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number / a_second - time.perf_counter()))
        begun.append(asyncio.create_task(act(number)))  # type: ignore[arg-type]
    await asyncio.gather(*begun)


async def read(port: int, path: str, seconds: int) -> list[float]:
    """Read a page again and again, over connections that stay open; return each wait in milliseconds."""
    waits: list[float] = []
    lines: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _line in range(16):
        lines.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    asked = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n\r\n".encode()

    async def read_one(_number: int) -> None:
        began = time.perf_counter()
        line = await lines.get()
        line[1].write(asked)
        assert await answer_on(line[0]) == 200
        waits.append((time.perf_counter() - began) * 1000)
        lines.put_nowait(line)

    await paced(READS_A_SECOND * seconds, READS_A_SECOND, read_one)
    while not lines.empty():
        lines.get_nowait()[1].close()
    return waits


async def send(
    port: int, headline: str, passes: list[str], first: int, statuses: "Counter[int]"
) -> None:
    """Send letters as browsers without scripts do, each from a network of its own; count what is answered."""

    async def send_one(number: int) -> None:
        body = urlencode(letter(f"{headline}, number {first + number}", passes[number])).encode()
        head = (
            f"POST /letters/ HTTP/1.1\r\nHost: {HOST}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        block = first + number + 256
        here = (f"127.{block // 256 % 250 + 1}.{block % 256}.7", 0)
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=here)
        writer.write(head.encode() + body)
        statuses[await asyncio.wait_for(answer_on(reader), PATIENCE)] += 1
        writer.close()

    await paced(len(passes), LETTERS_A_SECOND, send_one)


def letter(headline: str, given: str) -> dict[str, str]:
    text = " ".join(random.choices(WORDS, k=180))
    return {
        "kind": "letter",
        "headline": headline,
        "text": text,
        "name": "Nell Roe",
        "town": "Larkmere",
        "street": "12 Alder Street",
        "phone": "715 555 0134",
        "email": f"nell{random.random()}@example.org",
        "own_words": "on",
        "only_here": "on",
        "read-over": given,
    }


async def answer_on(reader: asyncio.StreamReader) -> int:
    """Read one answer to its end; return its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = head.partition("content-length:")[2].partition("\r\n")[0].strip()
    if length:
        await reader.readexactly(int(length))
    return int(head.split(" ", 2)[1])
