"""The two servers: the paper as `broadsheet run` serves it, and nginx with the same bytes as files."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path

from bench.machine import ROOT, SERVER_CORE, family, free_port, pinned, program

# The paper's own host: readers' requests carry it, whatever port is listened at.
HOST = "localhost"
START_SECONDS = 180
STOP_SECONDS = 15
# What nginx says by itself; the rest of our headers is added, so that both send as many.
NGINX_SAYS = {
    "server",
    "date",
    "content-type",
    "content-length",
    "last-modified",
    "connection",
    "etag",
    "content-encoding",
}
CONFIGURATION = """
worker_processes 1;
daemon off;
error_log stderr crit;
pid {folder}/nginx.pid;
{user}
events {{ worker_connections 512; }}
http {{
    access_log off;
    server_tokens off;
    sendfile on;
    tcp_nopush off;
    open_file_cache max=2000;
    keepalive_requests 100000000;
    gzip_static always;
    default_type "text/html; charset=utf-8";
    client_body_temp_path {folder}/nginx-body;
    proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        {headers}
    }}
}}
"""


class Server:
    """A server that was started here, on one core, with all processes under it."""

    def __init__(self, words: list[str], port: int, **environment: str) -> None:
        self.port = port
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the server is)
        self.process = subprocess.Popen(
            words,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=self._said,
        )

    @property
    def pids(self) -> list[int]:
        return family(self.process.pid)

    def wait(self, path: str) -> None:
        """Wait until it answers.

        Errors:
            SystemExit: it ended, or says nothing.
        """
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                self._said.seek(0)
                words = self._said.read().decode(errors="replace")[-2000:]
                raise SystemExit(f"A server ended by itself: {self.process.args!r}\n{words}")
            try:
                get(self.port, path)
            except (OSError, HTTPException):
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"{self.process.args!r} does not answer.")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            for pid in self.pids:
                os.kill(pid, signal.SIGKILL)
            self.process.wait()

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Hold all of it still: what shares its core is measured meanwhile."""
        pids = self.pids
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)


def get(port: int, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    """Return an answer and its bytes as they were sent."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(
            "GET", path, headers={"Host": HOST, "Accept-Encoding": "gzip", **headers}
        )
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


@contextmanager
def paper(home: Path, *, core: str = SERVER_CORE) -> Iterator[Server]:
    """Serve the paper in a folder: server and worker on one core."""
    port = free_port()
    command = [sys.executable, "-m", "broadsheet.cli", "run", "--home", str(home)]
    # A set address: without it another port would be another paper to the shelf.
    server = Server(pinned(core, *command, "--port", str(port)), port, ADDRESS=f"http://{HOST}")
    try:
        server.wait("/robots.txt")
        yield server
    finally:
        server.stop()


@contextmanager
def nginx(root: Path, folder: Path, like: HTTPResponse) -> Iterator[Server]:
    """Serve files that are already deflated, with as many headers as the answer `like` has."""
    port = free_port()
    names = [name for name, _ in like.getheaders() if name.lower() not in NGINX_SAYS]
    count = max(0, len(like.getheaders()) - len(NGINX_SAYS))
    lines = [f'add_header {name} "{like.getheader(name)}" always;' for name in names[:count]]
    configuration = folder / "nginx.conf"
    configuration.write_text(
        CONFIGURATION.format(
            folder=folder,
            root=root,
            port=port,
            headers="\n        ".join(lines),
            user="user root;" if os.geteuid() == 0 else "",
        )
    )
    command = [program("nginx"), "-p", str(folder), "-c", str(configuration)]
    server = Server(pinned(SERVER_CORE, *command), port)
    try:
        server.wait("/")
        yield server
    finally:
        server.stop()
