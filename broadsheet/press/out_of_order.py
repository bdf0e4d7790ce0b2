"""The page that says that something broke, with the number of the error: the one printed page that is changed while it is served."""

import gzip

from broadsheet.press.notices import NUMBER_HERE
from broadsheet.press.reading import FOREVER, PACKED, Page, body_of

HEADER = "Error-Number"


def with_number(body: bytes, number: str) -> bytes:
    """Return the page with the number where its template has left room for it."""
    return body.replace(NUMBER_HERE.encode(), number.encode())


def numbered(notice: Page, number: str) -> Page:
    """Return a printed notice as it is sent to the one reader who met this error: nobody keeps it."""
    gzipped = gzip.compress(with_number(body_of(notice, gzip=False), number))
    headers = (
        *(one for one in notice.headers if one[0] != b"cache-control"),
        (b"cache-control", b"no-store"),
        (HEADER.lower().encode(), number.encode()),
    )
    length = (b"content-length", b"%d" % len(gzipped))
    etag = f'"{number}"'.encode()
    sent = [*headers, (b"etag", etag), PACKED, length]
    return Page(notice.status, headers, etag, gzipped, sent, 0.0, FOREVER)
