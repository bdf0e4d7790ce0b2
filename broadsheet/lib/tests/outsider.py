"""A host on loopback that answers whatever a test wants, over a real socket."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

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
