"""What goes over the wire, byte by byte: requests that no browser would send, and whatever comes back."""

import contextlib
import resource
import socket
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, HTTPResponse
from io import BytesIO
from typing import NamedTuple

import pytest

from tests.running import RunningPaper

HOST = b"Host: localhost\r\n"
# So long nothing more is awaited once an answer is there, and so long at all.
QUIET_SECONDS = 0.4
LONGEST_SECONDS = 20.0


class Answer(NamedTuple):
    """One answer as it came. Names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Heard(NamedTuple):
    """All that came back over one connection, and whether the server hung up."""

    answers: list[Answer]
    closed: bool

    @property
    def statuses(self) -> list[int]:
        return [answer.status for answer in self.answers]

    @property
    def answer(self) -> Answer:
        """The one answer."""
        [answer] = self.answers
        return answer


def request(
    target: bytes | str, *, method: str = "GET", headers: bytes = HOST, body: bytes = b""
) -> bytes:
    """Return a request as it is sent; with a body, its length is said."""
    path = target.encode() if isinstance(target, str) else target
    length = b"Content-Length: %d\r\n" % len(body) if body else b""
    return b"%s %s HTTP/1.1\r\n%s%s\r\n%s" % (method.encode(), path, headers, length, body)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=LONGEST_SECONDS)


def say(port: int, sent: bytes, *, quiet: float = QUIET_SECONDS) -> Heard:
    """Send bytes over a new connection, and hear what comes back until nothing more does for a while."""
    with connect(port) as line:
        # What is refused in its middle is not sent to its end.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(sent)
        return hear(line, quiet=quiet, head=sent.startswith(b"HEAD "))


def say_all(
    port: int, sent: Mapping[str, bytes], *, quiet: float = QUIET_SECONDS
) -> dict[str, Heard]:
    """The same over one connection for each, some at once."""
    with ThreadPoolExecutor(8) as callers:
        heard = callers.map(lambda one: say(port, one, quiet=quiet), sent.values())
        return dict(zip(sent, heard, strict=True))


def ask(
    port: int,
    target: bytes | str,
    *,
    method: str = "GET",
    headers: bytes = HOST,
    body: bytes = b"",
) -> Answer:
    """Return the one answer to a request, and hang up."""
    with connect(port) as line:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(request(target, method=method, headers=headers, body=body))
        return hear(line, quiet=0, head=method == "HEAD").answer


def hear(
    line: socket.socket,
    *,
    quiet: float = QUIET_SECONDS,
    seconds: float = LONGEST_SECONDS,
    head: bool = False,
) -> Heard:
    """Hear answers until the server hangs up, or nothing has come for a while after the first, or for so many seconds.

    `head` says that they are answers to HEAD, which have no body.
    """
    came, closed, ends = b"", False, time.monotonic() + seconds
    while time.monotonic() < ends:
        answers = answers_in(came, closed=False, head=head)
        if answers and not quiet:
            break
        line.settimeout(quiet if answers else seconds)
        try:
            piece = line.recv(1 << 16)
        except TimeoutError:
            break
        except ConnectionResetError:
            piece = b""
        if not piece:
            closed = True
            break
        came += piece
    return Heard(answers_in(came, closed=closed, head=head), closed)


class Came(BytesIO):
    """What came over a line, as Python's own reader of answers takes it: one after the other."""

    def makefile(self, _mode: str) -> "Came":
        return self

    def close(self) -> None:
        """Keep the rest for the next answer."""


def answers_in(came: bytes, *, closed: bool, head: bool) -> list[Answer]:
    """Return the whole answers in what came."""
    line, answers = Came(came), []
    while line.tell() < len(came):
        answer = HTTPResponse(line, method="HEAD" if head else None)  # type: ignore[arg-type]
        try:
            answer.begin()
            body = answer.read()
        except HTTPException:
            break
        if answer.will_close and answer.length is None and not closed and not answer.chunked:
            # It says no length: more of it may come.
            break
        headers = {name.lower(): value for name, value in answer.getheaders()}
        answers.append(Answer(answer.status, headers, body))
    return answers


def many(port: int, count: int, sent: Iterable[bytes]) -> list[socket.socket]:
    """Open many connections, of which each sends one of these beginnings and then nothing more."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 2 * count + 1000), hard))
    beginnings = list(sent)
    lines = []
    for number in range(count):
        line = connect(port)
        line.sendall(beginnings[number % len(beginnings)])
        lines.append(line)
    return lines


# Inside the paper, as `broadsheet manage shell` would.
SIGN_IN = """
from django.test import Client
from broadsheet.newsroom.models import User
client = Client()
client.force_login(User.objects.order_by("pk").first())
print("COOKIE" + "; ".join(f"{one.key}={one.value}" for one in client.cookies.values()))
"""


@pytest.fixture(scope="session")
def editors(running_paper: RunningPaper) -> bytes:
    """The headers that the browser of the paper's first editor sends, who has signed in."""
    cookie = running_paper.shell(SIGN_IN).partition("COOKIE")[2].strip()
    return HOST + f"Cookie: {cookie}\r\n".encode()


@pytest.fixture(scope="session")
def port(running_paper: RunningPaper) -> int:
    """Where the demo paper is served."""
    return running_paper.port
