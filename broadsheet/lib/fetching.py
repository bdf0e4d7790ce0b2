"""The one place from which the program asks the outside: `fetch`, and `post`, which hands something over. Nothing else opens
a connection, and a test looks.

Whatever asks for an address, an editor's paste or a feed, may be led by a stranger. So the host is resolved here, once;
an address of the machine's own network is refused, at each redirect anew; and the connection goes to the very IP address
that was looked at, so that no second answer of the name server can change it.
"""

import io
import socket
import ssl
import zlib
from collections.abc import Collection
from datetime import UTC, datetime
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from broadsheet.lib.outside import (
    PORTS,
    Deadline,
    FetchError,
    ForbiddenAddressError,
    NoAnswerError,
    Outside,
    outside,
    resolve,
)

MOST_REDIRECTS = 3
# Whoever asks for more gets so much.
MOST_SECONDS = 10.0
MOST_BYTES = 5 * 1024 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Hosts with more addresses than this have one that answers among the first.
MOST_ADDRESSES = 3
PIECE = 64 * 1024
USER_AGENT = "Broadsheet"


class UnfitAnswerError(FetchError):
    """An answer that is not what was asked for: another status, another kind, too large, cut short."""


class Fetched(NamedTuple):
    """What came.

    Args:
        address: from which it came in the end, after redirects.
        kind: such as "text/html", in lower case and without parameters.
        charset: as the host names it; may be empty or wrong.
    """

    address: str
    kind: str
    charset: str
    body: bytes


def fetch(
    address: str,
    *,
    kinds: Collection[str],
    most_bytes: int,
    seconds: float,
    beginning_only: bool = False,
) -> Fetched:
    """Fetch what stands at a public address of the web.

    Args:
        kinds: of content that are taken, such as {"application/json"}.
        most_bytes: of the body, unpacked; at most 5 MiB.
        seconds: in which all must be over, from the look-up of the host to the last byte; at most 10.
        beginning_only: take the first `most_bytes` of a larger body instead of refusing it.

    Errors:
        ForbiddenAddressError: it, or an address that it leads to, may not be asked.
        NoAnswerError: the host is not there, or too slow.
        UnfitAnswerError: what it answers is not what was asked for.
    """
    allowed: Collection[str] = settings.FETCH_ALLOWED_PRIVATE
    most = min(most_bytes, MOST_BYTES)
    deadline = Deadline(min(seconds, MOST_SECONDS))
    place = outside(address, allowed)
    for _hop in range(MOST_REDIRECTS + 1):
        try:
            with _Asking(place, resolve(place, deadline, allowed), deadline) as answer:
                if answer.status not in REDIRECTS:
                    return _taken(place, answer, kinds, most, beginning_only)
                # Servers of the house lead to one another; nobody outside leads to one of them.
                allowed = allowed if place.key in allowed else ()
                place = _led_on(place, answer, allowed)
        except (OSError, HTTPException) as error:
            raise NoAnswerError(
                _("%(host)s does not answer, or not in time.") % {"host": place.host}
            ) from error
    raise UnfitAnswerError(
        _("The address leads on and on. Give the one that the browser shows in the end.")
    )


def post(address: str, body: bytes, *, seconds: float) -> None:
    """Hand JSON over at a public address of the web. What it answers is not read, and nobody is led on by it.

    Args:
        seconds: in which all must be over, from the look-up of the host to the first line of the answer.

    Errors:
        ForbiddenAddressError, NoAnswerError: as `fetch` raises them.
        UnfitAnswerError: it was not taken.
    """
    allowed: Collection[str] = settings.FETCH_ALLOWED_PRIVATE
    deadline = Deadline(seconds)
    place = outside(address, allowed)
    try:
        with _Asking(place, resolve(place, deadline, allowed), deadline, body) as answer:
            status = answer.status
    except (OSError, HTTPException) as error:
        raise NoAnswerError(
            _("%(host)s does not answer, or not in time.") % {"host": place.host}
        ) from error
    if not 200 <= status < 300:
        raise UnfitAnswerError(
            _("%(host)s did not take it: it answers %(status)d.")
            % {"host": place.host, "status": status}
        )


def certificate_end(address: str, *, seconds: float) -> datetime:
    """Return when the certificate ends with which the paper's own address answers. Nothing is asked of it but that.

    Args:
        address: the one that the settings name, which may well be one of the house's own network.

    Errors:
        NoAnswerError: nothing answers there.
        ssl.SSLCertVerificationError: no browser would take it: it has ended, or is another host's.
    """
    parts = urlsplit(address)
    own = f"{parts.hostname}:{parts.port or PORTS['https']}"
    place, deadline = outside(address, {own}), Deadline(seconds)
    own = f"{place.host}:{place.port}"
    try:
        with _Asking(place, resolve(place, deadline, {own}), deadline).secured() as line:
            ends = line.getpeercert()
    except ssl.SSLCertVerificationError:
        raise
    except OSError as error:
        raise NoAnswerError(
            _("%(host)s does not answer, or not in time.") % {"host": place.host}
        ) from error
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str((ends or {})["notAfter"])), UTC)


def _led_on(place: Outside, answer: HTTPResponse, allowed: Collection[str]) -> Outside:
    target = answer.headers.get("Location", "")
    led = outside(urljoin(place.address, target), allowed) if target else None
    if led is None or (place.scheme, led.scheme) == ("https", "http"):
        raise ForbiddenAddressError(
            _("%(host)s leads to an address that is not safe to ask.") % {"host": place.host}
        )
    return led


