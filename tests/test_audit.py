"""Known holes in what is installed: a hole fails the check, no network does not, and both are said."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.running import ROOT

HOLE = {
    "id": "BROADSHEET-1",
    "aliases": [],
    "summary": "A hole.",
    "details": "A hole.",
    "modified": "2026-01-01T00:00:00Z",
    "published": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "nh3", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.9.9"}]}],
        }
    ],
}


class ListOfHoles(BaseHTTPRequestHandler):
    """Answers as OSV does: of nh3 it knows a hole."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = {"vulns": [HOLE]} if asked["package"]["name"] == "nh3" else {}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(known).encode())

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture(scope="module")
def list_of_holes() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), ListOfHoles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()


def audit(lock: Path, asked: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "audit.py", lock],
        env={
            "PATH": "",
            "KNOWN_HOLES": asked,
            "HOME": str(lock.parent),
            "PYTHONPATH": ":".join(sys.path),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def lock_of(folder: Path, name: str) -> Path:
    lock = folder / "lock.txt"
    lock.write_text(f"{name}==0.3.8 \\\n    --hash=sha256:{'0' * 64}\n")
    return lock


def test_a_known_hole_fails_the_check_and_says_what_to_install(tmp_path, list_of_holes):
    done = audit(lock_of(tmp_path, "nh3"), list_of_holes)

    assert done.returncode == 1
    assert "nh3 0.3.8: BROADSHEET-1, mended in 9.9.9" in done.stdout


def test_without_a_known_hole_the_check_says_how_many_packages_were_looked_up(
    tmp_path, list_of_holes
):
    done = audit(lock_of(tmp_path, "isal"), list_of_holes)

    assert (done.returncode, done.stdout) == (0, "1 packages looked up, 0 known holes.\n"), (
        done.stderr
    )


def test_without_a_network_nothing_fails_and_it_says_so(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/"

        done = audit(lock_of(tmp_path, "nh3"), nobody)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("NOT LOOKED UP")


def test_a_lock_that_cannot_be_read_fails_the_check(tmp_path, list_of_holes):
    lock = tmp_path / "lock.txt"
    lock.write_text("nh3>=0.3\n")

    assert audit(lock, list_of_holes).returncode == 1
