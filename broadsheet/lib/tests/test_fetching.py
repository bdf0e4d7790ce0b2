"""What the program may ask of the outside, and what it never does, whoever leads it there."""

import gzip
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from broadsheet.lib import fetching, outside
from broadsheet.lib.fetching import Fetched, UnfitAnswerError, fetch
from broadsheet.lib.outside import FetchError, ForbiddenAddressError, NoAnswerError, is_public
from broadsheet.lib.tests.outsider import Outsider, an_outsider, leads_to, page, secrecy

PUBLIC = "93.184.215.14"


@pytest.fixture
def host(settings: Any) -> Iterator[Outsider]:
    """A host on loopback that a test, and only a test, may ask."""
    with an_outsider() as outsider:
        settings.FETCH_ALLOWED_PRIVATE = [outsider.place]
        yield outsider


def get(address: str, **more: Any) -> Fetched:
    return fetch(address, **{"kinds": {"text/html"}, "most_bytes": 10_000, "seconds": 5.0, **more})


def named(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let a name server give these answers, one after the other; return the names it will have been asked for."""
    asked: list[str] = []
    left = list(answers)

    def look_up(name: str, port: int, **_more: Any) -> list[Any]:
        asked.append(name)
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(0, 0, 0, "", (one, port)) for one in found]

    monkeypatch.setattr(outside, "getaddrinfo", look_up)
    return asked


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


# Where it never asks ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://0/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.0.2.1/",
        "http://198.18.0.1/",
        "http://224.0.0.251/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:7f00:1]/",
        "http://[::ffff:93.184.215.14]/",
        "http://[::127.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[2002:7f00:1::]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2001:db8::1]/",
        "http://localhost/",
    ],
)
def test_nobody_looks_around_our_own_network(address: str, monkeypatch: pytest.MonkeyPatch):
    opened: list[Any] = []
    monkeypatch.setattr(socket, "create_connection", lambda *args, **_: opened.append(args))

    with pytest.raises((ForbiddenAddressError, NoAnswerError)) as refused:
        get(address)

    assert opened == []
    # A few systems know no such form of a number at all.
    assert "private network" in str(refused.value) or isinstance(refused.value, NoAnswerError)


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"],
)
def test_hosts_of_the_web_are_asked(address: str):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "film",
        "//town.example/",
        "ftp://town.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http://nell:ferry@town.example/",
        "http://town.example@127.0.0.1/",
        "http://town.example:22/",
        "https://town.example:80/",
        "http://town.example:99999/",
        "http://town.example:0/",
        "http://town.example/\r\nHost: inside",
        "http://town.example\\@127.0.0.1/",
        "http://town.example/" + "x" * 2000,
        "http://" + "ü" * 80 + ".example/",
    ],
)
def test_what_is_no_public_address_is_refused_in_a_sentence(
    address: str, monkeypatch: pytest.MonkeyPatch
):
    asked = named(monkeypatch, [PUBLIC])

    with pytest.raises(ForbiddenAddressError) as refused:
        get(address)

    assert asked == []
    assert re.fullmatch(r"\w.+\.", str(refused.value))


def test_a_public_name_for_a_private_machine_is_refused(monkeypatch: pytest.MonkeyPatch):
    named(monkeypatch, [PUBLIC, "10.0.0.7"])

    with pytest.raises(
        ForbiddenAddressError, match=r"inside\.example is part of a private network"
    ):
        get("http://inside.example/")


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch):
    """A name server that gives another answer the second time leads nobody astray."""
    asked = named(monkeypatch, [PUBLIC], ["127.0.0.1"])
    opened: list[Any] = []

    def refuse(place: Any, **_more: Any) -> None:
        opened.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)

    with pytest.raises(NoAnswerError):
        get("http://town.example/")

    assert (asked, opened) == (["town.example"], [(PUBLIC, 80)])


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://[::1]/", "file:///etc/passwd", "http://a:b@x.example/"]
)
def test_a_host_cannot_lead_to_where_nobody_may_ask(host: Outsider, address: str):
    host.answers["/"] = leads_to(address)

    with pytest.raises(ForbiddenAddressError):
        get(host.address)

    assert len(host.asked) == 1


def test_leave_for_one_server_is_leave_for_no_other(host: Outsider):
    with an_outsider() as other:
        host.answers["/"] = leads_to(other.address)

        with pytest.raises(ForbiddenAddressError):
            get(host.address)

        assert other.asked == []


def test_a_secret_line_never_leads_to_an_open_one():
    answer: Any = SimpleNamespace(headers={"Location": "http://town.example/"})

    with pytest.raises(ForbiddenAddressError, match="not safe"):
        fetching._led_on(outside.outside("https://town.example/"), answer, [])


def test_a_host_that_leads_on_and_on_is_left(host: Outsider):
    host.answers["/"] = leads_to("/")

    with pytest.raises(UnfitAnswerError, match="leads on and on"):
        get(host.address)

    assert len(host.asked) == 4


# What is not taken --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (page("x" * 10_001), "too large"),
        (page("x", Content_Length="5000000000"), "cut short"),
        (page(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip"), "too large"),
        (page(gzip.compress(b"A film")[:-9], Content_Encoding="gzip"), "cut short"),
        (page("A film", Content_Encoding="gzip"), "unpacked"),
        (page("A film", Content_Encoding="br"), "unpacked"),
        (page("A film", kind="application/pdf"), "another kind"),
        (b"HTTP/1.1 200 OK\r\n\r\nA film", "another kind"),
        (page("A film", status="404 Not Found"), "404"),
        (page("A film", status="206 Partial Content"), "206"),
    ],
)
def test_an_answer_that_is_not_what_was_asked_for_is_refused(
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
    ],
    ids=["head", "body"],
)
def test_a_host_that_sends_a_byte_at_a_time_holds_nobody(host: Outsider, before: bytes):
    host.answers["/"] = drip(before)
    start = time.monotonic()

    with pytest.raises(NoAnswerError, match="in time"):
        get(host.address, seconds=0.5)

    assert time.monotonic() - start < 2


def test_a_slow_name_server_holds_nobody(monkeypatch: pytest.MonkeyPatch):
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


def test_a_host_whose_papers_nobody_vouches_for_is_not_believed(secret_host):
    with pytest.raises(NoAnswerError):
        get(secret_host[0])


def test_every_refusal_can_be_caught_as_one():
    assert all(
        issubclass(kind, FetchError)
        for kind in (ForbiddenAddressError, NoAnswerError, UnfitAnswerError)
    )
