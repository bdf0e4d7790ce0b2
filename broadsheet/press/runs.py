"""Bytes that are deflated once and joined into pages without being touched again.

A run is raw deflate (RFC 1951) that ends with a full flush, so that any run may follow any other. A page is a gzip
member (RFC 1952): header, runs, one empty last block, and the CRC-32 and length of it all, which
are combined from those of the runs (`reading.filled`).
"""

import re
import zlib
from hashlib import blake2b
from typing import AnyStr, NamedTuple

from isal import isal_zlib

GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
LAST_BLOCK = b"\x03\x00"
# 6 is zlib's own choice; 9 costs twice the time for one percent.
LEVEL = 6
QUICK_LEVEL = 3

# Where each space counts, none is taken.
AS_TYPED = re.compile(rb"<(?:pre|textarea)\b")
INDENTED = re.compile(rb"\n\s+")


class Run(NamedTuple):
    """Some bytes of a page, deflated: `size` and `crc` are those of the bytes before deflating."""

    size: int
    crc: int
    deflated: bytes


def deflate(content: bytes, *, for_long: bool = True) -> Run:
    """Return content as a run.

    Args:
        for_long: whether it stays for good, as a story's own words do. What is printed again with each story, such as a
            rail in thirteen variants, is deflated in a fifth of the time, and is two to six percent larger.

    >>> run = deflate(b"The ferry runs on Mondays.")
    >>> run.size, zlib.decompress(run.deflated + LAST_BLOCK, -15)
    (26, b'The ferry runs on Mondays.')
    """
    press = (
        zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
        if for_long
        else isal_zlib.compressobj(QUICK_LEVEL, isal_zlib.DEFLATED, -15)
    )
    deflated = press.compress(content) + press.flush(zlib.Z_FULL_FLUSH)
    return Run(len(content), zlib.crc32(content), deflated)


def inflate(gzipped: bytes) -> bytes:
    """Return the bytes that a page holds, for a reader who takes no gzip.

    Args:
        gzipped: one gzip member made of runs.
    """
    return zlib.decompress(gzipped, 31)


def squeezed(html: bytes) -> bytes:
    """Return HTML without blank lines and indentation, which are for whoever writes templates.

    >>> squeezed(b"<p>\\n\\n    The ferry\\n  runs.</p>")
    b'<p>\\nThe ferry\\nruns.</p>'
    """
    return html if AS_TYPED.search(html) else INDENTED.sub(b"\n", html)


def cut(content: AnyStr, begin: AnyStr, end: AnyStr) -> list[AnyStr]:
    """Return what stands between marks and what each mark says, in turn; a mark stands between `begin` and `end`.

    >>> cut("The [a1:rail] ends.", "[a1:", "]")
    ['The ', 'rail', ' ends.']
    """
    parts = content.split(begin)
    pieces = parts[:1]
    for other in parts[1:]:
        said, _, between = other.partition(end)
        pieces.extend((said, between))
    return pieces


def tag(*contents: bytes) -> str:
    """Return a short name for these bytes: equal bytes, equal name.

    >>> tag(b"one", b"two") == tag(b"one", b"two"), tag(b"onetwo") == tag(b"one", b"two")
    (True, False)
    """
    digest = blake2b(digest_size=9)
    for content in contents:
        digest.update(len(content).to_bytes(8, "little"))
        digest.update(content)
    return digest.hexdigest()
