"""Chromium: the one that is here, else Debian's package, else Playwright's own."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.tools import MissingToolError

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
# Tests run as root in containers, and never need the network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
APT_GET = ["apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=120"]


def launch(playwright: Playwright) -> Browser:
    """Start a browser without a window.

    Errors:
        MissingToolError: there is none, and none can be brought.
    """
    path = find(Path(playwright.chromium.executable_path))
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


@cache
def find(playwrights_own: Path) -> Path:
    """Return where the browser is, bringing it if need be.

    Errors:
        MissingToolError: there is none, and none can be brought.
    """
    if named := os.environ.get("CHROMIUM"):
        if found := shutil.which(named):
            return Path(found)
        raise MissingToolError(
            f"CHROMIUM names {named}, which cannot be run. Mend it, or unset it."
        )
    if found := on_path():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get") and install_package() and (found := on_path()):
        return found
    if playwrights_own.exists() or (download() and playwrights_own.exists()):
        return playwrights_own
    raise MissingToolError(
        "Tests of pages need Chromium. Install it (on Debian: apt-get install chromium), or name it in CHROMIUM."
    )


def on_path() -> Path | None:
    return next((Path(found) for name in NAMES if (found := shutil.which(name))), None)


def install_package() -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*APT_GET, "update"], env=quiet, check=False, capture_output=True)
    install = [*APT_GET, "install", "--no-install-recommends", "chromium"]
    return subprocess.run(install, env=quiet, check=False, capture_output=True).returncode == 0


def download() -> bool:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        return (
            subprocess.run(command, check=False, capture_output=True, timeout=300).returncode == 0
        )
    except subprocess.TimeoutExpired:
        return False
