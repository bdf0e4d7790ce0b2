"""What is refused without scripts, what leaves nothing behind, and what the pages say."""

import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from broadsheet.tips import threads
from broadsheet.tips.codes import derive
from broadsheet.tips.signed_lists import newsroom_of
from broadsheet.tips.tests.newsrooms import Newsroom, hex_of
from broadsheet.tips.tests.plain_sources import (
    BORDER,
    TYPE,
    PlainSource,
    form,
    only_thread,
    opened,
    shown,
)
from broadsheet.tips.tests.sources import Line, Source, locked, running

SECONDS = 2


@pytest.fixture(scope="module")
def one_newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    newsroom = Newsroom(tmp_path_factory.mktemp("paper"))
    newsroom.open_line()
    return newsroom


@pytest.fixture(scope="module")
def line(one_newsroom: Newsroom) -> Iterator[Line]:
    with running(one_newsroom.box.folder.parent, SECONDS) as line:
        yield line


@pytest.fixture
def newsroom(one_newsroom: Newsroom) -> Newsroom:
    """The newsroom, with nothing in its box."""
    found = threads.find(one_newsroom.box).threads
    threads.discard(one_newsroom.box, [one.thread for one in found])
    return one_newsroom


@pytest.fixture
def source(line: Line) -> PlainSource:
    return PlainSource(line)


@pytest.mark.parametrize(
    ("text", "files", "status", "says"),
    [
        ("", [], 400, "Write something"),
        ("   ", [("", "application/octet-stream", b"")], 400, "Write something"),
        ("x" * 100_001, [], 400, "too long"),
        ("x", [(f"{number}", "", b"x") for number in range(21)], 400, "more files"),
    ],
    ids=["nothing", "blanks", "too long", "too many files"],
)
def test_what_is_too_little_or_too_much_is_refused_in_a_sentence(
    newsroom: Newsroom,
    source: PlainSource,
    text: str,
    files: list[tuple[str, str, bytes]],
    status: int,
    says: str,
):
    told = source.send(text, files)

    assert (told.status, says in told.text) == (status, True), told.text
    nothing_stays(newsroom)


def test_what_was_written_is_shown_again_when_it_is_refused(
    newsroom: Newsroom, source: PlainSource
):
    files = [(f"{number}", "", b"x") for number in range(21)]

    told = source.send("The mayor <sold> the quay.", files)

    assert told.status == 400
    assert "The mayor &lt;sold&gt; the quay.</textarea>" in told.text


def nothing_stays(newsroom: Newsroom) -> None:
    ends = time.monotonic() + 5
    while list(newsroom.box.unfinished.iterdir()) and time.monotonic() < ends:
        time.sleep(0.05)
    assert list(newsroom.box.unfinished.iterdir()) == []
    assert list(newsroom.box.messages.iterdir()) == []
    assert threads.find(newsroom.box).total == 0


def test_twenty_files_and_an_empty_one_are_taken(newsroom: Newsroom, source: PlainSource):
    files = [(f"{number}.txt", "text/plain", b"x" * number) for number in range(20)]

    source.send("", files)

    [packed] = opened(newsroom, only_thread(newsroom))
    assert [len(file.data) for file in packed.files] == list(range(20))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"text=hello",
        form({"text": "x"})[:-6],
        form({"text": "x"}).replace(b"\r\n", b"\n"),
        form({"other": "x"}),
        form({}, [("a", "", b"x")]).replace(b'; filename="a"', b""),
        form({"text": "x"}).replace(b'name="text"', b"name=text"),
    ],
    ids=["empty", "urlencoded", "cut", "bare lines", "unknown", "no name", "unquoted"],
)
def test_what_is_no_form_of_ours_leaves_nothing(
    newsroom: Newsroom, source: PlainSource, body: bytes
):
    told = source.ask("/tips/plain/", body)

    assert (told.status, "did not come whole" in told.text) == (400, True)
    nothing_stays(newsroom)


