"""Programs apart from ours that tests look through: those that are here, else Debian's."""

import os
import shutil
from functools import cache

from tests.tools import MissingToolError
from tests.tools.chromium import install_package


@cache
def find(name: str, package: str = "") -> str:
    """Return where a program is, bringing the package of its name, or of another, if need be.

    Errors:
        MissingToolError: there is none, and none can be brought.
    """
    if not shutil.which(name) and os.geteuid() == 0 and shutil.which("apt-get"):
        install_package(package or name)
    found = shutil.which(name)
    if found is None:
        raise MissingToolError(
            f"A test looks through {name}. Install it (on Debian: apt-get install {package or name})."
        )
    return found
