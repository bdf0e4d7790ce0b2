"""A process that has one paper loaded: asked by lines of JSON, it answers by lines of JSON.

Two of them, one with a small paper and one with a large one, take turns within the same minutes.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.machine import ROOT
from bench.servers import HOST


class Inside:
    """A paper, loaded in a process of its own."""

    def __init__(self, home: Path) -> None:
        environment = {
            **os.environ,
            "BROADSHEET_HOME": str(home),
            "ADDRESS": f"http://{HOST}",
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.inside"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, act: str, **options: Any) -> Any:
        """Have something done there, and return what came of it.

        Errors:
            SystemExit: it failed; what it said stands on standard error.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([act, options]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"“{act}” failed in the process that holds the paper.")
        return json.loads(line)

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()

    def __enter__(self) -> "Inside":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def main() -> None:
    """Load the paper and do what is asked until there is no more."""
    answers = sys.stdout
    # Whatever else is said must not be read as an answer.
    sys.stdout = sys.stderr
    import django

    django.setup()
    from bench.archive import ACTS as ARCHIVE
    from bench.gifts import ACTS as GIFTS
    from bench.letters import ACTS as LETTERS
    from bench.metadata import ACTS as METADATA
    from bench.newsroom import ACTS as NEWSROOM
    from bench.photos import ACTS as PHOTOS
    from bench.publishing import ACTS as PUBLISHING
    from bench.tips import ACTS as TIPS

    acts: dict[str, Callable[..., Any]] = {
        **ARCHIVE,
        **GIFTS,
        **LETTERS,
        **METADATA,
        **NEWSROOM,
        **PHOTOS,
        **PUBLISHING,
        **TIPS,
    }
    for line in sys.stdin:
        act, options = json.loads(line)
        answers.write(json.dumps(acts[act](**options)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
