"""What is locked up, on the disk: of each message a folder, in it its parts, numbered from 0. Each is written to the disk before
anyone is told that it came. What is read leaves no time of it (`O_NOATIME`): that would tell when somebody was there."""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BufferedReader
from pathlib import Path
from typing import Final

from broadsheet.tips.box import Box
from broadsheet.tips.days import midnight

PART_BYTES = 4 * 1024 * 1024
READ_BYTES = 256 * 1024
# Linux alone has it; elsewhere, and where a disk forbids it, a file shows when it was read.
UNMARKED: Final = getattr(os, "O_NOATIME", 0)


def make_folder(box: Box, path: Path) -> None:
    path.mkdir(mode=0o700)
    box.show_day([path, path.parent])


def write(box: Box, path: Path, pieces: Iterable[bytes], *, more_comes: bool = False) -> int:
    """Add pieces to a file, and return how many bytes they held. What came before a failure stays.

    Args:
        more_comes: it need not be on the disk yet.
    """
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    size = 0
    with os.fdopen(handle, "wb") as file:
        try:
            for piece in pieces:
                size += file.write(piece)
        finally:
            file.flush()
            if not more_comes:
                os.fsync(handle)
    box.show_day([path, path.parent])
    return size


def lay_down(box: Box, message: str, pieces: Iterable[bytes]) -> tuple[Path, int]:
    """Write a whole message in parts, to be moved to its place in the transaction that keeps its row; return its folder and
    its size. Nothing of it stays if that fails.

    Errors:
        OSError: the disk.
    """
    folder = box.unfinished / f"{message}.whole"
    make_folder(box, folder)
    try:
        size = 0
        for number, part in enumerate(in_parts(pieces)):
            size += write(box, folder / str(number), [part])
    except BaseException:
        throw_away(box, folder)
        raise
    return folder, size


def in_parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join pieces of any size to parts; each is full but the last.

    >>> [len(part) for part in in_parts([b"a" * PART_BYTES, b"bc"])]
    [4194304, 2]
    """
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= PART_BYTES:
            yield bytes(waiting[:PART_BYTES])
            del waiting[:PART_BYTES]
    if waiting:
        yield bytes(waiting)


def move(box: Box, folder: Path, message: str) -> None:
    """Make a finished folder of parts a message's own."""
    home = box.messages / message
    folder.rename(home)
    for path in (home, box.messages, box.unfinished):
        sync(path)
    box.show_day([home, box.messages, box.unfinished])


def sync(folder: Path) -> None:
    handle = open_unmarked(folder, os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(box: Box, message: str) -> Iterator[bytes]:
    """Give what is kept of a message, piece by piece.

    Errors:
        OSError: it is not there, or is taken away meanwhile.
    """
    folder = box.messages / message
    for number in range(len(names_in(folder))):
        with reading(folder / str(number)) as part:
            while piece := part.read(READ_BYTES):
                yield piece


def reading(path: Path) -> BufferedReader:
    """Open a file so that it does not show when it was read.

    Errors:
        OSError: it is not there.
    """
    return os.fdopen(open_unmarked(path, os.O_NOFOLLOW), "rb")


def names_in(folder: Path) -> list[str]:
    """Return what lies in a folder, which does not show when it was looked into.

    Errors:
        OSError: it is not there.
    """
    handle = open_unmarked(folder, os.O_DIRECTORY)
    try:
        return os.listdir(handle)  # noqa: PTH208 (a path would be opened anew)
    finally:
        os.close(handle)


def open_unmarked(path: Path, flags: int) -> int:
    try:
        return os.open(path, os.O_RDONLY | flags | UNMARKED)
    except PermissionError:
        # It belongs to another user, who lets the paper read it.
        return os.open(path, os.O_RDONLY | flags)


def throw_away(box: Box, folder: Path) -> None:
    """Take a folder of parts from the disk, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        # Something in it cannot be deleted: whoever asked must not be told that it is gone.
        shutil.rmtree(folder)
    sync(folder.parent)
    box.show_day([folder.parent])


def sweep(box: Box) -> int:
    """Delete what no row tells of, as a power cut between rows and files leaves it; return how many folders that were."""
    with box.writing() as rows:
        known = {row["id"] for row in rows.execute("SELECT id FROM messages")}
        # Within the transaction: a message's folder is moved there before its row is kept, both under the same lock.
        stray = [name for name in names_in(box.messages) if name not in known]
        for name in stray:
            throw_away(box, box.messages / name)
    return len(stray)


def sweep_unfinished(box: Box, known: Collection[str]) -> None:
    """Delete what was being written, and was left by a process that ended in the middle.

    Args:
        known: folders that may lie there for longer.
    """
    # Whatever is being written shows today within seconds; so soon after midnight that is not certain yet.
    day = midnight((datetime.now(UTC) - timedelta(minutes=10)).date())
    for folder in map(box.unfinished.joinpath, names_in(box.unfinished)):
        # What is finished meanwhile is gone from here.
        with suppress(FileNotFoundError):
            if folder.name not in known and folder.stat().st_mtime < day:
                throw_away(box, folder)
