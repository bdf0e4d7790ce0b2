"""How the server listens: HTTP/1.1 alone, so many connections at once, none of them idle for long.

Granian takes each connection for a request under way: as many as it may have at once, idle or not, shut out all others.
So there must be many, and none may stay for nothing.
"""

import os
import resource
import socket
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.net import SocketSpec  # type: ignore[attr-defined]
from granian.server.embed import Server

CONNECTIONS = 4096
# For databases, media, the shelf and what is being sent.
OTHER_FILES = 512
# From the opening of a connection, or its last answer, to the end of the next request's head.
HEAD_SECONDS = 30
# So long an answer may wait for a reader who takes none of it.
UNREAD_SECONDS = 60
# The largest head that is looked at; each connection may hold so much.
HEAD_BYTES = 64 * 1024
WAITING = 1024


class OpenServer(Server):
    """Granian, with a bound on readers who take nothing of what they asked for."""

    def _init_shared_socket(self) -> None:
        if not hasattr(socket, "TCP_USER_TIMEOUT"):
            super()._init_shared_socket()  # type: ignore[no-untyped-call]
            return
        # Granian's own way where each worker cannot open a socket of its own: one that is given to it.
        given: Any = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._ssp, self._shd = None, given
        with socket.socket(fileno=os.dup(given.get_fd())) as door:
            # Connections have what their door has (RFC 5482; tcp(7)).
            door.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_SECONDS * 1000)


def make_server(application: Any, host: str, port: int) -> Server:
    """Return the server that is to answer readers with an ASGI application."""
    return OpenServer(
        application,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEAD_SECONDS * 1000, max_buffer_size=HEAD_BYTES
        ),
        websockets=False,
        backlog=WAITING,
        backpressure=connections_at_once(),
        log_enabled=False,
    )


def connections_at_once() -> int:
    """Return how many connections there may be, having asked the system for so many open files."""
    wanted = CONNECTIONS + OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    files = wanted if soft == resource.RLIM_INFINITY else min(wanted, soft)
    return max(files - OTHER_FILES, files // 2)
