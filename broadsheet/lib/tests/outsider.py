"""A host on loopback that answers whatever a test wants, over a real socket; and names for it, as if it was outside."""

import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from broadsheet.lib import outside

PUBLIC = "93.184.215.14"
Answering = Callable[[socket.socket, str], None]


class Outsider:
    """A host that notes what it was asked. Each path has its own answer: bytes, or a function that speaks on the line."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        self.place = f"127.0.0.1:{self.port}"
        self.address = f"http://{self.place}"
        self.answers: dict[str, bytes | Answering] = {}
        self.asked: list[str] = []
        self.paths: list[str] = []
        self.is_open = True

    def serve(self) -> None:
        while self.is_open:
            try:
                line, _from = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        with line:
            try:
                asked = line.recv(65536).decode("latin-1")
                path = asked.split(" ")[1] if " " in asked else ""
                self.asked.append(asked)
                self.paths.append(path.partition("?")[0])
                answer = self.answers.get(path.partition("?")[0], page("gone", status="404 No"))
                if callable(answer):
                    answer(line, asked)
                else:
                    line.sendall(answer)
            except OSError:
                # It was left before the end, as a careful visitor leaves.
                return


class NameServer:
    """Says which addresses a name has; behind PUBLIC stands our host on loopback, and behind every other one nobody.

    Each name has its answers, one look-up after the other; the last one stays.
    """

    def __init__(self, outsider: Outsider, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []
        self.connected: list[tuple[str, int]] = []
        self._door = ("127.0.0.1", outsider.port)
        self._connect = socket.create_connection
        monkeypatch.setattr(outside, "getaddrinfo", self.look_up)
        monkeypatch.setattr(socket, "create_connection", self.connect)

    def look_up(self, name: str, port: int, **_more: Any) -> list[Any]:
        self.asked.append(name)
        answers = self.answers.get(name) or [[name]]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(0, 0, 0, "", (one, port)) for one in found]

    def connect(self, place: tuple[str, int], timeout: float) -> socket.socket:
        self.connected.append(place)
        if place[0] != PUBLIC:
            raise ConnectionRefusedError
        return self._connect(self._door, timeout=timeout)


def page(
    body: str | bytes, *, status: str = "200 OK", kind: str = "text/html", **more: str
) -> bytes:
    """Return an answer as it goes over the line."""
    sent = body.encode() if isinstance(body, str) else body
    heads = {"Content_Type": kind, "Content_Length": str(len(sent)), **more}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in heads.items()]
    return f"HTTP/1.1 {status}\r\n".encode() + "\r\n".join([*lines, "", ""]).encode() + sent


def leads_to(address: str, status: str = "302 Found") -> bytes:
    return page("", status=status, Location=address)


def takes(taken: list[bytes], answer: bytes) -> Answering:
    """Take what is handed over, to the last byte of its body, before answering."""

    def take(line: socket.socket, asked: str) -> None:
        head, _, body = asked.partition("\r\n\r\n")
        found = re.search(r"Content-Length: (\d+)", head)
        came = body.encode("latin-1")
        while found and len(came) < int(found[1]):
            came += line.recv(65536)
        taken.append(came)
        line.sendall(answer)

    return take


@contextmanager
def an_outsider() -> Iterator[Outsider]:
    outsider = Outsider()
    serving = threading.Thread(target=outsider.serve, daemon=True)
    serving.start()
    try:
        yield outsider
    finally:
        outsider.is_open = False
        # Wakes the one who waits at the door.
        outsider.door.shutdown(socket.SHUT_RDWR)
        outsider.door.close()
        serving.join(5)


def secrecy(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """Return what a host of that name needs for secret lines, and its certificate, which it made itself."""
    if not shutil.which("openssl"):
        pytest.skip("NOT TESTED: openssl is not installed")
    paper, key = folder / "paper.pem", folder / "key.pem"
    made = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name} -addext subjectAltName=DNS:{name}"
    subprocess.run(
        ["openssl", *made.split(), "-keyout", key, "-out", paper], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(paper, key)
    return context, paper
