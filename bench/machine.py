"""The machine: its cores, what processes used of them, what they keep in memory, what is in its file cache."""

import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
SERVER_CORE, CLIENT_CORE = "0", "1"
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def program(name: str) -> str:
    """Return where a program is; Debian keeps nginx where ordinary users do not look.

    Errors:
        SystemExit: it is not here; the sentence says what to install.
    """
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        raise SystemExit(f"Measuring needs {name}: install it, or run `make bench`, which does.")
    return found


def pinned(core: str, *words: str) -> list[str]:
    """Return a command that runs on one core only."""
    return [program("taskset"), "-c", core, *words]


def family(pid: int) -> list[int]:
    """Return a process and all under it."""
    found = [pid]
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(thread).split():
            found += family(int(child))
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the processor time that processes have used so far, their own and the system's for them."""
    total = 0
    for pid in pids:
        # The name stands in brackets and may hold spaces; utime and stime are the 12th and 13th word after it.
        words = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
        total += int(words[11]) + int(words[12]) if words else 0
    return total / TICKS


def private_bytes(pids: Iterable[int]) -> int:
    """Return the memory that is the processes' own: not files they have mapped, such as the shelf."""
    sizes = [re.search(r"RssAnon:\s+(\d+) kB", _read(Path(f"/proc/{pid}/status"))) for pid in pids]
    return sum(int(size[1]) * 1024 for size in sizes if size)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


# The file cache ------------------------------------------------------------------------------------
def warm(files: Iterable[Path]) -> None:
    """Read files, so that all of them are in memory."""
    for file in files:
        with file.open("rb", buffering=0) as opened:
            while opened.read(1 << 20):
                pass


def chill(files: Iterable[Path]) -> None:
    """Drop files from memory: written out first, then POSIX_FADV_DONTNEED. No process may have them mapped."""
    for file in files:
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fdatasync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


def share_in_memory(files: Sequence[Path]) -> float | None:
    """Return how much of some files is in memory, from 0 to 1; None where util-linux's fincore is missing."""
    fincore = shutil.which("fincore")
    if fincore is None:
        return None
    words = [fincore, "--bytes", "--noheadings", "--raw", "--output", "RES,SIZE", *map(str, files)]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    sizes = [[int(word) for word in line.split()] for line in said.splitlines()]
    return sum(size[0] for size in sizes) / max(1, sum(size[1] for size in sizes))


def disk_bytes(files: Iterable[Path]) -> int:
    """Return what files take on the disk, in whole blocks."""
    return sum(file.stat().st_blocks * 512 for file in files)


# What the table says of it --------------------------------------------------------------------------
def described() -> str:
    """Return a line about the machine and the programs that were measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    nginx = subprocess.run([program("nginx"), "-v"], capture_output=True, text=True, check=True)
    ours = [f"{name} {version(name)}" for name in ("django", "wagtail", "granian")]
    words = [
        f"{os.cpu_count()} cores",
        f"{memory:.0f} GB",
        f"{platform.system()} {platform.release().split('-')[0]}",
        f"Python {platform.python_version()}",
        *ours,
        nginx.stderr.strip().rpartition(" ")[2].replace("/", " "),
        f"load before {os.getloadavg()[0]:.1f}",
    ]
    return ", ".join(words)


@contextmanager
def said(what: str) -> Iterator[None]:
    """Say on standard error what is being done, and how long it took."""
    began = time.monotonic()
    sys.stderr.write(f"{what} … ")
    sys.stderr.flush()
    yield
    sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")
    sys.stderr.flush()
