"""One message of a source without scripts: packed and locked up to the classic keys while it comes, and kept once it is whole.

Nothing of it is ever in a file that can be read. If its sender vanishes, nothing of it stays at all.
"""

import secrets
from typing import Any, Final

from django.utils.translation import gettext as _

from broadsheet.tips.age import BrokenOffError
from broadsheet.tips.box import Box
from broadsheet.tips.codes import CodeKeys
from broadsheet.tips.container import Packer
from broadsheet.tips.errors import NotNowError, TipsError, UploadError
from broadsheet.tips.padding import padded
from broadsheet.tips.plain.forms import PlainForm
from broadsheet.tips.plain.lock_up import LockingUp
from broadsheet.tips.plain.multipart_reading import Field
from broadsheet.tips.room import largest_tip
from broadsheet.tips.signed_lists import SignedList
from broadsheet.tips.sources.arriving import Announced, is_left_behind, keep_message, put_back
from broadsheet.tips.sources.day_counts import DayCounts, Lane, count_whole
from broadsheet.tips.threads import new_id

MOST_BYTES: Final = 100 * 1024 * 1024
# Beside what is sent: records, age's own bytes, and what the sizes are filled up with.
LOCKED_BYTES: Final = padded(MOST_BYTES + 1024**2) + 1024**2


def most_bytes(box: Box) -> int:
    """Return how many bytes, locked up, a message may have now.

    Errors:
        NotNowError: there is no room.
    """
    most = min(LOCKED_BYTES, largest_tip(box))
    if most < 1024**2:
        raise NotNowError(_("There is no room for tips just now. Try again later."), code="full")
    return most


class PlainTip:
    """One message on its way.

    Args:
        kind: `tip` or `more`.
        keys: what its source's code gives.
        listed: the list in force.
        most: how many bytes it may have, locked up.
    """

    def __init__(self, box: Box, kind: str, keys: CodeKeys, listed: SignedList, most: int) -> None:
        self.box, self.kind, self.keys, self.listed = box, kind, keys, listed
        self.name = new_id()
        self.folder = box.unfinished / f"{self.name}.whole"
        self._size = 0
        self._packer = Packer()
        recipients = [one.x25519 for one in listed.all_keys()]
        self._locking = LockingUp(box, self.folder, recipients, most)

    async def take(self, form: PlainForm) -> None:
        """Lock up all of a form.

        Errors:
            UnfitError, GoneError: it does not come whole.
            TipsError: it is empty, or holds more than it may.
            OSError: the disk.
        """
        try:
            await self._take(form)
            self._size = await self._locking.end()
        except UploadError:
            raise TipsError(
                _(
                    "This is more than one message takes. Send less, or send it in several. Nothing was sent."
                )
            ) from None
        except BrokenOffError:
            raise OSError from None

    async def _take(self, form: PlainForm) -> None:
        await self._locking.put(self._packer.head(self._head(form.text)))
        is_open = False
        async for piece in form.files():
            if isinstance(piece, Field):
                if is_open:
                    await self._locking.put(self._packer.end_file())
                await self._locking.put(self._packer.begin_file(piece.file or "", piece.type))
                is_open = True
            else:
                await self._locking.put(self._packer.piece(piece))
        if is_open:
            await self._locking.put(self._packer.end_file())
        if not form.text.strip() and not self._packer.files:
            raise TipsError(_("Write something, or choose a file. Nothing was sent."))
        for piece in self._packer.end():
            await self._locking.put(piece)

    def _head(self, text: str) -> dict[str, Any]:
        return {
            "v": 1,
            "kind": self.kind,
            "newsroom": self.listed.newsroom,
            "thread": self.keys.thread,
            "epoch": self.listed.epoch,
            "text": text,
            "reply": self.keys.recipient,
            "way": "plain",
            "proof": secrets.token_hex(32),
        }

    def keep(self, days: DayCounts, lane: Lane) -> None:
        """Make a message of what was locked up, and count it.

        Errors:
            UnknownThreadError: the conversation was deleted meanwhile.
            NotNowError: the list is another by now, and someone of the old one has left.
        """
        announced = Announced(
            kind=self.kind,
            way="plain",
            thread=self.keys.thread,
            reply=self.keys.recipient,
            epoch=self.listed.epoch,
            bytes=self._size,
        )
        if is_left_behind(self.box, announced):
            says = _("The people who read tips have changed meanwhile. Send it again.")
            raise NotNowError(says, code="changed")
        try:
            with self.box.writing() as rows:
                keep_message(self.box, rows, announced, self.folder, self.name)
                count_whole(rows, self._size)
        except BaseException:
            put_back(self.box, self.folder, self.name)
            raise
        days.note_tip(lane)
        days.note_bytes(lane, self._size)

    def drop(self) -> None:
        """Leave nothing behind that is not a message by now."""
        self._locking.drop()
