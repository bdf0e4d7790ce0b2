"""What is taken of what the outside answers, and in what time; where nobody is asked at all is in `test_outside.py`."""

import contextlib
import gzip
import os
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.lib import fetching, outside
from broadsheet.lib.fetching import Fetched, UnfitAnswerError, fetch
from broadsheet.lib.outside import FetchError, ForbiddenAddressError, NoAnswerError
from broadsheet.lib.tests.outsider import Outsider, an_outsider, leads_to, page, secrecy


@pytest.fixture
def host(settings: Any) -> Iterator[Outsider]:
    """A host on loopback that a test, and only a test, may ask."""
    with an_outsider() as outsider:
        settings.FETCH_ALLOWED_PRIVATE = [outsider.place]
        yield outsider


def get(address: str, **more: Any) -> Fetched:
    return fetch(address, **{"kinds": {"text/html"}, "most_bytes": 10_000, "seconds": 5.0, **more})


# What comes ---------------------------------------------------------------------------------------
def test_a_page_comes_with_its_kind_and_its_address(host: Outsider):
    host.answers["/film"] = page("A film", kind="Text/HTML; Charset=ISO-8859-1")

    came = get(f"{host.address}/film")

    assert came == Fetched(f"{host.address}/film", "text/html", "iso-8859-1", b"A film")


def test_a_page_that_has_moved_is_followed(host: Outsider):
    host.answers |= {"/a": leads_to("/b"), "/b": leads_to("c?x=1", "308 Moved"), "/c": page("Here")}

    assert get(f"{host.address}/a").address == f"{host.address}/c?x=1"


def test_packed_pages_are_unpacked(host: Outsider):
    host.answers["/"] = page(gzip.compress(b"A film"), Content_Encoding="gzip")

    assert get(host.address).body == b"A film"


def test_pieces_are_joined(host: Outsider):
    host.answers["/"] = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3\r\nA f\r\n3\r\nilm\r\n0\r\n\r\n"
    )

    assert get(host.address).body == b"A film"


def test_the_beginning_of_a_long_page_can_be_enough(host: Outsider):
    host.answers["/"] = page("x" * 50_000)

    assert len(get(host.address, beginning_only=True).body) == 10_000


def test_a_host_learns_nothing_of_who_asks(host: Outsider):
    host.answers |= {"/": page("", status="302 Found", Set_Cookie="who=you", Location="/b")}
    host.answers["/b"] = page("Here")

    get(host.address)

    heads = {line.partition(":")[0].lower() for line in host.asked[1].split("\r\n")[1:] if line}
    assert heads == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert "User-Agent: Broadsheet\r\n" in host.asked[0]


# What is not taken --------------------------------------------------------------------------------
BOMB = gzip.compress(bytes(50_000_000), 1)


def test_f05_a_host_that_leads_on_and_on_is_left_after_three_redirects(host: Outsider):
    host.answers["/"] = leads_to("/")

    with pytest.raises(UnfitAnswerError, match="leads on and on"):
        get(host.address)

    assert len(host.asked) == 4


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (page("x" * 10_001), "too large"),
        (page("x", Content_Length="5000000000"), "cut short"),
        (page(BOMB, Content_Encoding="gzip"), "too large"),
        (page(gzip.compress(b"A film")[:-9], Content_Encoding="gzip"), "cut short"),
        (page("A film", Content_Encoding="gzip"), "unpacked"),
        (page("A film", Content_Encoding="br"), "unpacked"),
        (page(gzip.compress(b"A film"), Content_Encoding="gzip, gzip"), "unpacked"),
        (page("A film", kind="application/pdf"), "another kind"),
        (b"HTTP/1.1 200 OK\r\n\r\nA film", "another kind"),
        (page("A film", status="404 Not Found"), "404"),
        (page("A film", status="206 Partial Content"), "206"),
    ],
)
def test_f05_an_answer_too_large_cut_short_or_of_another_kind_is_refused(
    host: Outsider, answer: bytes, said: str
):
    host.answers["/"] = answer

    with pytest.raises(UnfitAnswerError, match=said):
        get(host.address)


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000]
)
def test_what_is_no_answer_at_all_is_said(host: Outsider, answer: bytes):
    host.answers["/"] = answer

    with pytest.raises(NoAnswerError, match=r"127\.0\.0\.1 does not answer"):
        get(host.address)


def drip(before: bytes) -> Any:
    def speak(line: socket.socket, _asked: str) -> None:
        line.sendall(before)
        for _ in range(200):
            line.sendall(b"x")
            time.sleep(0.05)

    return speak


@pytest.mark.parametrize(
    "before",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n1;",
        b"HTTP/1.1 302 Found\r\nLocation: /",
    ],
    ids=["head", "body", "chunks", "redirect"],
)
def test_f05_a_host_that_sends_a_byte_at_a_time_holds_nobody(host: Outsider, before: bytes):
    host.answers["/"] = drip(before)
    start = time.monotonic()

    with pytest.raises(NoAnswerError, match="in time"):
        get(host.address, seconds=0.5)

    assert time.monotonic() - start < 2


