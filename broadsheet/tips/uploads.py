"""What is on its way: opened with an announcement, sent in parts, and a message once every part was found whole.

An upload is known by a token of which the box keeps the sum. When it was opened, to the second, is known to this process
alone; after a restart only the day is, and it ends with it.
"""

import hashlib
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.tips import blobs, drills
from broadsheet.tips.box import Box
from broadsheet.tips.days import in_days, today
from broadsheet.tips.errors import NotNowError, UnknownThreadError, UploadError
from broadsheet.tips.room import ALL_OF_FREE, free_bytes, largest_tip
from broadsheet.tips.sources.arriving import Announced, keep_message, put_back
from broadsheet.tips.sources.part_writing import PartWriter, size_of

LASTS_SECONDS: Final = 24 * 3600
# Nobody who is sending is put off: so long an upload is let be after its last byte.
QUIET_SECONDS: Final = 120
MOST_AT_ONCE = 1000
# Tips, and bytes of them, that are taken in within one day.
MOST_A_DAY = 3000
BYTES_A_DAY = 50 * 1024**3
RECEIVED = "UPDATE uploads SET received=?, thread='', reply='', drill='', proof='' WHERE upload=?"


class Uploads:
    """The uploads of one box. One process of a paper answers sources.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, box: Box, clock: Callable[[], float] = time.monotonic) -> None:
        self.box = box
        self._clock = clock
        self._began: dict[str, float] = {}
        self._touched: dict[str, float] = {}
        self._lock = threading.Lock()
        self._writers: dict[tuple[str, int], PartWriter] = {}

    def open(self, announced: Announced) -> str:
        """Make room for what is announced, and return the token that its parts are sent with.

        Errors:
            UploadError: it is larger than what is taken in (`large`).
            NotNowError: there is no room for it (`full`), or too much came today (`busy`).
        """
        if not 0 < announced.bytes <= largest_tip(self.box):
            raise UploadError(_("This is too large for one tip. Send less at once."), code="large")
        self.sweep()
        token = secrets.token_urlsafe(32)
        upload = drills.hashed(token)
        with self._lock:
            self._make_room(announced.bytes)
            with self.box.writing() as rows:
                count_one(rows, announced.bytes)
                rows.execute(
                    "INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
                    (
                        *(upload, announced.kind, announced.way, announced.thread),
                        *(announced.reply, announced.epoch, announced.bytes),
                        *(announced.drill, announced.proof, today().isoformat()),
                    ),
                )
                blobs.make_folder(self.box, self.box.unfinished / upload)
            self._began[upload] = self._touched[upload] = self._clock()
        return token

    def _make_room(self, size: int) -> None:
        """Put off the uploads that have been quiet for longest, until what is announced fits beside the others."""
        with self.box.reading() as rows:
            waiting = {
                row["upload"]: row["bytes"]
                for row in rows.execute("SELECT upload, bytes FROM uploads WHERE received=''")
            }
        free = free_bytes(self.box)
        if sum(waiting.values()) + size > free * ALL_OF_FREE:
            # What came of them already is no longer free.
            free += self._on_disk(waiting)
        most = int(free * ALL_OF_FREE)
        quiet_since = self._clock() - QUIET_SECONDS
        for upload in sorted(waiting, key=lambda one: self._touched.get(one, 0.0)):
            if sum(waiting.values()) + size <= most and len(waiting) < MOST_AT_ONCE:
                return
            if self._touched.get(upload, 0.0) > quiet_since:
                break
            self._forget(upload)
            del waiting[upload]
        if sum(waiting.values()) + size > most or len(waiting) >= MOST_AT_ONCE:
            raise NotNowError(
                _("There is no room for this just now. Try again later, or send less."), code="full"
            )

    def _on_disk(self, uploads: Iterable[str]) -> int:
        folders = [self.box.unfinished / upload for upload in uploads]
        files = (file for folder in folders if folder.exists() for file in folder.iterdir())
        return sum(file.stat().st_size for file in files)

    def announced(self, token: str) -> tuple[str, Announced, str]:
        """Return an upload's name, what was announced, and the sum with which it was received, or nothing.

        Errors:
            UnknownThreadError: there is no such upload (any more).
        """
        upload = drills.hashed(token)
        with self.box.reading() as rows:
            row = rows.execute("SELECT * FROM uploads WHERE upload=?", (upload,)).fetchone()
        if row is None or self._is_over(upload, row["day"]):
            raise _unknown()
        names = ("kind", "way", "thread", "reply", "epoch", "bytes", "drill", "proof")
        return upload, Announced(*(row[name] for name in names)), row["received"]

    def part(self, token: str, number: int, offset: int, wanted: str) -> PartWriter:
        """Return what writes a part, or the rest of it.

        Args:
            offset: how many bytes of the part came before.
            wanted: SHA-256 of the whole part, in hex.

        Errors:
            UnknownThreadError: there is no such upload.
            UploadError: there is no such part (`parts`), or another number of its bytes is kept (`offset`).
        """
        upload, announced, received = self.announced(token)
        if received or not 0 <= number < announced.parts:
            raise UploadError(_("There is no such part."), code="parts")
        writer = PartWriter(self.box, upload, number, announced.part_bytes(number), wanted)
        with self._lock:
            if before := self._writers.get((upload, number)):
                # A line that broke may not know it yet: whoever comes later is who is still there.
                before.stop()
            writer.begin(offset)
            self._writers[upload, number] = writer
            self._touched[upload] = self._clock()
        return writer

    def end_part(self, writer: PartWriter) -> None:
        """Put what came of a part on the disk, and look whether it is whole (`writer.have`, `writer.is_done`).

        Errors:
            UploadError: the part is another than it was said to be (`sum`), and is dropped.
        """
        try:
            writer.end()
        finally:
            with self._lock:
                self._touched[writer.upload] = self._clock()
                if self._writers.get((writer.upload, writer.number)) is writer:
                    del self._writers[writer.upload, writer.number]

    def have(self, token: str) -> list[int]:
        """Return how many bytes of each part are kept.

        Errors:
            UnknownThreadError: there is no such upload.
        """
        upload, announced, received = self.announced(token)
        folder = self.box.unfinished / upload
        if received:
            return [announced.part_bytes(number) for number in range(announced.parts)]
        return [size_of(folder / str(number)) for number in range(announced.parts)]

    def finish(self, token: str, *, parts: int, size: int, wanted: str) -> None:
        """Make a message of an upload whose parts are all there and whole; done again, nothing happens.

        Args:
            wanted: SHA-256 of all parts' SHA-256, in hex.

        Errors:
            UnknownThreadError: there is no such upload, or the conversation was deleted meanwhile.
            UploadError: a part is missing, or the sum is another (`parts`).
            NotNowError: a drill's token is used.
        """
        with self._lock:
            upload, announced, received = self.announced(token)
            if received:
                if received != wanted:
                    raise _not_whole()
                return
            self._refuse_not_whole(upload, announced, parts, size, wanted)
            # A part of the token's sum: asked twice, it is the same message.
            folder, new = self.box.unfinished / upload, upload[:32]
            try:
                with self.box.writing() as rows:
                    keep_message(self.box, rows, announced, folder, new)
                    rows.execute("DELETE FROM parts WHERE upload=?", (upload,))
                    rows.execute(RECEIVED, (wanted, upload))
            except BaseException:
                put_back(self.box, folder, new)
                raise

    def _refuse_not_whole(
        self, upload: str, announced: Announced, parts: int, size: int, wanted: str
    ) -> None:
        with self.box.reading() as rows:
            sums = [
                row["sum"]
                for row in rows.execute(
                    "SELECT sum FROM parts WHERE upload=? ORDER BY number", (upload,)
                )
            ]
        is_whole = len(sums) == announced.parts == parts and size == announced.bytes
        if not is_whole or hashlib.sha256(b"".join(sums)).hexdigest() != wanted:
            raise _not_whole()

    def sweep(self) -> None:
        """Throw away what was not finished within a day."""
        with self.box.reading() as rows:
            found = rows.execute("SELECT upload, day FROM uploads").fetchall()
        over = [row["upload"] for row in found if self._is_over(row["upload"], row["day"])]
        for upload in over:
            self._forget(upload)
        blobs.sweep_unfinished(self.box, {row["upload"] for row in found})

    def _is_over(self, upload: str, day: str) -> bool:
        began = self._began.get(upload)
        if began is None:
            return day < today().isoformat()
        return self._clock() - began > LASTS_SECONDS

    def _forget(self, upload: str) -> None:
        with self.box.writing() as rows:
            rows.execute("DELETE FROM uploads WHERE upload=?", (upload,))
        blobs.throw_away(self.box, self.box.unfinished / upload)
        self._began.pop(upload, None)
        self._touched.pop(upload, None)


def count_one(rows: sqlite3.Connection, size: int) -> None:
    """Count one more tip of today, in a transaction that is under way.

    Errors:
        NotNowError: too many came today, or too much.
    """
    day = today().isoformat()
    rows.execute("DELETE FROM taken WHERE day < ?", (in_days(-1).isoformat(),))
    rows.execute("INSERT OR IGNORE INTO taken VALUES (?, 0, 0)", (day,))
    rows.execute("UPDATE taken SET opened=opened+1, bytes=bytes+? WHERE day=?", (size, day))
    now = rows.execute("SELECT opened, bytes FROM taken WHERE day=?", (day,)).fetchone()
    if now["opened"] > MOST_A_DAY or now["bytes"] > BYTES_A_DAY:
        raise NotNowError(
            _(
                "So much came today that nothing more is taken. Try again tomorrow, or in another way."
            ),
            code="busy",
        )


def _unknown() -> UnknownThreadError:
    return UnknownThreadError(
        _(
            "This is not known: it was never begun here, or not finished within a day. Send it again."
        )
    )


def _not_whole() -> UploadError:
    return UploadError(
        _("A part is missing, or is another than it was. Send it again."), code="parts"
    )
