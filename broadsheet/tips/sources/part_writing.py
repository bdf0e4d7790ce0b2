"""One part on its way to the disk: it may come in pieces, over several lines, and counts only once its sum is right."""

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from broadsheet.tips import blobs
from broadsheet.tips.box import Box
from broadsheet.tips.errors import UploadError

# So much waits in memory before it is written.
HELD_BYTES = 512 * 1024


class PartWriter:
    """Writes a part, from where it was left.

    Args:
        upload: the upload's name, under which its folder lies.
        size: how many bytes the whole part has.
        wanted: SHA-256 of the whole part, in hex.
        heard: is told, for each piece, the upload and how many bytes came.
    """

    def __init__(
        self,
        box: Box,
        upload: str,
        number: int,
        size: int,
        wanted: str,
        *,
        heard: Callable[[str, int], None],
    ) -> None:
        self.box, self.upload, self.number = box, upload, number
        self.size, self.wanted = size, wanted
        self.have = 0
        self.is_done = False
        self._heard = heard
        self._began_at = 0
        self._path = box.unfinished / upload / str(number)
        self._held = bytearray()
        self._is_stopped = False
        self._lock = threading.Lock()

    def begin(self, offset: int) -> None:
        """Go on behind so many bytes. A part that is done already takes nothing more, and stays done.

        Errors:
            UploadError: another number of bytes is kept (`offset`).
        """
        with self.box.reading() as rows:
            found = rows.execute(
                "SELECT 1 FROM parts WHERE upload=? AND number=?", (self.upload, self.number)
            ).fetchone()
        self.is_done = found is not None
        self.have = self._began_at = self.size if self.is_done else size_of(self._path)
        if not self.is_done and offset != self.have:
            raise self._misplaced()

    @property
    def grew(self) -> int:
        """How many bytes the part has more than at the beginning; fewer than none if it was dropped."""
        return self.have - self._began_at

    def write(self, data: bytes) -> None:
        """Take a piece.

        Errors:
            UploadError: it is more than the part holds (`large`), or someone else sends this part now (`offset`).
        """
        with self._lock:
            if self.is_done:
                return
            if self._is_stopped:
                raise self._misplaced()
            if self.have + len(data) > self.size:
                raise UploadError(
                    _("This part holds more than was announced."), code="large", have=self.have
                )
            self.have += len(data)
            self._held += data
            self._heard(self.upload, len(data))
            if len(self._held) >= HELD_BYTES:
                self._put(more_comes=True)

    def end(self) -> None:
        """Put what came on the disk; a part that is there in full is looked at, and counts from then on.

        Errors:
            UploadError: its sum is wrong (`sum`), and it is dropped; or someone else sends this part now (`offset`).
        """
        with self._lock:
            if self.is_done:
                return
            if self._is_stopped:
                raise self._misplaced()
            self._put(more_comes=False)
            self._is_stopped = True
            if self.have == self.size:
                self._look_at_it()

    def stop(self) -> None:
        """Take nothing more: what is held goes to the disk, for whoever goes on with it."""
        with self._lock:
            if not self._is_stopped and not self.is_done:
                self._put(more_comes=True)
            self._is_stopped = True

    def _put(self, *, more_comes: bool) -> None:
        blobs.write(self.box, self._path, [bytes(self._held)], more_comes=more_comes)
        self._held.clear()

    def _look_at_it(self) -> None:
        with blobs.reading(self._path) as file:
            found = hashlib.file_digest(file, "sha256")
        if found.hexdigest() != self.wanted:
            self._path.unlink()
            self.have = 0
            raise UploadError(
                _("This part was damaged on its way. Send it again."), code="sum", have=0
            )
        with self.box.writing() as rows:
            rows.execute(
                "INSERT INTO parts VALUES (?, ?, ?)", (self.upload, self.number, found.digest())
            )
        self.is_done = True

    def _misplaced(self) -> UploadError:
        return UploadError(
            _("Another piece of this part is awaited."), code="offset", have=size_of(self._path)
        )


def size_of(path: Path) -> int:
    """Return how many bytes a file has; 0 if there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
