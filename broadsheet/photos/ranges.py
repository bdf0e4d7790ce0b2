"""Handing out a large file a stretch at a time, as players ask for it, without ever holding it whole.

Source: RFC 9110, section 14, "Range Requests".
"""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from asgiref.sync import sync_to_async
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_http_date_safe

AT_A_TIME = 64 * 1024
# No file has a byte of a longer number.
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class UnsatisfiableRangeError(Exception):
    """A stretch was asked for that begins behind the end of the file. Not for people: it becomes status 416."""


class Stretch(StreamingHttpResponse):
    """Bytes of a file, read as fast as the reader takes them."""

    def __init__(self, file: Path, start: int, length: int, **kwargs: Any) -> None:
        self.pieces = _read(file, start, length)
        super().__init__(self.pieces, **kwargs)
        self["Content-Length"] = str(length)

    # Django would read all of it before it sent the first byte.
    async def __aiter__(self) -> AsyncIterator[bytes]:
        take = sync_to_async(lambda: next(self.pieces, None), thread_sensitive=False)
        while (piece := await take()) is not None:
            yield piece


def _read(path: Path, start: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(AT_A_TIME, length))):
            length -= len(piece)
            yield piece


def range_asked(header: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte of the stretch that is asked for; None if the whole file is to be sent.

    Several stretches at once are answered with the whole file, which is allowed.

    Errors:
        UnsatisfiableRangeError: no byte of it is in the file.

    >>> range_asked("bytes=0-99", 1000), range_asked("bytes=-10", 1000), range_asked("bytes=990-", 1000)
    ((0, 99), (990, 999), (990, 999))
    """
    found = ONE_RANGE.fullmatch(header.replace(" ", ""))
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
    if start >= size or start > end:
        raise UnsatisfiableRangeError
    return start, end


def send(request: HttpRequest, file: Path, content_type: str) -> HttpResponseBase:
    """Answer with a file or the stretch of it that is asked for.

    Errors:
        OSError: the file is not there.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    facts = file.stat()
    changed, size = int(facts.st_mtime), facts.st_size
    headers = {"Accept-Ranges": "bytes", "Last-Modified": http_date(changed)}
    if parse_http_date_safe(request.headers.get("If-Modified-Since", "")) == changed:
        return HttpResponseNotModified(headers=headers)
    header = request.headers.get("Range", "")
    # What a reader has of an earlier file is not to be completed by a piece of this one.
    if request.headers.get("If-Range", headers["Last-Modified"]) != headers["Last-Modified"]:
        header = ""
    try:
        asked = range_asked(header, size)
    except UnsatisfiableRangeError:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    start, end = asked or (0, size - 1)
    if asked:
        headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    status, length = (206 if asked else 200), end - start + 1
    if request.method == "HEAD":
        headers["Content-Length"] = str(length)
        return HttpResponse(status=status, content_type=content_type, headers=headers)
    return Stretch(file, start, length, status=status, content_type=content_type, headers=headers)
