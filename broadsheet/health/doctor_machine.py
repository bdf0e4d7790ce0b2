"""What the doctor looks at first: Python, packages, the paper's folder, the system. None of it needs the program."""

import fcntl
import os
import re
import resource
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from importlib import import_module, metadata
from pathlib import Path
from zoneinfo import ZoneInfo

from broadsheet.health.doctor import Check, Finding, fine, home, note, wrong

LEAST_PYTHON = (3, 11)
# Those that are partly not in Python, and can be there and not work.
LOADED = ["django", "wagtail", "granian", "isal.isal_zlib", "nh3", "PIL.Image", "psycopg"]
LEAST_BYTES = 100 * 1024 * 1024
LEAST_SHARE = 0.10
LEAST_FILES = 1024
# The clock of a machine without a battery begins in 1970.
NOT_BEFORE = 1_767_225_600  # 2026
PASSWORD_IN_ADDRESS = re.compile(r"://[^/\s:\"]+:[^/\s@\"]+@")


def python() -> Iterator[Finding]:
    said = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < LEAST_PYTHON:
        yield wrong(
            "Python",
            f"{said} is too old. Install Python 3.11 or newer, and the program anew with it.",
        )
    else:
        yield fine("Python", f"{said}.")


def packages() -> Iterator[Finding]:
    """Look whether each package that the program needs is there, of a version that it takes, and can be loaded."""
    faults = [*missing_packages(), *broken_packages()]
    for fault in faults:
        yield wrong("Packages", f"{fault} Install the program anew with all that it needs.")
    if not faults:
        yield fine("Packages", "All are there.")


def missing_packages() -> Iterator[str]:
    try:
        needs = metadata.requires("broadsheet") or []
    except metadata.PackageNotFoundError:
        return
    for need in needs:
        found = re.match(r"([\w.-]+)(?:\[[^]]*\])?\s*([^;]*)(;.*)?$", need)
        # What is needed on some machines only is looked at by loading it.
        if found is None or found[3]:
            continue
        try:
            version = metadata.version(found[1])
        except metadata.PackageNotFoundError:
            yield f"{found[1]} is missing."
            continue
        if not fits(version, found[2]):
            yield f"{found[1]} {version} does not fit, {found[2].strip()} is needed."


def broken_packages() -> Iterator[str]:
    for name in LOADED:
        try:
            import_module(name)
        except Exception as error:  # noqa: BLE001 (whatever a package may do)
            yield f"{name.partition('.')[0]} cannot be loaded ({type(error).__name__})."


def fits(version: str, wanted: str) -> bool:
    """Say whether a version is one of those wanted, as a package's list of needs writes them (PEP 440, simple cases).

    >>> fits("5.2.19", ">=5.2,<5.3"), fits("6.0", ">=5.2,<5.3"), fits("3.0", "")
    (True, False, True)
    """
    has = release(version)
    for clause in filter(None, (one.strip() for one in wanted.split(","))):
        found = re.match(r"(>=|<=|==|<|>)\s*([\d.]+)", clause)
        if found is None:
            continue
        asked = release(found[2])
        cut = has[: len(asked)]
        is_so = {
            ">=": has >= asked,
            "<=": cut <= asked,
            "==": cut == asked,
            "<": has < asked,
            ">": cut > asked,
        }[found[1]]
        if not is_so:
            return False
    return True


def release(version: str) -> tuple[int, ...]:
    found = re.match(r"[\d.]*", version)
    return tuple(int(one) for one in (found[0] if found else "").split(".") if one)


# The folder -----------------------------------------------------------------------------------------
def folder() -> Iterator[Finding]:
    """Look whether there is a paper, and whether it can be written."""
    here = home()
    has_key = (here / "secrets" / "secret_key").exists()
    if not here.is_dir() or not (has_key or is_set("SECRET_KEY")):
        yield wrong(
            "Folder",
            f"There is no paper in {here}. Start one with “broadsheet run”, or name its folder: --home FOLDER.",
        )
        return
    closed = [one for one in (here, here / "media", here / "shelf") if not is_open(one)]
    for one in closed:
        yield wrong(
            "Folder",
            f"{one} cannot be written by you. Be the paper's own user, or: chown -R USER {here}",
        )
    if not closed:
        yield fine("Folder", f"The paper is in {here}, and can be written.")


