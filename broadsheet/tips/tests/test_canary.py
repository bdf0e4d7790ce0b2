"""What is told in confidence is on no disk in a form that can be read, and nothing tells who told it or when."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyrage
import pytest

from broadsheet.tips.backup import mirror
from broadsheet.tips.container import File, pack
from broadsheet.tips.days import midnight, today
from broadsheet.tips.tests.newsrooms import Newsroom, times_shown
from broadsheet.tips.tests.plain_sources import BORDER, TYPE, PlainSource, answer, form, opened
from broadsheet.tips.tests.sources import Line, Source, running
from broadsheet.tips.threads import find

TEXT = "The canary of Larkmere sings at midnight."
NAME = "canary-of-larkmere.txt"
AGENT = "CanaryBrowser/7.0"
ADDRESS = "203.0.113.77"
WHO = {
    "User-Agent": AGENT,
    "X-Forwarded-For": ADDRESS,
    "Cookie": "session=canary-cookie",
    "Referer": "https://canary-referrer.example/",
    "Accept-Language": "canary-language",
}
TOLD = [TEXT, NAME, AGENT, ADDRESS, "canary-cookie", "canary-referrer", "canary-language"]
LARGE_BYTES = 50 * 1024 * 1024
# Beside what the program has anyway: pieces on their way, and what the C library keeps of them.
MOST_GROWTH_KB = 48 * 1024


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(tmp_path)
    newsroom.open_line()
    return newsroom


@pytest.fixture
def line(newsroom: Newsroom) -> Iterator[Line]:
    with running(newsroom.box.folder.parent) as line:
        asks = line.ask
        line.ask = lambda method, path, body=None, headers=None: asks(  # type: ignore[method-assign]
            method, path, body, {**WHO, **(headers or {})}
        )
        yield line


def found_in(home: Path, *told: str) -> list[tuple[str, str]]:
    """Return what is found of words in any file below a folder: with the paper's own log, and its temporary files."""
    return [
        (word, path.name)
        for path in home.rglob("*")
        if path.is_file()
        for word in told
        if word.encode() in path.read_bytes()
    ]


def test_t01_nothing_of_a_tip_with_scripts_is_found(newsroom: Newsroom, line: Line):
    source = Source(line)
    head = {
        "v": 1,
        "kind": "tip",
        "newsroom": "",
        "thread": source.thread,
        "epoch": 1,
        "text": TEXT,
        "reply": source.reply,
        "way": "script",
        "proof": "",
    }
    packed = pack(head, (File(NAME, "text/plain", TEXT.encode() * 100),))
    recipients = [reader.identity.to_public() for reader in newsroom.readers]
    assert TEXT.encode() in packed

    token = source.send(pyrage.encrypt(packed, recipients))
    source.thread_told()

    home = newsroom.box.folder.parent
    assert found_in(home, *TOLD, token, source.key_told) == []
    assert found_in(home, source.thread) == [(source.thread, "tips.sqlite3")]
    copy = copied(newsroom)
    assert found_in(copy, *TOLD, token, source.key_told) == []
    assert found_in(copy, source.thread) == [(source.thread, "tips.sqlite3")]
    # Nothing was ever there that could be found: not even in the server's memory.
    memory = memory_of(line.process.pid)
    assert [word for word in (TEXT, NAME) if word.encode() in memory] == []
    assert b"broadsheet.tips" in memory


def copied(newsroom: Newsroom) -> Path:
    """Return a copy of the box, as it is made each night."""
    home = newsroom.box.folder.parent
    copy = home.with_name(f"{home.name}-copy")
    mirror(newsroom.box, copy)
    return copy


def memory_of(process: int) -> bytes:
    """Return all that a process has in its memory and may write to."""
    held = []
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            begin, end = (int(edge, 16) for edge in span.split("-"))
            if rights.startswith("rw"):
                # What the system keeps there for itself cannot be read.
                with suppress(OSError, OverflowError):
                    memory.seek(begin)
                    held.append(memory.read(end - begin))
    return b"\0".join(held)


