"""Locking up what comes, piece by piece, in a thread: what is readable is in memory for a moment, a few pieces of it, and on no disk."""

import asyncio
import queue
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from broadsheet.tips import blobs
from broadsheet.tips.age import lock
from broadsheet.tips.blobs import PART_BYTES
from broadsheet.tips.box import Box
from broadsheet.tips.errors import UploadError

PIECE_BYTES: Final = 64 * 1024
# So many pieces are under way between the line and the thread.
MOST_WAITING: Final = 8
HELD_BYTES: Final = 512 * 1024


class BlobWriter:
    """A folder of parts that grows, as age's library takes it.

    The library hides errors of its last write, so they are remembered here.

    Errors (of `write`):
        OSError: the disk.
        UploadError: it grows beyond what it may (`large`).
    """

    def __init__(self, box: Box, folder: Path, most_bytes: int) -> None:
        self.box, self.folder, self.most_bytes = box, folder, most_bytes
        self.size = 0
        self.failure: Exception | None = None
        self._held = bytearray()
        blobs.make_folder(box, folder)

    def write(self, data: bytes) -> int:
        try:
            if self.size + len(data) > self.most_bytes:
                raise UploadError("", code="large")
            self._take(data)
        except Exception as error:
            self.failure = self.failure or error
            raise
        return len(data)

    def _take(self, data: bytes) -> None:
        self.size += len(data)
        self._held += data
        # Nothing is held over the end of a part.
        while len(self._held) >= HELD_BYTES:
            self._put(HELD_BYTES)

    def _put(self, count: int) -> None:
        written = self.size - len(self._held)
        path = self.folder / str(max(written + count - 1, 0) // PART_BYTES)
        is_full = (written + count) % PART_BYTES == 0
        piece = bytes(self._held[:count])
        blobs.write(self.box, path, [piece], more_comes=not is_full)
        del self._held[:count]

    def flush(self) -> None:
        """Do nothing: `end` puts what is held on the disk, once."""

    def end(self) -> None:
        """Put the rest on the disk.

        Errors:
            OSError, UploadError: a write failed, now or before.
        """
        if self.failure:
            raise self.failure
        self._put(len(self._held))


class LockingUp:
    """One message on its way from a line to the disk.

    Args:
        folder: where its parts are written; it is taken away by `drop`.
        recipients: classic keys.
        most_bytes: that it may have, locked up.
    """

    def __init__(self, box: Box, folder: Path, recipients: Sequence[str], most_bytes: int) -> None:
        self.box, self.folder = box, folder
        self._writer = BlobWriter(box, folder, most_bytes)
        self._loop = asyncio.get_running_loop()
        self._places = asyncio.Semaphore(MOST_WAITING)
        self._pieces: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._rest = b""
        self._is_over = False
        self._is_dropped = False
        self._done: asyncio.Future[None] = self._loop.create_future()
        self._thread = threading.Thread(
            target=self._run, args=(list(recipients),), name="tips-lock", daemon=True
        )
        self._thread.start()

    async def put(self, data: bytes) -> None:
        """Lock up some more.

        Errors:
            OSError, UploadError, BrokenOffError: it cannot be kept.
        """
        for start in range(0, len(data), PIECE_BYTES):
            await self._places.acquire()
            if self._done.done():
                await self._done
            self._pieces.put(data[start : start + PIECE_BYTES])

    async def end(self) -> int:
        """Wait until everything is locked up and on the disk; return its size.

        Errors: as of `put`.
        """
        self._is_over = True
        self._pieces.put(None)
        await self._done
        return self._writer.size

    def drop(self) -> None:
        """Stop, and leave nothing of it on the disk; to be called in a thread."""
        self._is_dropped = True
        self._pieces.put(None)
        self._thread.join()
        blobs.throw_away(self.box, self.folder)

    # What age's library calls, in the thread ----------------------------------------------------------
    def read(self, size: int = -1, /) -> bytes:
        while not self._rest:
            piece = None if self._is_dropped else self._pieces.get()
            if piece is None:
                if self._is_dropped or not self._is_over:
                    raise EOFError
                # The end is asked for again.
                self._pieces.put(None)
                return b""
            self._loop.call_soon_threadsafe(self._places.release)
            self._rest = piece
        given, self._rest = self._rest[:size], self._rest[size:]
        return given

    def _run(self, recipients: list[str]) -> None:
        failure: Exception | None = None
        try:
            lock(self, self._writer, recipients)
            self._writer.end()
        except Exception as error:  # noqa: BLE001 (told to whoever waits for it)
            failure = self._writer.failure or error
        if not self._is_dropped:
            self._loop.call_soon_threadsafe(self._tell, failure)

    def _tell(self, failure: Exception | None) -> None:
        if failure is None:
            self._done.set_result(None)
        else:
            self._done.set_exception(failure)
            # Whoever has gone does not ask, and Python would log it then.
            self._done.exception()
            # Whoever waits for a place hears of it.
            for _place in range(MOST_WAITING):
                self._places.release()