def is_set(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def is_open(one: Path) -> bool:
    return not one.exists() or os.access(one, os.W_OK | os.X_OK)


def owners() -> Iterator[Finding]:
    """Look for files of another user: somebody has run a command as root, and the server cannot write what it made."""
    here = home()
    if not here.is_dir():
        return
    owner = here.stat().st_uid
    files = [*here.glob("paper.sqlite3*"), *here.glob("shelf/*"), here / "media", here / "watch"]
    strange = [one for one in files if one.exists() and one.stat().st_uid != owner]
    if strange:
        yield wrong(
            "Owners",
            f"{strange[0]} belongs to another user than the folder, so the paper may not write it: chown -R {owner} {here}",
        )
    else:
        yield fine("Owners", "All files belong to the user of the folder.")


def secrets() -> Iterator[Finding]:
    """Look whether others on this machine can read what they must not."""
    here = home()
    open_to_others = [
        f"chmod {mode} {one}"
        for one, mode in ((here / "secrets", "700"), (here / "secrets" / "secret_key", "600"))
        if one.exists() and stat.S_IMODE(one.stat().st_mode) & 0o077
    ]
    paper_toml = here / "paper.toml"
    if paper_toml.exists() and stat.S_IMODE(paper_toml.stat().st_mode) & 0o077:
        words = paper_toml.read_text(encoding="utf-8", errors="replace")
        if PASSWORD_IN_ADDRESS.search(words) or "secret_key" in words:
            open_to_others.append(f"chmod 600 {paper_toml}")
    for command in open_to_others:
        yield wrong("Secrets", f"Others on this machine can read them: {command}")
    if not open_to_others:
        yield fine("Secrets", "Only the paper's own user can read them.")


def disk() -> Iterator[Finding]:
    here = next(one for one in (home(), *home().parents) if one.exists())
    total, _used, free = shutil.disk_usage(here)
    said = f"{free // 1024**2:,} of {total // 1024**2:,} MB are free"
    if free < LEAST_BYTES:
        yield wrong("Disk", f"{said}. The paper does not start: make room for at least 100 MB.")
    elif free < total * LEAST_SHARE:
        yield wrong(
            "Disk", f"{said}, less than a tenth. Make room, or give the paper a larger disk."
        )
    else:
        yield fine("Disk", f"{said}.")


# The system -----------------------------------------------------------------------------------------
def limits() -> Iterator[Finding]:
    """Look at what the system allows a program of this user; a server's files are its readers' connections, too."""
    faults: list[str] = []
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if files != resource.RLIM_INFINITY and files < LEAST_FILES:
        faults.append(
            f"Only {files} files may be open at once: ulimit -n 65536, or LimitNOFILE=65536."
        )
    if resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY:
        faults.append("A program is ended after some time of work: ulimit -t unlimited.")
    if resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY:
        faults.append("Files may not grow as large as a database does: ulimit -f unlimited.")
    for fault in faults:
        yield wrong("Limits", fault)
    if not faults:
        yield fine("Limits", "Time, files and their size are enough.")


def clock() -> Iterator[Finding]:
    said = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    if time.time() < NOT_BEFORE:
        yield wrong("Clock", f"It says {said}. Set it, and keep it right: timedatectl set-ntp true")
        return
    try:
        ZoneInfo("America/Chicago")
    except Exception:  # noqa: BLE001 (a damaged file of zones, too)
        yield wrong("Clock", "Time zones are not known here: pip install tzdata")
        return
    yield fine("Clock", f"It says {said}.")


def running() -> Iterator[Finding]:
    if is_running():
        yield fine("Running", "The paper is running.")
    else:
        yield note(
            "Running", "The paper is not running from this folder. Start it with “broadsheet run”."
        )


def is_running() -> bool:
    """Say whether a server holds the paper's folder (`lib/folder.py`)."""
    try:
        handle = os.open(home() / ".running", os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


CHECKS: list[Check] = [
    python,
    packages,
    folder,
    owners,
    secrets,
    disk,
    limits,
    clock,
    running,
]
# Without these, nothing else can be looked at.
NEEDED = frozenset(["Python", "Packages", "Folder"])
