"""Sources without scripts: locked up while it comes, no readable file anywhere, answers opened in memory."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from broadsheet.tips import blobs, threads
from broadsheet.tips.codes import derive, words
from broadsheet.tips.container import File
from broadsheet.tips.padding import padded
from broadsheet.tips.signed_lists import newsroom_of
from broadsheet.tips.tests.newsrooms import Newsroom, hex_of
from broadsheet.tips.tests.plain_sources import (
    BORDER,
    TYPE,
    PlainSource,
    answer,
    form,
    only_thread,
    opened,
    shown,
)
from broadsheet.tips.tests.sources import Line, Source, locked, running

SECONDS = 2
PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 1000
NAMES = ["../../x", "CON", "a.pdf.exe", "lines\nin it", 'quo"ted', "عربي.pdf"]


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


def test_what_comes_without_scripts_opens_with_each_readers_key(
    newsroom: Newsroom, source: PlainSource
):
    told = source.send("The mayor\r\nsold the quay.", [("photo.jpg", "image/jpeg", PHOTO)])

    assert told.status == 200
    thread = only_thread(newsroom)
    [packed] = opened(newsroom, thread)
    assert packed.head["text"] == "The mayor\nsold the quay."
    assert packed.head["way"] == "plain"
    assert packed.head["thread"] == thread
    assert packed.files == (File("photo.jpg", "image/jpeg", PHOTO),)
    [message] = threads.messages(newsroom.box, thread)
    whole = b"".join(blobs.read(newsroom.box, message.id))
    assert len(whole) == message.bytes
    plain = {
        pyrage.decrypt(whole, [pyrage.x25519.Identity.from_str(one)])
        for one in newsroom.identities()
    }
    assert [len(one) for one in plain] == [padded(len(PHOTO) + 1000)]


# The one that Debian has, where it is installed.
OPENERS = ["pyrage", *filter(None, [shutil.which("age")])]


@pytest.mark.parametrize("opener", OPENERS)
def test_what_comes_without_scripts_opens_with_the_programs_of_others(
    newsroom: Newsroom, source: PlainSource, tmp_path: Path, opener: str
):
    source.send("The mayor sold the quay.")
    [message] = threads.messages(newsroom.box, only_thread(newsroom))
    whole, identity = b"".join(blobs.read(newsroom.box, message.id)), newsroom.identities()[1]
    key, file = tmp_path / "key", tmp_path / "tip.age"
    key.write_text(identity)
    file.write_bytes(whole)

    if opener == "pyrage":
        found = pyrage.decrypt(whole, [pyrage.x25519.Identity.from_str(identity)])
    else:
        command = [opener, "-d", "-i", str(key), str(file)]
        found = subprocess.run(command, capture_output=True, check=True).stdout

    assert b"The mayor sold the quay." in found


def test_the_code_is_seven_words_shown_once(newsroom: Newsroom, source: PlainSource):
    source.send("The mayor sold the quay.")

    code = source.code.split("-")
    assert len(code) == 7
    assert set(code) <= set(words())
    keys = derive(source.code, newsroom_of(hex_of(newsroom.root)))
    assert keys.thread == only_thread(newsroom)
    assert threads.get(newsroom.box, keys.thread).reply == keys.recipient


def test_an_answer_is_read_with_the_code_however_it_is_typed(
    newsroom: Newsroom, source: PlainSource
):
    source.send("The mayor sold the quay.")
    thread = only_thread(newsroom)
    message = answer(
        newsroom, thread, "Have you the <b>deed</b>?", files=[File("deed.pdf", "", b"%PDF-1.7")]
    )

    typed = " " + source.code.upper().replace("-", "  , ") + "\n"
    page = source.act("open", code=typed)

    assert page.status == 200
    assert "Have you the &lt;b&gt;deed&lt;/b&gt;?" in page.text
    assert "Nell Roe" in page.text
    file = source.act("file", id=message, number="1")
    assert file.body == b"%PDF-1.7"
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["Content-Disposition"] == 'attachment; filename="file-1.pdf"'
    for number in ("0", "2", "-1", "x", "１"):
        assert source.act("file", id=message, number=number).status == 400


def test_t14_a_typing_error_is_answered_as_any_other_words_are(
    newsroom: Newsroom, source: PlainSource
):
    source.send("The mayor sold the quay.")
    slip = source.code[:-1] + ("a" if source.code[-1] != "a" else "b")

    one, other = source.act("open", code=slip), source.act("open", code="quite-other-words")

    assert one.status == other.status == 404
    assert one.body == other.body
    assert "not known" in one.text


def test_a_source_says_more_and_deletes_all_of_it(newsroom: Newsroom, source: PlainSource):
    source.send("The mayor sold the quay.")
    thread = only_thread(newsroom)

    told = source.act("send", text="And the pier.", files=[("a.txt", "text/plain", b"deed")])

    assert "Received" in told.text
    first, more = opened(newsroom, thread)
    assert (more.head["kind"], more.head["text"], more.files[0].data) == (
        *("more", "And the pier."),
        b"deed",
    )
    assert first.head["reply"] == more.head["reply"]
    assert source.act("delete").status == 200
    assert source.act("open").status == 404
    assert list(newsroom.box.messages.iterdir()) == []
    assert threads.find(newsroom.box).total == 0


def test_t15_a_message_with_the_code_in_it_is_stopped(newsroom: Newsroom, source: PlainSource):
    source.send("The mayor sold the quay.")

    told = source.act("send", text=f"My words are {source.code.upper().replace('-', ' ')}!")

    assert told.status == 400
    assert "take them out" in told.text
    assert len(opened(newsroom, only_thread(newsroom))) == 1


def test_t17_an_answer_of_another_conversation_or_voice_is_not_shown(
    newsroom: Newsroom, line: Line
):
    source, other = PlainSource(line), PlainSource(line)
    source.send("One.")
    thread = only_thread(newsroom)
    other.send("Another.")
    [second] = [one.thread for one in threads.find(newsroom.box).threads if one.thread != thread]
    reply = threads.get(newsroom.box, second).reply
    answer(newsroom, thread, "For the first.", to=reply, kept_in=second)
    answer(newsroom, second, "Forged.", voice=Ed25519PrivateKey.generate())

    page = other.act("open")

    assert page.status == 200
    assert "For the first." not in page.text
    assert "Forged." not in page.text
    assert page.text.count("It is not shown.") == 2


def test_an_answer_for_scripts_is_told_as_that(newsroom: Newsroom, source: PlainSource):
    source.send("The mayor sold the quay.")
    thread = only_thread(newsroom)
    threads.add(newsroom.box, thread, sender="newsroom", epoch=1, pieces=[locked(5000)])

    assert "locked to your browser with scripts" in source.act("open").text


def test_t19_answers_are_inert_text(newsroom: Newsroom, source: PlainSource):
    source.send("The mayor sold the quay.")
    text = "<script>alert(1)</script>\u202eevil\x00" + "e" + "\u0301" * 100_0
    answer(newsroom, only_thread(newsroom), text)

    page = source.act("open").text

    assert "<script" not in page
    assert "\u202e" not in page
    assert "\x00" not in page
    assert page.count("\u0301") == 4


def test_t20_names_of_files_are_text_on_both_sides(newsroom: Newsroom, source: PlainSource):
    source.send("", [(name, "text/plain", b"x") for name in NAMES])
    thread = only_thread(newsroom)

    [packed] = opened(newsroom, thread)
    assert [file.name for file in packed.files] == NAMES
    answer(newsroom, thread, "", files=[File(name, "", b"y") for name in NAMES])
    page = source.act("open").text
    assert re.findall("Download as (file-[^ <]+)", page) == [
        *("file-1", "file-2", "file-3", "file-4", "file-5", "file-6.pdf"),
    ]


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
    assert "At most 100000 characters, 20 files, and 100 MB in all." in page
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
