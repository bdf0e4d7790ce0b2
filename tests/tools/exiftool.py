"""ExifTool: a program apart from ours that writes and reads what picture files say. The one that is here, else Debian's."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.tools import MissingToolError
from tests.tools.chromium import install_package

# Fields of IPTC's 2023.1 and 2025.1, for an ExifTool from before them. A field that it knows is not harmed.
NEWER_FIELDS = """
%Image::ExifTool::UserDefined = (
  'Image::ExifTool::XMP::iptcExt' => {
    AISystemUsed => { }, AISystemVersionUsed => { }, AIPromptInformation => { }, AIPromptWriterName => { },
  },
  'Image::ExifTool::PLUS::XMP' => { DataMining => { } },
);
1;
"""


@cache
def find() -> str:
    """Return where the program is, bringing it if need be.

    Errors:
        MissingToolError: there is none, and none can be brought.
    """
    named = os.environ.get("EXIFTOOL", "exiftool")
    if not shutil.which(named) and os.geteuid() == 0 and shutil.which("apt-get"):
        install_package("libimage-exiftool-perl")
    found = shutil.which(named)
    if found is None:
        raise MissingToolError(
            "Tests of what pictures' files say need ExifTool. Install it (on Debian: apt-get install "
            "libimage-exiftool-perl), or name it in EXIFTOOL."
        )
    return found


def write(fields: Mapping[Path, Sequence[str]]) -> None:
    """Write fields into files, all in one go: `{path: ["-XMP-dc:Creator=Nell Roe"]}`.

    Errors:
        AssertionError: it could not write one of them as it was asked.
    """
    config = next(iter(fields)).parent / "exiftool.config"
    config.write_text(NEWER_FIELDS)
    lines: list[str] = []
    for path, wanted in fields.items():
        lines += ["-overwrite_original", "-m", "-struct", *wanted, str(path), "-execute"]
    done = _run("-config", str(config), "-@", "-", words="\n".join(lines))
    assert done.stderr == "", done.stderr
    assert done.stdout.count("1 image files updated") == len(fields), done.stdout


def read(*paths: Path) -> list[dict[str, Any]]:
    """Return what each file says, as `{"XMP-dc:Creator": …, "IPTC:By-line": …}`: groups and names as the program has them."""
    done = _run("-json", "-G1", "-struct", "-a", "-n", "-e", *map(str, paths))
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _run(*options: str, words: str = "") -> subprocess.CompletedProcess[str]:
    # An argument's line may not begin with a blank, and takes C's own escapes only if told so.
    return subprocess.run(
        [find(), *options], input=words, capture_output=True, text=True, timeout=120, check=False
    )
