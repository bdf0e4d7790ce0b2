"""The stand-in's line: HTTP on this machine alone, kept open between calls, each answer written at once."""

import select
import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event as Signal
from typing import Any
from urllib.parse import urlsplit

from broadsheet.devtools.paystub.answering import Answer, Api, Call
from broadsheet.devtools.paystub.errors import PaystubError
from broadsheet.devtools.paystub.loopback import is_loopback
from broadsheet.devtools.paystub.screens import Screens

LARGEST = 1024 * 1024
# Seconds after which a line that nothing comes over is looked at again.
GLANCE = 0.2


class Server(ThreadingHTTPServer):
    """Listens for the library and for browsers.

    Errors:
        PaystubError: the address is not this machine's own.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, api: Api, screens: Screens) -> None:
        if not is_loopback(host):
            raise PaystubError(
                f"The stand-in processor listens on this machine alone, not on {host}. Give it 127.0.0.1."
            )
        super().__init__((host, port), Line)
        self.api = api
        self.screens = screens
        self.ending = Signal()
        self.lines: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.lines.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.lines.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a caller who hung up; anything else is a fault of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def end(self) -> None:
        """Stop listening, and hang up."""
        self.ending.set()
        self.shutdown()
        self.server_close()
        for line in list(self.lines):
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class Line(BaseHTTPRequestHandler):
    """One line, from a caller to us."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "Paystub"
    sys_version = ""
    disable_nagle_algorithm = True
    # Head and body go out in one piece.
    wbufsize = -1

    def do_GET(self) -> None:
        self.serve()

    def do_POST(self) -> None:
        self.serve()

    def do_DELETE(self) -> None:
        self.serve()

    def log_message(self, *_words: object) -> None:
        """Write nothing: calls carry keys, and what donors typed."""

    def serve(self) -> None:
        body = self.read_body()
        if body is None:
            return
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        if not is_loopback(host):
            self.write(Answer(421, b"TEST, no money moves: for this machine alone.\n"))
        elif self.path.startswith("/v1/"):
            call = Call.read(self.command, self.path, self.headers, body)
            with self.server.api.books.lock:
                answer = self.server.api.answer(call)
            self.write(answer)
        else:
            self.write(self.server.screens.answer(self.command, self.path, self.headers, body))

    def read_body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > LARGEST:
            self.close_connection = True
            self.write(Answer(413, b"Too large.\n"))
            return None
        return self.rfile.read(int(length))

    def write(self, answer: Answer) -> None:
        if answer.silence:
            self.keep_silent(waits=answer.silence == "timeout")
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def keep_silent(self, *, waits: bool) -> None:
        """Hang up without an answer: at once, or when the caller has done so."""
        self.close_connection = True
        while waits and not self.server.ending.is_set():
            readable, _, _ = select.select([self.connection], [], [], GLANCE)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                return
            if readable:
                self.server.ending.wait(GLANCE)
