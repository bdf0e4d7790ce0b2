"""Chromium: the one that is here, else Debian's package, else Playwright's own.

Debian has it a second time without its windows (`chromium-headless-shell`): the same pages for a quarter of the work of
opening one, so that all tests end in time. What it does otherwise, such as printing, is looked at in the whole one.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, BrowserType

from tests.tools import MissingToolError

SHELL = "chromium-headless-shell"
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


def launch(kind: BrowserType, *, whole: bool = False) -> Browser:
    """Start a browser without a window.

    Args:
        whole: as people have it, even if one without windows is there.

    Errors:
        MissingToolError: there is none, and none can be brought.
    """
    path = find(Path(kind.executable_path), whole=whole)
    return kind.launch(executable_path=path, args=FLAGS)


@cache
def find(playwrights_own: Path, *, whole: bool = False) -> Path:
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
    is_debians = os.geteuid() == 0 and shutil.which("apt-get")
    if not whole and (shutil.which(SHELL) or (is_debians and install_package(SHELL))):
        return Path(str(shutil.which(SHELL)))
    if found := on_path():
        return found
    if is_debians and install_package("chromium") and (found := on_path()):
        return found
    if playwrights_own.exists() or (download() and playwrights_own.exists()):
        return playwrights_own
    raise MissingToolError(
        "Tests of pages need Chromium. Install it (on Debian: apt-get install chromium), or name it in CHROMIUM."
    )


def on_path() -> Path | None:
    return next((Path(found) for name in NAMES if (found := shutil.which(name))), None)


def install_package(name: str) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*APT_GET, "update"], env=quiet, check=False, capture_output=True)
    install = [*APT_GET, "install", "--no-install-recommends", name]
    return subprocess.run(install, env=quiet, check=False, capture_output=True).returncode == 0


def download() -> bool:
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        return (
            subprocess.run(command, check=False, capture_output=True, timeout=300).returncode == 0
        )
    except subprocess.TimeoutExpired:
        return False