def test_t08_a_source_who_vanishes_leaves_nothing(newsroom: Newsroom, source: PlainSource):
    body = form({"text": "The mayor sold the quay."}, [("a.bin", "", os.urandom(3_000_000))])
    head = (
        f"POST /tips/plain/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: {TYPE['Content-Type']}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    with socket.create_connection(("localhost", source.line.port), timeout=10) as broken:
        broken.sendall(head + body[:2_000_000])
        ends = time.monotonic() + 5
        while not list(newsroom.box.unfinished.iterdir()) and time.monotonic() < ends:
            time.sleep(0.05)
        assert list(newsroom.box.unfinished.iterdir()) != []

    nothing_stays(newsroom)


def test_t09_a_dripping_form_is_ended_in_time_and_leaves_nothing(
    newsroom: Newsroom, source: PlainSource
):
    head = (
        f"POST /tips/plain/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: {TYPE['Content-Type']}\r\n"
        f'Content-Length: 100000\r\n\r\n--{BORDER}\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    ).encode()
    with socket.create_connection(("localhost", source.line.port), timeout=10) as dripping:
        began = time.monotonic()
        dripping.sendall(head)
        dripping.settimeout(0.1)
        heard = b""
        while not heard and time.monotonic() - began < 10:
            dripping.sendall(b"x")
            try:
                heard = dripping.recv(4096)
            except TimeoutError:
                continue

    assert heard.startswith(b"HTTP/1.1 408")
    assert SECONDS <= time.monotonic() - began < SECONDS + 2
    nothing_stays(newsroom)


def test_t09_slow_files_keep_nobody_from_words_and_answers(newsroom: Newsroom, source: PlainSource):
    head = (
        f"POST /tips/plain/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: {TYPE['Content-Type']}\r\n"
        f"Content-Length: 1000000\r\n\r\n--{BORDER}\r\n"
    ).encode()
    address = ("localhost", source.line.port)
    with ExitStack() as lines:
        # Of sixteen places, so many are for those who have no address here.
        for _number in range(8):
            lines.enter_context(socket.create_connection(address, timeout=10)).sendall(head)
        time.sleep(0.3)
        large = source.send("One more.", [("a.bin", "", os.urandom(100_000))])
        small = source.send("The mayor sold the quay.")
        answers = source.act("open")

    assert [large.status, small.status, answers.status] == [503, 200, 200]


def test_a_closed_line_shows_other_ways_and_takes_nothing(tmp_path: Path):
    newsroom = Newsroom(tmp_path)
    newsroom.publish()
    with running(tmp_path) as line:
        page = line.ask("GET", "/tips/plain/")
        told = PlainSource(line).send("The mayor sold the quay.")

    assert "still trying out this way" in page.text
    assert "12 Quay Street, Larkmere" in page.text
    assert "<textarea" not in page.text
    assert told.status == 503
    nothing_stays(newsroom)


def test_the_page_says_what_this_way_is_and_never_more(line: Line):
    page = shown(line.ask("GET", "/tips/plain/").text)

    assert "reaches our server readable" in page
    assert "Whoever controls our server in that moment could read it." in page
    assert "Ilse Markham" in page
    assert "At most 100,000 characters, 20 files, and 100 MB in all." in page
    for claim in ("end-to-end", "end to end", "anonymous", "whistle"):
        assert claim not in page.lower()


def test_t31_the_code_is_in_no_address_and_nobody_keeps_the_page(
    newsroom: Newsroom, source: PlainSource
):
    told = source.send("The mayor sold the quay.")
    page = source.act("open")

    for one in (told, page):
        assert one.headers["Cache-Control"] == "no-store"
        assert "Location" not in one.headers
        assert "Set-Cookie" not in one.headers
        headers = str(one.headers)
        assert source.code not in headers
    assert 'value="' + source.code not in told.text
    assert "<script" not in told.text + page.text
    assert re.findall(r'(?:href|action|src)="([^"]*)"', page.text)
    assert all(
        source.code not in one for one in re.findall(r'(?:href|action)="([^"]*)"', page.text)
    )


def test_a_source_with_scripts_may_go_on_without(newsroom: Newsroom, line: Line):
    source = PlainSource(line)
    source.code = "a-code-that-a-browser-made-here"
    keys = derive(source.code, newsroom_of(hex_of(newsroom.root)))
    with_scripts = Source(line)
    with_scripts.key, with_scripts.thread = keys.key, keys.thread
    with_scripts.send(locked(100))

    assert "Received" in source.act("send", text="Without scripts now.").text

    thread = threads.get(newsroom.box, keys.thread)
    assert (thread.way, thread.reply, thread.messages) == ("plain", keys.recipient, 2)