def flood(before: bytes, piece: bytes, sent: list[int]) -> Any:
    def speak(line: socket.socket, _asked: str) -> None:
        line.sendall(before)
        while sum(sent) < 500_000_000:
            sent.append(line.send(piece))

    return speak


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("before", "piece", "refusal"),
    [
        (HEAD + b"Content-Length: 5000000000\r\n\r\n", b"x" * 65536, UnfitAnswerError),
        (HEAD + b"\r\n", b"x" * 65536, UnfitAnswerError),
        (
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
            b"400\r\n" + b"x" * 1024 + b"\r\n",
            UnfitAnswerError,
        ),
        (HEAD, b"X: " + b"x" * 60_000 + b"\r\n", NoAnswerError),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n", NoAnswerError),
    ],
    ids=["announced", "unannounced", "chunks", "heads", "continuing"],
)
def test_f05_a_body_of_five_gigabytes_is_left_when_enough_has_come(
    host: Outsider, before: bytes, piece: bytes, refusal: type[FetchError]
):
    sent: list[int] = []
    host.answers["/"] = flood(before, piece, sent)

    with pytest.raises(refusal):
        get(host.address, seconds=1.0)

    # What the line between us had taken up already, and no more.
    assert sum(sent) < 20_000_000


def test_f05_nobody_gets_more_than_five_mebibytes_or_waits_longer_than_ten_seconds(
    host: Outsider, monkeypatch: pytest.MonkeyPatch
):
    given: list[float] = []
    monkeypatch.setattr(
        fetching, "Deadline", lambda seconds: given.append(seconds) or outside.Deadline(seconds)
    )
    host.answers["/"] = page(b"x" * (5 * 1024 * 1024 + 1))

    with pytest.raises(UnfitAnswerError, match="too large"):
        get(host.address, most_bytes=10**9, seconds=3600.0)

    assert given == [10.0]


def test_f05_a_few_bytes_that_unpack_to_gigabytes_take_no_memory(host: Outsider):
    host.answers["/"] = page(BOMB, Content_Encoding="gzip")
    tracemalloc.start()

    with pytest.raises(UnfitAnswerError, match="too large"):
        get(host.address)

    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000


def test_f05_a_slow_name_server_holds_nobody(monkeypatch: pytest.MonkeyPatch):
    over = threading.Event()
    monkeypatch.setattr(outside, "getaddrinfo", lambda *_args, **_more: over.wait(20))
    start = time.monotonic()

    with pytest.raises(NoAnswerError, match="in time"):
        get("http://town.example/", seconds=0.3)

    over.set()
    assert time.monotonic() - start < 2


# Secret lines -------------------------------------------------------------------------------------
@pytest.fixture
def secret_host(tmp_path: Path, settings: Any) -> Iterator[tuple[str, Path, list[str]]]:
    """A host with a certificate of its own making: address, certificate, and the names it was called by."""
    context, paper = secrecy(tmp_path, "localhost")
    called: list[str] = []
    context.sni_callback = lambda _line, name, _context: called.append(name or "")
    door = socket.create_server(("127.0.0.1", 0))
    port = door.getsockname()[1]

    def serve() -> None:
        try:
            line, _from = door.accept()
            with context.wrap_socket(line, server_side=True) as secret:
                secret.recv(65536)
                secret.sendall(page("A film"))
        except OSError:
            return

    threading.Thread(target=serve, daemon=True).start()
    settings.FETCH_ALLOWED_PRIVATE = [f"localhost:{port}"]
    yield f"https://localhost:{port}/", paper, called
    door.close()


def test_a_secret_line_calls_the_host_by_its_name(secret_host, monkeypatch: pytest.MonkeyPatch):
    address, paper, called = secret_host
    monkeypatch.setitem(os.environ, "SSL_CERT_FILE", str(paper))

    assert get(address).body == b"A film"
    assert called == ["localhost"]


def test_f05_a_host_that_never_ends_its_greeting_holds_nobody(settings: Any):
    """A secret line begins with a greeting; here it comes a byte at a time."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        place = f"127.0.0.1:{door.getsockname()[1]}"
        settings.FETCH_ALLOWED_PRIVATE = [place]

        def greet() -> None:
            line, _from = door.accept()
            with line, contextlib.suppress(OSError):
                drip(b"\x16\x03\x03\x40\x00")(line, "")

        greeting = threading.Thread(target=greet, daemon=True)
        greeting.start()
        start = time.monotonic()

        with pytest.raises(NoAnswerError, match="in time"):
            get(f"https://{place}/", seconds=0.5)

        assert 0.4 < time.monotonic() - start < 2
        greeting.join(5)


def test_a_host_whose_papers_nobody_vouches_for_is_not_believed(secret_host):
    with pytest.raises(NoAnswerError):
        get(secret_host[0])


def test_every_refusal_can_be_caught_as_one():
    assert all(
        issubclass(kind, FetchError)
        for kind in (ForbiddenAddressError, NoAnswerError, UnfitAnswerError)
    )