def test_t01_nothing_of_a_tip_without_scripts_is_found(newsroom: Newsroom, line: Line):
    source = PlainSource(line)
    source.send(TEXT, [(NAME, "text/plain", TEXT.encode() * 20_000)])
    [thread] = find(newsroom.box).threads
    answer(newsroom, thread.thread, TEXT, files=[File(NAME, "", TEXT.encode())])
    page = source.act("open")
    source.act("send", text=TEXT)

    assert page.text.count(TEXT) == 1
    assert opened(newsroom, thread.thread)[0].files[0].data.startswith(TEXT.encode())
    home = newsroom.box.folder.parent
    for folder in (home, copied(newsroom)):
        assert found_in(folder, *TOLD, source.code, source.code.replace("-", " ")) == []


def test_t01_files_show_the_day_alone_and_rows_no_time(newsroom: Newsroom, line: Line):
    Source(line).send(b"age-encryption.org/v1\n" + os.urandom(5_000_000))
    PlainSource(line).send(TEXT)
    unfinished = Source(line).open(5_000_000)
    assert unfinished.status == 200

    shown = times_shown(newsroom.box.folder)

    assert len(shown) > 10
    assert {path.name for path, times in shown.items() if times != {midnight(today())}} == set()
    now = str(int(time.time()))[:6]
    with newsroom.box.reading() as rows:
        said = "\n".join(rows.iterdump())
    assert today().isoformat() in said
    assert [value for value in said.split(",") if value.strip("' )").startswith(now)] == []


def test_t27_fifty_megabytes_without_scripts_fill_neither_memory_nor_a_readable_file(
    newsroom: Newsroom, line: Line
):
    home = newsroom.box.folder.parent
    data = (TEXT.encode() * (LARGE_BYTES // len(TEXT) + 1))[:LARGE_BYTES]
    watch = Watch(line, home, newsroom.box.unfinished)
    watch.start()

    began = time.monotonic()
    told = PlainSource(line).send(TEXT, [(NAME, "text/plain", data)])
    took = time.monotonic() - began
    watch.stop()

    assert told.status == 200
    assert took < 30
    assert watch.looks > 3
    assert watch.readable == set()
    assert watch.growth_kb < MOST_GROWTH_KB
    [thread] = find(newsroom.box).threads
    [packed] = opened(newsroom, thread.thread)
    assert packed.files[0].data == data


def test_t27_more_than_a_hundred_megabytes_are_refused(line: Line):
    head = dict(TYPE)
    body = form({"text": TEXT}) + b"x" * (102 * 1024 * 1024)

    told = line.ask("POST", "/tips/plain/", body, head)

    assert told.status == 413
    assert BORDER not in told.text


class Watch(threading.Thread):
    """Looks, while something comes, at the server's memory and at each file that it has open or has written."""

    def __init__(self, line: Line, home: Path, unfinished: Path) -> None:
        super().__init__(daemon=True)
        self.process, self.home, self.unfinished = (
            Path(f"/proc/{line.process.pid}"),
            home,
            unfinished,
        )
        self.first_kb = self.most_kb = self.looks = 0
        self.readable: set[str] = set()
        self._ends = threading.Event()

    def run(self) -> None:
        while not self._ends.wait(0.03):
            # Before, keys are made of a code, which takes memory and gives it back.
            if any(self.unfinished.iterdir()):
                self.look()

    def look(self) -> None:
        resident = (self.process / "status").read_text().partition("VmRSS:")[2].split()[0]
        self.first_kb = self.first_kb or int(resident)
        self.most_kb = max(self.most_kb, int(resident))
        self.looks += 1
        for handle in (self.process / "fd").iterdir():
            try:
                start = handle.read_bytes()[:200_000] if handle.is_file() else b""
            except OSError:
                continue
            if TEXT.encode() in start:
                self.readable.add(str(handle.readlink()))
        # What is finished meanwhile is somewhere else by now, and looked at there.
        for folder, _folders, names in os.walk(self.home):
            for path in (Path(folder) / name for name in names):
                with suppress(FileNotFoundError):
                    if path.is_file() and TEXT.encode() in path.read_bytes()[:200_000]:
                        self.readable.add(path.name)

    @property
    def growth_kb(self) -> int:
        return self.most_kb - self.first_kb

    def stop(self) -> None:
        self._ends.set()
        self.join()