# Asking -------------------------------------------------------------------------------------------
class _Asking:
    """One request, and its answer's head. Closed at the end, whatever happens."""

    def __init__(
        self, place: Outside, addresses: list[str], deadline: Deadline, body: bytes = b""
    ) -> None:
        self.place, self.addresses, self.deadline, self.body = place, addresses, deadline, body
        self.line: socket.socket | None = None

    def secured(self) -> ssl.SSLSocket:
        """Return a line on which nothing was asked yet. Whoever takes it closes it."""
        line = self._secured(self._connect())
        assert isinstance(line, ssl.SSLSocket)
        return line

    def __enter__(self) -> HTTPResponse:
        try:
            self.line = self._secured(self._connect())
            return self._ask(self.line)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_error: object) -> None:
        if self.line is not None:
            self.line.close()

    def _connect(self) -> socket.socket:
        """Connect to the first address that lets us, each with its share of the time that is left."""
        tried = self.addresses[:MOST_ADDRESSES]
        for number, address in enumerate(tried):
            share = self.deadline.left() / (len(tried) - number)
            try:
                return socket.create_connection((address, self.place.port), timeout=share)
            except OSError:
                continue
        raise NoAnswerError(_("%(host)s does not answer.") % {"host": self.place.host})

    def _secured(self, line: socket.socket) -> socket.socket:
        if self.place.scheme == "http":
            return line
        try:
            line.settimeout(self.deadline.left())
            context = ssl.create_default_context()
            return context.wrap_socket(line, server_hostname=self.place.host)
        except OSError:
            line.close()
            raise

    def _ask(self, line: socket.socket) -> HTTPResponse:
        connection: Any = HTTPConnection(self.place.host, self.place.port)
        connection.sock = _Line(line, self.deadline)
        method = "POST" if self.body else "GET"
        connection.putrequest(method, self.place.target, skip_host=True, skip_accept_encoding=True)
        for name, value in {
            "Host": self.place.named,
            "User-Agent": USER_AGENT,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            **(self._about_body() if self.body else {}),
        }.items():
            connection.putheader(name, value)
        connection.endheaders(self.body or None)
        answer: HTTPResponse = connection.getresponse()
        return answer

    def _about_body(self) -> dict[str, str]:
        return {"Content-Type": "application/json", "Content-Length": str(len(self.body))}


class _Line:
    """A socket as `HTTPConnection` uses it, with one deadline for all that is sent and read.

    A socket's own timeout begins anew with each byte, so that a host could hold us for as long as it liked.
    """

    def __init__(self, line: socket.socket, deadline: Deadline) -> None:
        self._line, self._deadline = line, deadline

    def sendall(self, data: bytes) -> None:
        self._line.settimeout(self._deadline.left())
        self._line.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self._line, self._deadline))

    def close(self) -> None:
        """Leave it open: it is closed with the whole of the asking, after the body was read."""


class _Reading(io.RawIOBase):
    def __init__(self, line: socket.socket, deadline: Deadline) -> None:
        self._line, self._deadline = line, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(self._deadline.left())
        return self._line.recv_into(buffer)


# Taking what comes --------------------------------------------------------------------------------
def _taken(
    place: Outside, answer: HTTPResponse, kinds: Collection[str], most: int, beginning_only: bool
) -> Fetched:
    host = {"host": place.host}
    if answer.status != 200:
        raise UnfitAnswerError(
            _("%(host)s has no such page: it answers %(status)d.")
            % {**host, "status": answer.status}
        )
    kind, charset = _kind(answer.headers)
    if kind not in kinds:
        raise UnfitAnswerError(
            _("%(host)s sends something of another kind (%(kind)s).")
            % {**host, "kind": kind or "–"}
        )
    body = _body(answer, most, place.host)
    if len(body) > most and not beginning_only:
        raise UnfitAnswerError(_("What %(host)s sends is too large.") % host)
    return Fetched(place.address, kind, charset, body[:most])


def _kind(headers: Message) -> tuple[str, str]:
    """Return kind and charset of the content, both in lower case; empty if not said."""
    if "Content-Type" not in headers:
        return "", ""
    return headers.get_content_type(), headers.get_content_charset("")


def _body(answer: HTTPResponse, most: int, host: str) -> bytes:
    """Return the body, unpacked; at most one byte more than `most`, so that the caller sees that it is too large."""
    unpack = _unpacker(answer.headers.get("Content-Encoding", ""), host)
    body = bytearray()
    try:
        while len(body) <= most:
            piece = answer.read(PIECE)
            if not piece:
                _refuse_cut(answer, unpack, host)
                break
            room = most + 1 - len(body)
            # Never more than there is room for: a few bytes can unpack to gigabytes.
            body += unpack.decompress(piece, room) if unpack else piece[:room]
            if unpack and unpack.eof:
                break
    except zlib.error as error:
        raise UnfitAnswerError(
            _("What %(host)s sends cannot be unpacked.") % {"host": host}
        ) from error
    return bytes(body)


def _unpacker(packing: str, host: str) -> Any:
    if packing.lower() in ("", "identity"):
        return None
    if packing.lower() in ("gzip", "x-gzip"):
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    raise UnfitAnswerError(_("What %(host)s sends cannot be unpacked.") % {"host": host})


def _refuse_cut(answer: HTTPResponse, unpack: Any, host: str) -> None:
    if answer.length or (unpack and not unpack.eof):
        raise UnfitAnswerError(_("What %(host)s sends is cut short.") % {"host": host})
