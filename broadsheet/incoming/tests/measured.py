"""How much memory it takes to refuse files: in a process of its own, whose memory nothing else has filled before."""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

STATUS = Path("/proc/self/status")
on_linux = pytest.mark.skipif(not STATUS.exists(), reason="NOT TESTED: memory is read from Linux")
# What `resource` tells of a process that was just begun is the memory of whoever began it.
SCRIPT = """
import re, sys
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from broadsheet.incoming.documents import look_at_document
from broadsheet.incoming.errors import IncomingError
from broadsheet.incoming.pictures import look_at_picture

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

before, refused = peak(), 0
for path in sorted(Path(sys.argv[1]).iterdir()):
    look = look_at_document if path.suffix == ".docx" else look_at_picture
    with path.open("rb") as file:
        try:
            look(file, path.suffix[1:])
        except IncomingError:
            refused += 1
print(refused, peak() - before)
"""


class Refusals(NamedTuple):
    """How many files were refused, and by how many kilobytes the memory rose meanwhile, at most."""

    number: int
    rise_kb: int


def refuse(folder: Path) -> Refusals:
    """Look at each file of a folder."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)], capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
    return Refusals(*map(int, done.stdout.split()))
