"""The folder that holds all that a paper owns, and what can be wrong with it before anything starts."""

import errno
import fcntl
import os
import shutil
import socket
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from broadsheet.lib.errors import BroadsheetError

# Room for a database, its log and a shelf of a small paper.
LEAST_BYTES = 100 * 1024 * 1024
PAPER_TOML = """\
# What this paper's owner has set. Every setting is explained in the publishers' manual, "Settings".
# address = "https://www.example.org"
# database_url = "postgres://broadsheet@localhost/paper"
"""


class FolderError(BroadsheetError):
    """The paper's folder cannot be used."""


class PortError(BroadsheetError):
    """The server cannot listen where it was told to."""


def refuse_busy_port(host: str, port: int) -> None:
    """Refuse a port that another program listens at, or that may not be used.

    Errors:
        PortError: which port, and what to do.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError as error:
            raise PortError(
                f"Port {port} is for the system's own programs. Choose one above 1023: --port 8000."
            ) from error
        except (OSError, OverflowError) as error:
            if isinstance(error, OSError) and error.errno != errno.EADDRINUSE:
                raise PortError(
                    f"{host} is no address of this machine. Leave --host out, or give one that is."
                ) from error
            raise PortError(
                f"Port {port} is in use by another program. End that one, or choose another: --port {min(port, 65000) + 1}."
            ) from error


def make_home(home: Path) -> None:
    """Make the paper's folder with what it needs from the first day.

    Errors:
        FolderError: it cannot be made or written.
    """
    try:
        for folder in (home, home / "media", home / "shelf", home / "secrets"):
            folder.mkdir(parents=True, exist_ok=True)
        (home / "secrets").chmod(0o700)
        key = home / "secrets" / "secret_key"
        if not key.exists():
            key.touch(mode=0o600)
            key.write_text(get_random_secret_key(), encoding="utf-8")
        settings = home / "paper.toml"
        if not settings.exists():
            settings.write_text(PAPER_TOML, encoding="utf-8")
        trial = home / ".trial"
        trial.touch()
        trial.unlink()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _full(home) from error
        raise FolderError(
            f"The folder {home} cannot be written. Give yourself the right to, or choose another: --home FOLDER."
        ) from error


def refuse_full_disk(home: Path) -> None:
    """Refuse to start a paper that has no room to write.

    Errors:
        FolderError: the disk is nearly full.
    """
    if shutil.disk_usage(home).free < LEAST_BYTES:
        raise _full(home)


def _full(home: Path) -> FolderError:
    return FolderError(
        f"The disk that holds {home} is full. Make at least {LEAST_BYTES // 1024**2} MB of room and start again."
    )


def claim(home: Path) -> None:
    """Hold the folder for this process, and the one that takes its place, until it ends.

    Errors:
        FolderError: another process holds it.
    """
    handle = os.open(home / ".running", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise FolderError(
            f"This paper is already running from {home}. Stop that one first, or choose another folder: --home FOLDER."
        ) from error
    os.set_inheritable(handle, True)


def refuse_missing_paper(home: Path) -> None:
    """Refuse a folder in which no paper was ever started.

    Errors:
        FolderError: there is no paper.
    """
    if not (home / "secrets" / "secret_key").exists():
        raise FolderError(
            f"There is no paper in {home}. Start one with “broadsheet run”, or name its folder: --home FOLDER."
        )
