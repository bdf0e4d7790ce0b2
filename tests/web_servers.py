"""The web servers that stand before a paper, set up as the manual says."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.running import ROOT, RunningPaper, free_port, missing
from tests.wire import connect

MANUAL = ROOT / "docs" / "publishers" / "running.md"
# What each machine has of its own: where it keeps things, and who it is.
NGINX = """
worker_processes 1;
daemon off;
error_log {folder}/error.log;
pid {folder}/nginx.pid;
{user}
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {manual}
}}
"""
ITS_OWN_NAME = re.compile(
    r"listen 443 ssl;\s+server_name \S+;\s+ssl_certificate \S+;\s+ssl_certificate_key \S+;"
)


def written(language: str) -> str:
    """Return what the manual says to write into a configuration."""
    [block] = re.findall(rf"```{language}\n(.+?)```", MANUAL.read_text(), re.DOTALL)
    return block


def replaced(pattern: "str | re.Pattern[str]", by: str, text: str) -> str:
    result, count = re.subn(pattern, by, text)
    assert count == 1, f"the manual says nothing of {pattern}"
    return result


def for_nginx(folder: Path, listens_at: int, paper_at: int) -> str:
    manual = replaced(ITS_OWN_NAME, f"listen 127.0.0.1:{listens_at};", written("nginx"))
    manual = replaced("127.0.0.1:8000", f"127.0.0.1:{paper_at}", manual)
    user = "user root;" if os.geteuid() == 0 else ""
    return NGINX.format(folder=folder, user=user, manual=manual)


def for_caddy(listens_at: int, paper_at: int) -> str:
    manual = replaced(r"\A{", "{\n    admin off\n    auto_https off", written("caddyfile"))
    plain = f"http://:{listens_at} {{\n    bind 127.0.0.1"
    manual = replaced(r"www\.example\.org {", plain, manual)
    return replaced("127.0.0.1:8000", f"127.0.0.1:{paper_at}", manual)


@pytest.fixture(scope="session", params=["nginx", "caddy"])
def web_server(
    request: pytest.FixtureRequest,
    running_paper: RunningPaper,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[int]:
    """Where a web server serves the demo paper: once nginx, once Caddy."""
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    configuration = folder / "configuration"
    if request.param == "nginx":
        configuration.write_text(for_nginx(folder, port, running_paper.port))
        words = ["-p", str(folder), "-c", str(configuration)]
    else:
        configuration.write_text(for_caddy(port, running_paper.port))
        words = ["run", "--adapter", "caddyfile", "--config", str(configuration)]
    with running([find(request.param), *words], port, folder):
        yield port


def find(name: str) -> str:
    subprocess.run([ROOT / "scripts" / "bring", name], check=False, capture_output=True)
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if path is None:
        missing(f"there is no {name}. On Debian: apt-get install {name}")
    return path


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """Have a web server run, all that it keeps in a folder."""
    said = folder / "said"
    own = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    with said.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **own})
    try:
        ends = time.monotonic() + 30
        while not listens(port):
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < ends, "it does not answer"
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(15)


def listens(port: int) -> bool:
    try:
        connect(port).close()
    except ConnectionRefusedError:
        return False
    return True
