"""The form of a source without scripts, as it comes: its words in memory, its files locked up piece by piece while they come."""

from collections.abc import AsyncIterator
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.tips.container import MOST_FILES, MOST_LETTERS
from broadsheet.tips.errors import TipsError
from broadsheet.tips.plain.multipart_reading import (
    Data,
    End,
    Event,
    Field,
    FormError,
    MultipartReader,
)
from broadsheet.tips.plain.shown_text import calmed
from broadsheet.tips.sources.asked import Asked, UnfitError

# 100,000 signs of any script, and line ends of two bytes.
MOST_WORDS_BYTES: Final = 600_000
WORDS = ("code", "act", "id", "number", "text")


class PlainForm:
    """One form. Fields come in the order in which the page has them: words first, then files.

    Errors (of each method):
        UnfitError: it is no form of ours, or ends before its end.
        GoneError: whoever was sending is gone.
        TipsError: the text is too long, or there are too many files.
    """

    def __init__(self, asked: Asked) -> None:
        try:
            self._reader = MultipartReader(asked.header(b"content-type"))
        except FormError:
            raise UnfitError from None
        self.address = asked.address
        self.words: dict[str, str] = {}
        self._events = self._read(asked)
        # The first file's beginning, which is known only once it came.
        self._next: Field | None = None
        self._files = 0

    async def _read(self, asked: Asked) -> AsyncIterator[Event]:
        try:
            async for piece in asked.pieces():
                for event in self._reader.feed(piece):
                    yield event
        except FormError:
            raise UnfitError from None
        if not self._reader.is_whole:
            raise UnfitError

    async def read_words(self) -> None:
        """Read all words that come before the first file."""
        async for event in self._events:
            if not isinstance(event, Field):
                raise UnfitError
            if event.file is not None:
                self._next = event
                return
            if event.name not in WORDS or event.name in self.words:
                raise UnfitError
            self.words[event.name] = await self._word()

    async def _word(self) -> str:
        told = bytearray()
        async for event in self._events:
            if isinstance(event, End):
                return told.decode(errors="replace")
            if isinstance(event, Data):
                told += event.data
            if len(told) > MOST_WORDS_BYTES:
                raise _too_long()
        raise UnfitError

    @property
    def text(self) -> str:
        """The message, with line ends as they are kept."""
        text = calmed(self.words.get("text", ""))
        if len(text) > MOST_LETTERS:
            raise _too_long()
        return text

    async def files(self) -> AsyncIterator[Field | bytes]:
        """Give each file that holds anything: first its field, then its pieces."""
        begun = self._next
        if begun is None:
            return
        async for event in self._events:
            if isinstance(event, Field):
                begun = event
                continue
            # A choice of nothing is a field without a name or a byte, and no file.
            if begun is not None and (isinstance(event, Data) or begun.file):
                yield self._counted(begun)
                begun = None
            if isinstance(event, Data):
                yield event.data

    def _counted(self, begun: Field) -> Field:
        self._files += 1
        if begun.file is None:
            raise UnfitError
        if self._files > MOST_FILES:
            raise TipsError(
                _(
                    "That is more files than one message takes. Send the others in a second one. Nothing was sent."
                )
            )
        return begun


def _too_long() -> TipsError:
    return TipsError(
        _("Your message is too long. Shorten it, or put it in a file. Nothing was sent.")
    )
