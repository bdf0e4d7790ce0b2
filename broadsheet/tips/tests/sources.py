"""Sources, and the line that they talk to over real HTTP."""

import base64
import hashlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import broadsheet
from broadsheet.tips.blobs import PART_BYTES
from broadsheet.tips.codes import thread_of
from broadsheet.tips.sources.passes import is_solved
from broadsheet.tips.tests.newsrooms import AGE, post_quantum_key
from tests.running import free_port

ROOT = Path(broadsheet.__file__).parent.parent
START_SECONDS = 60


class Told(NamedTuple):
    """What was answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


class Line:
    """A tip line that runs in a process of its own."""

    def __init__(self, home: Path, seconds: float) -> None:
        self.home, self.port = home, free_port()
        command = [sys.executable, "-m", "broadsheet.tips.tests.small_line"]
        self.log = home / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, str(self.port), str(home), str(seconds)],
                env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(home)},
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        ends = time.monotonic() + START_SECONDS
        while time.monotonic() < ends:
            try:
                self.ask("GET", "/tips/list.json")
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the line does not answer")

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Told:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return Told(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def post(self, path: str, told: dict[str, Any], headers: dict[str, str] | None = None) -> Told:
        body = json.dumps(told).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/json", **(headers or {})})

    def solved(self, size: int = 0) -> dict[str, Any]:
        """Return a pass for so many bytes, and the work that it asks for."""
        told = self.ask("GET", "/tips/pass", headers={"Tips-Bytes": str(size)}).json
        return {"puzzle": told["puzzle"], "answer": solve(told["puzzle"], told["bits"])}

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def solve(puzzle: str, bits: int) -> int:
    number = 0
    while not is_solved(puzzle, number, bits):
        number += 1
    return number


@contextmanager
def running(home: Path, seconds: float = 30) -> Iterator[Line]:
    line = Line(home, seconds)
    try:
        yield line
    finally:
        line.stop()


class Source:
    """Someone who tells the newsroom something, with scripts."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.key = os.urandom(32)
        self.thread = thread_of(self.key)
        self.reply = post_quantum_key()

    @property
    def key_told(self) -> str:
        return base64.b64encode(self.key).decode()

    def announced(self, size: int, kind: str = "tip", **more: Any) -> dict[str, Any]:
        told = {"kind": kind, "epoch": 1, "thread": self.thread, "key": self.key_told}
        told["reply"] = self.reply
        return {**told, "bytes": size, "drill": "", "proof": "", **more}

    def open(self, size: int, kind: str = "tip", **more: Any) -> Told:
        told = {**self.line.solved(size), **self.announced(size, kind), **more}
        return self.line.post("/tips/open", told)

    def put(
        self, token: str, number: int, part: bytes, *, offset: int = 0, sum_of: bytes | None = None
    ) -> Told:
        wanted = hashlib.sha256(part if sum_of is None else sum_of).hexdigest()
        headers = {"Tips-Token": token, "Tips-Offset": str(offset), "Tips-Sha256": wanted}
        return self.line.ask("PUT", f"/tips/parts/{number}", part, headers)

    def have(self, token: str) -> list[int]:
        return self.line.ask("GET", "/tips/parts", headers={"Tips-Token": token}).json["parts"]

    def finish(self, token: str, whole: bytes) -> Told:
        parts = parts_of(whole)
        sums = b"".join(hashlib.sha256(part).digest() for part in parts)
        told = {"parts": len(parts), "bytes": len(whole), "sum": hashlib.sha256(sums).hexdigest()}
        return self.line.post("/tips/finish", told, {"Tips-Token": token})

    def send(self, whole: bytes, kind: str = "tip", **more: Any) -> str:
        """Send something whole; return the token."""
        opened = self.open(len(whole), kind, **more)
        assert opened.status == 200, opened.text
        token = opened.json["token"]
        for number, part in enumerate(parts_of(whole)):
            told = self.put(token, number, part)
            assert told.json == {"have": len(part), "done": True}
        assert self.finish(token, whole).json == {"received": True}
        return str(token)

    def thread_told(self) -> Told:
        return self.line.post("/tips/thread", {"key": self.key_told})


def parts_of(whole: bytes) -> list[bytes]:
    return [whole[at : at + PART_BYTES] for at in range(0, len(whole), PART_BYTES)]


def locked(size: int) -> bytes:
    """Return bytes that look locked up."""
    return AGE + os.urandom(size - len(AGE))
