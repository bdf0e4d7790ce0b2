"""What is on its way: opened with an announcement, sent in parts, and a message once every part was found whole.

An upload is known by a token of which the box keeps the sum. When it was opened, to the second, is known to this process
alone; after a restart only the day is, and it ends with it.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.tips import blobs, drills
from broadsheet.tips.box import Box
from broadsheet.tips.days import today
from broadsheet.tips.errors import NotNowError, UnknownThreadError, UploadError
from broadsheet.tips.room import ALL_OF_FREE, free_bytes, largest_tip
from broadsheet.tips.sources.arriving import Announced, is_left_behind, keep_message, put_back
from broadsheet.tips.sources.day_counts import DayCounts, count_whole
from broadsheet.tips.sources.part_writing import PartWriter, size_of
from broadsheet.tips.sources.under_way import UnderWay, lane_of

MOST_AT_ONCE = 1000
# Of the room for all that are under way, what one block of addresses may announce, and all who have none (an onion's).
OF_NEIGHBOURS: Final = 0.4
OF_ONION: Final = 0.5
RECEIVED = "UPDATE uploads SET received=?, thread='', reply='', drill='', proof='' WHERE upload=?"


class Uploads:
    """The uploads of one box. One process of a paper answers sources.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, box: Box, clock: Callable[[], float] = time.monotonic) -> None:
        self.box = box
        self.days = DayCounts(box)
        self._under_way = UnderWay(clock)
        self._lock = threading.Lock()
        self._writers: dict[tuple[str, int], PartWriter] = {}

    def open(self, announced: Announced, address: str = "") -> str:
        """Make room for what is announced, and return the token that its parts are sent with.

        Args:
            address: from where it is announced; empty for an onion service.

        Errors:
            UploadError: it is larger than what is taken in (`large`).
            NotNowError: there is no room for it (`full`), or too much came today (`busy`).
        """
        if not 0 < announced.bytes <= largest_tip(self.box):
            raise UploadError(_("This is too large for one tip. Send less at once."), code="large")
        self.days.refuse_full(lane_of(announced.way, address), announced.bytes)
        self.sweep()
        token = secrets.token_urlsafe(32)
        upload = drills.hashed(token)
        with self._lock:
            self._make_room(announced.bytes, self._under_way.neighbours_of(address))
            with self.box.writing() as rows:
                rows.execute(
                    "INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
                    (
                        *(upload, announced.kind, announced.way, announced.thread),
                        *(announced.reply, announced.epoch, announced.bytes),
                        *(announced.drill, announced.proof, today().isoformat()),
                    ),
                )
                blobs.make_folder(self.box, self.box.unfinished / upload)
            self._under_way.begin(upload, announced.way, address)
        return token

    def _make_room(self, size: int, neighbours: bytes) -> None:
        """Put off uploads that only take up room, until what is announced fits beside the others: its neighbours' first, if
        they have announced more than their share."""
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
        near = [one for one in waiting if self._under_way.is_of(one, neighbours)]
        share = max(size, int(most * (OF_NEIGHBOURS if neighbours else OF_ONION)))
        gone = self._put_off({one: waiting[one] for one in near}, size, share)
        self._put_off({one: waiting[one] for one in waiting.keys() - gone}, size, most)

    def _put_off(self, waiting: Mapping[str, int], size: int, most: int) -> set[str]:
        """Forget some of these uploads until `size` more bytes fit; return which.

        Errors:
            NotNowError: they do not fit (`full`).
        """
        gone, count, taken = set[str](), len(waiting), sum(waiting.values())
        for upload in sorted(waiting, key=self._under_way.touched):
            if taken + size <= most and count < MOST_AT_ONCE:
                break
            if self._under_way.makes_way(upload, self._on_disk([upload])):
                self._forget(upload)
                gone.add(upload)
                count, taken = count - 1, taken - waiting[upload]
        if taken + size > most or count >= MOST_AT_ONCE:
            raise NotNowError(
                _("There is no room for this just now. Try again later, or send less."), code="full"
            )
        return gone

    def _on_disk(self, uploads: Iterable[str]) -> int:
        folders = [self.box.unfinished / upload for upload in uploads]
        files = (file for folder in folders if folder.exists() for file in folder.iterdir())
        return sum(map(size_of, files))

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
        writer = PartWriter(
            *(self.box, upload, number, announced.part_bytes(number), wanted),
            heard=self._under_way.heard,
        )
        with self._lock:
            if before := self._writers.get((upload, number)):
                # A line that broke may not know it yet: whoever comes later is who is still there.
                before.stop()
            writer.begin(offset)
            self._writers[upload, number] = writer
        return writer

    def end_part(self, writer: PartWriter) -> None:
        """Put what came of a part on the disk, and look whether it is whole (`writer.have`, `writer.is_done`).

        Errors:
            UploadError: the part is another than it was said to be (`sum`), and is dropped.
        """
        try:
            writer.end()
        finally:
            self.days.note_bytes(self._under_way.lane(writer.upload, "script"), writer.grew)
            with self._lock:
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
            NotNowError: a drill's token is used; or the list is another by now, and someone of the old one has left
                (`changed`): the upload is thrown away.
        """
        with self._lock:
            upload, announced, received = self.announced(token)
            if received:
                if received != wanted:
                    raise _not_whole()
                return
            self._refuse_not_whole(upload, announced, parts, size, wanted)
            if is_left_behind(self.box, announced):
                self._forget(upload)
                raise _changed()
            self._keep(upload, announced, wanted)
            self.days.note_tip(self._under_way.lane(upload, announced.way))
            self._under_way.forget_address(upload)

    def _keep(self, upload: str, announced: Announced, wanted: str) -> None:
        # A part of the token's sum: asked twice, it is the same message.
        folder, new = self.box.unfinished / upload, upload[:32]
        # Moved by a process that was ended before it could keep the row.
        put_back(self.box, folder, new)
        try:
            with self.box.writing() as rows:
                keep_message(self.box, rows, announced, folder, new)
                count_whole(rows, announced.bytes)
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
        is_over = self._under_way.is_over(upload)
        return day < today().isoformat() if is_over is None else is_over

    def _forget(self, upload: str) -> None:
        with self.box.writing() as rows:
            rows.execute("DELETE FROM uploads WHERE upload=?", (upload,))
        came = self._on_disk([upload])
        blobs.throw_away(self.box, self.box.unfinished / upload)
        self.days.note_bytes(self._under_way.lane(upload, "script"), -came)
        self._under_way.forget(upload)


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


def _changed() -> NotNowError:
    return NotNowError(
        _("The people who read tips have changed meanwhile. Load the page again."), code="changed"
    )
