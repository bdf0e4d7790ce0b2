"""A form with files, read as it comes, strictly: nothing of it is ever written to a disk, and a field never fills the memory.

Sources: RFC 7578; RFC 2046, section 5.1.1; HTML, “Multipart form data” (how browsers write names).
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple
from urllib.parse import unquote

MOST_HEAD_BYTES: Final = 8 * 1024
MOST_FIELDS: Final = 40
BOUNDARY = re.compile(
    r'multipart/form-data\s*;\s*boundary=("?)([\w\'()+,./:=?-]{1,70})\1', re.ASCII
)
NAMED = re.compile(
    rb'content-disposition:[ \t]*form-data[ \t]*;[ \t]*name="([^"]*)"'
    rb'(?:[ \t]*;[ \t]*filename="([^"]*)")?[ \t]*',
    re.IGNORECASE,
)
TYPED = re.compile(rb"content-type:[ \t]*([^\r\n]*?)[ \t]*", re.IGNORECASE)


class FormError(Exception):
    """What comes is no form as browsers send it."""


class Field(NamedTuple):
    """A field begins. `file` is the name of the file that is in it; None if it is no file."""

    name: str
    file: str | None
    type: str


class Data(NamedTuple):
    """A piece of the field that began last."""

    data: bytes


class End(NamedTuple):
    """The field that began last ends."""


Event = Field | Data | End


class _At(Enum):
    START = auto()
    HEAD = auto()
    DATA = auto()
    BORDER = auto()
    AFTER = auto()


class MultipartReader:
    """Reads one form.

    Args:
        content_type: the header that came with it.

    Errors (of each method, and of the beginning):
        FormError: it is no such form, or not written as browsers do.
    """

    def __init__(self, content_type: str) -> None:
        found = BOUNDARY.fullmatch(content_type.strip())
        if not found:
            raise FormError
        self._border = b"\r\n--" + found[2].encode()
        # The first border has no line before it.
        self._waiting = bytearray(b"\r\n")
        self._at = _At.START
        self._fields = 0

    @property
    def is_whole(self) -> bool:
        """Whether the last border came."""
        return self._at is _At.AFTER

    def feed(self, data: bytes) -> Iterator[Event]:
        """Give what is in the next piece that came."""
        self._waiting += data
        steps = {_At.START: self._start, _At.HEAD: self._head, _At.DATA: self._data}
        while True:
            at = self._at
            if at is _At.AFTER:
                # What comes after the last border is nobody's (RFC 2046).
                self._waiting.clear()
                return
            if at is _At.BORDER:
                if not self._after_border():
                    return
                continue
            event = steps[at]()
            if event is not None:
                yield event
            elif self._at is at:
                return

    def _start(self) -> None:
        if len(self._waiting) < len(self._border):
            return
        if not self._waiting.startswith(self._border):
            raise FormError
        del self._waiting[: len(self._border)]
        self._at = _At.BORDER

    def _after_border(self) -> bool:
        """Go on behind a border, if it is known by now whether it is the last."""
        if len(self._waiting) < 2:
            return False
        ending = bytes(self._waiting[:2])
        if ending not in (b"--", b"\r\n"):
            raise FormError
        del self._waiting[:2]
        self._at = _At.AFTER if ending == b"--" else _At.HEAD
        return True

    def _head(self) -> Field | None:
        end = self._waiting.find(b"\r\n\r\n")
        if (end if end >= 0 else len(self._waiting)) > MOST_HEAD_BYTES:
            raise FormError
        if end < 0:
            return None
        head = bytes(self._waiting[:end])
        del self._waiting[: end + 4]
        self._fields += 1
        if self._fields > MOST_FIELDS:
            raise FormError
        self._at = _At.DATA
        return field_of(head)

    def _data(self) -> Data | End | None:
        end = self._waiting.find(self._border)
        if end == 0:
            del self._waiting[: len(self._border)]
            self._at = _At.BORDER
            return End()
        # The start of a border may be at the end of what came.
        safe = end if end > 0 else len(self._waiting) - len(self._border) + 1
        if safe <= 0:
            return None
        data = bytes(self._waiting[:safe])
        del self._waiting[:safe]
        return Data(data)


def field_of(head: bytes) -> Field:
    """Return the field whose head this is.

    Errors:
        FormError: it has no name.

    >>> field_of(b'Content-Disposition: form-data; name="files"; filename="a%22b.txt"\\r\\nContent-Type: text/plain')
    Field(name='files', file='a"b.txt', type='text/plain')
    """
    lines = head.split(b"\r\n")
    named = [found for line in lines if (found := NAMED.fullmatch(line))]
    typed = [found for line in lines if (found := TYPED.fullmatch(line))]
    if len(named) != 1 or len(typed) > 1:
        raise FormError
    name, file = named[0][1], named[0][2]
    return Field(
        _word(name), None if file is None else _word(file), _word(typed[0][1]) if typed else ""
    )


def _word(told: bytes) -> str:
    """Return a name as it was before the browser wrote it: of all signs it changes these three alone."""
    text = told.decode(errors="replace")
    return re.sub("%22|%0D|%0A", lambda found: unquote(found[0]), text, flags=re.IGNORECASE)
