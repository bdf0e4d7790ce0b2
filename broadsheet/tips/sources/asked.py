"""A request at the tip line, as far as it matters: nothing that tells who is asking is kept of it."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any

from broadsheet.lib.address_blocks import address_of

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
MOST_JSON_BYTES = 64 * 1024
# JSON can write half of a letter, which no other text holds.
HALF_LETTER = re.compile("[\ud800-\udfff]")


class GoneError(Exception):
    """Whoever was sending is gone, or was cut off."""


class UnfitError(Exception):
    """What came is nothing that a page of the tip line sends."""


class Asked:
    """A request.

    Args:
        trusts_proxy: whether a web server in front says whom it asks for (`address_of`).
    """

    def __init__(self, scope: Scope, receive: Receive, *, trusts_proxy: bool = False) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.is_head = self.method == "HEAD"
        self._headers = scope["headers"]
        self._receive = receive
        self._has_ended = False
        self.address = address_of(scope, trusts_proxy=trusts_proxy)

    def header(self, wanted: bytes) -> str:
        """Return a header's value, or nothing; of one that came twice, both."""
        values = [value for name, value in self._headers if name == wanted]
        return b",".join(values).decode("latin-1")

    @property
    def is_foreign(self) -> bool:
        """Whether a page of another host had this asked.

        A form on a page without referrers has the origin `null`, where it comes from or not (Fetch, "append a request Origin
        header"); browsers that send so say in Sec-Fetch-Site where it comes from.
        """
        if self.header(b"sec-fetch-site") in ("cross-site", "same-site"):
            return True
        origin = self.header(b"origin")
        own = self.header(b"host")
        return origin not in ("", "null", f"https://{own}", f"http://{own}")

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the body as it comes.

        Errors:
            GoneError: it breaks off.
        """
        while not self._has_ended:
            message = await self._receive()
            if message["type"] != "http.request":
                self._has_ended = True
                raise GoneError
            self._has_ended = not message.get("more_body", False)
            yield message.get("body", b"")

    async def drain(self) -> None:
        """Hear out whoever is still sending: else they never read why it was refused (RFC 9112, 9.6)."""
        try:
            async for _piece in self.pieces():
                pass
        except GoneError:
            return

    async def told(self) -> dict[str, Any]:
        """Return the JSON object that is sent.

        Errors:
            GoneError: it breaks off.
            UnfitError: it is none.
        """
        body = bytearray()
        async for piece in self.pieces():
            body += piece
            if len(body) > MOST_JSON_BYTES:
                raise UnfitError
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            raise UnfitError from None
        if type(told) is not dict:
            raise UnfitError
        return told


class Fields:
    """The fields of a JSON object, each of its kind.

    Errors (of each method):
        UnfitError: it is missing, or of another kind.
    """

    def __init__(self, told: dict[str, Any]) -> None:
        self._told = told

    def text(self, name: str, most: int = 4096) -> str:
        value = self._told.get(name)
        if type(value) is not str or len(value) > most or HALF_LETTER.search(value):
            raise UnfitError
        return value

    def number(self, name: str) -> int:
        value = self._told.get(name)
        if type(value) is not int or not 0 <= value < 2**53:
            raise UnfitError
        return value

    def hexed(self, name: str, size: int, *, or_empty: bool = False) -> str:
        """Return so many bytes, in hex."""
        value = self.text(name)
        if or_empty and not value:
            return value
        if len(value) != size * 2 or set(value) - set("0123456789abcdef"):
            raise UnfitError
        return value
