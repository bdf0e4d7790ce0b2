"""Locking up what comes, when the disk fails, when it is too much, and when nobody goes on."""

import asyncio
import errno
import threading
from pathlib import Path
from typing import Any

import pyrage
import pytest

from broadsheet.tips import blobs
from broadsheet.tips.box import Box
from broadsheet.tips.errors import UploadError
from broadsheet.tips.plain import lock_up
from broadsheet.tips.plain.lock_up import LockingUp
from broadsheet.tips.tests.newsrooms import Reader

MOST = 20 * 1024 * 1024


@pytest.fixture
def box(tmp_path: Path) -> Box:
    box = Box(tmp_path)
    with box.reading():
        return box


def locking(box: Box, reader: Reader, most: int = MOST) -> LockingUp:
    return LockingUp(box, box.unfinished / "one.whole", [reader.x25519], most)


@pytest.mark.parametrize("size", [0, 1, 65_536, 512 * 1024, 4 * 1024 * 1024 - 200, 9_000_000])
def test_what_was_locked_up_opens_whole(box: Box, size: int):
    reader, data = Reader(1, "Ilse Markham"), b"x" * size

    async def act() -> int:
        one = locking(box, reader)
        await one.put(data)
        locked = await one.end()
        blobs.move(box, one.folder, "one")
        return locked

    locked = asyncio.run(act())

    whole = b"".join(blobs.read(box, "one"))
    assert len(whole) == locked
    assert pyrage.decrypt(whole, [reader.identity]) == data
    sizes = [path.stat().st_size for path in sorted((box.messages / "one").iterdir())]
    assert all(one == blobs.PART_BYTES for one in sizes[:-1])


@pytest.mark.parametrize("at", [1, 3])
def test_a_disk_that_fails_in_any_write_is_told(box: Box, monkeypatch, at: int):
    writes, real = [0], blobs.write

    def failing(*given: Any, **more: Any) -> int:
        writes[0] += 1
        if writes[0] == at:
            raise OSError(errno.ENOSPC, "full")
        return real(*given, **more)

    monkeypatch.setattr(lock_up.blobs, "write", failing)

    async def act() -> None:
        one = locking(box, Reader(1, "Ilse Markham"))
        try:
            # With one write, it is the last, whose errors age's library hides.
            await one.put(b"x" * (1000 if at == 1 else 5_000_000))
            await one.end()
        finally:
            one.drop()

    with pytest.raises(OSError, match="full"):
        asyncio.run(act())
    assert list(box.unfinished.iterdir()) == []


def test_what_grows_too_large_is_stopped(box: Box):
    async def act() -> None:
        one = locking(box, Reader(1, "Ilse Markham"), 1_000_000)
        try:
            for _number in range(100):
                await one.put(b"x" * 100_000)
            await one.end()
        finally:
            one.drop()

    with pytest.raises(UploadError):
        asyncio.run(act())
    assert list(box.unfinished.iterdir()) == []


def test_what_nobody_goes_on_with_leaves_nothing_and_no_thread(box: Box):
    async def act() -> None:
        one = locking(box, Reader(1, "Ilse Markham"))
        await one.put(b"x" * 1_000_000)
        await asyncio.to_thread(one.drop)

    asyncio.run(act())

    assert list(box.unfinished.iterdir()) == []
    assert [one.name for one in threading.enumerate() if one.name == "tips-lock"] == []


def test_few_pieces_wait_however_fast_they_come(box: Box, monkeypatch):
    stopped = threading.Event()
    real = blobs.write

    def slow(*given: Any, **more: Any) -> int:
        stopped.wait(5)
        return real(*given, **more)

    monkeypatch.setattr(lock_up.blobs, "write", slow)

    async def act() -> int:
        one = locking(box, Reader(1, "Ilse Markham"))
        coming = asyncio.create_task(one.put(b"x" * 5_000_000))
        await asyncio.sleep(0.5)
        waiting = one._pieces.qsize()
        stopped.set()
        await coming
        await one.end()
        await asyncio.to_thread(one.drop)
        return waiting

    assert asyncio.run(act()) <= lock_up.MOST_WAITING
