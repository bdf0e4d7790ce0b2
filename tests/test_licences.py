"""Whose work comes with Broadsheet, and on which terms: nothing that would bind a paper's own work."""

import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.markers import Marker

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
SAME = {
    "mit license": "MIT",
    "the mit license": "MIT",
    "bsd license": "BSD",
    "3-clause bsd": "BSD-3-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "isc license (iscl)": "ISC",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
}


def installed() -> list[str]:
    """Return the names of what `make run` installs on this machine."""
    pins = re.findall(
        r"^([a-z0-9._-]+)(?:\[.*\])?==\S+(?: ; (.+?))? \\$", RUN.read_text(), re.MULTILINE
    )
    return [name for name, marker in pins if not marker or Marker(marker).evaluate()]


def licence_of(package: Distribution) -> str:
    """Return a package's licence by its short name, from whichever field says it."""
    fields = package.metadata
    classified = [
        one.rpartition(" :: ")[2]
        for one in fields.get_all("Classifier", [])
        if one.startswith("License ::")
    ]
    said = fields.get("License-Expression") or (classified or [fields.get("License") or ""])[0]
    return SAME.get(said.strip().lower(), said.strip())


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
