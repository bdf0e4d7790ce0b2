"""Sending a request as the very bytes that were made up, and reading what is answered."""

import socket
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse

HOST = "127.0.0.1"
PATIENCE_SECONDS = 30
MOST_READ = 4_000_000
Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Request:
    """One request: its method and target as they stand in the first line, headers in order, and the body."""

    method: bytes
    target: bytes
    headers: Headers = ()
    body: bytes = b""

    @property
    def path(self) -> str:
        """What was asked for, without the query, as it can be looked up among routes."""
        return self.target.partition(b"?")[0].decode("latin-1")

    def as_bytes(self, port: int) -> bytes:
        """Return it as it goes over the wire; Host and Content-Length are added if it says neither."""
        said = {name.lower() for name, _ in self.headers}
        headers = list(self.headers)
        if b"host" not in said:
            headers.insert(0, (b"Host", f"localhost:{port}".encode()))
        has_body = self.body or self.method in (b"POST", b"PUT", b"PATCH")
        if has_body and not said & {b"content-length", b"transfer-encoding"}:
            headers.append((b"Content-Length", str(len(self.body)).encode()))
        headers.append((b"Connection", b"close"))
        lines = [self.method + b" " + self.target + b" HTTP/1.1"]
        lines += [name + b": " + value for name, value in headers]
        return b"\r\n".join(lines) + b"\r\n\r\n" + self.body


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 if nothing did, and then `trouble` says how that was."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    body: bytes = b""
    trouble: str = ""

    @property
    def is_page(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")


def ask(port: int, request: Request) -> Answer:
    """Send a request on a connection of its own, and return the answer."""
    try:
        with socket.create_connection((HOST, port), timeout=PATIENCE_SECONDS) as wire:
            wire.sendall(request.as_bytes(port))
            return _read(wire, request.method)
    except TimeoutError:
        return Answer(0, trouble=f"no answer within {PATIENCE_SECONDS} seconds")
    except (OSError, HTTPException, ValueError) as error:
        return Answer(0, trouble=f"closed without an answer ({type(error).__name__})")


def _read(wire: socket.socket, method: bytes) -> Answer:
    response = HTTPResponse(wire, method=method.decode("latin-1"))
    response.begin()
    body = response.read(MOST_READ)
    headers = {name.lower(): value for name, value in response.getheaders()}
    cookies = tuple(response.headers.get_all("set-cookie", []))
    return Answer(response.status, headers, cookies, body)
