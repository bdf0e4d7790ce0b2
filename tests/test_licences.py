"""Whose work comes with Broadsheet, and on which terms: nothing that would bind a paper's own work."""

import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.markers import Marker

from scripts.sbom import licence_of, pins

RUN = Path(__file__).parent.parent / "requirements" / "run.txt"
FREE = [
    "MIT", "MIT-0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "Apache Software License", "ISC",
    "PSF-2.0", "Python Software Foundation License", "MIT-CMU", "HPND", "Zlib", "0BSD", "Unlicense", "CC0-1.0",
]  # fmt: skip
# Kept as files of their own that anyone may change: nothing of ours is bound by them.
BY_FILE = {"certifi": "MPL-2.0"}
# Linked at run time and replaceable by its user, as its licence asks.
LINKED = {
    "psycopg": "LGPL-3.0-only",
    "psycopg-binary": "LGPL-3.0-only",
    "psycopg-pool": "LGPL-3.0-only",
}


def installed() -> list[str]:
    """Return the names of what `make run` installs on this machine."""
    found = pins(RUN.read_text())
    return [pin.name for pin in found if not pin.marker or Marker(pin.marker).evaluate()]


@pytest.mark.parametrize("name", installed())
def test_a_package_may_come_with_a_paper(name: str):
    licence = licence_of(distribution(name))

    allowed = [*FREE, BY_FILE.get(name), LINKED.get(name)]

    # Of a choice such as “Apache-2.0 OR BSD-3-Clause” one must do; of “MIT AND PSF-2.0” all must.
    assert any(
        all(part.strip(" ()") in allowed for part in choice.split(" AND "))
        for choice in licence.split(" OR ")
    ), f"{name}: {licence or 'no licence named'}"


def test_the_lock_is_not_empty():
    assert len(installed()) > 30


def test_no_reader_of_heic_pictures_comes_along():
    """The wheel of pillow-heif holds x265, whose licence is the GPL; Wagtail runs without it."""
    assert "pillow-heif" not in re.findall(r"^[a-z0-9-]+(?===)", RUN.read_text(), re.MULTILINE)
