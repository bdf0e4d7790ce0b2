"""Addresses that no page has and no browser makes: they are refused as they came, before anyone decodes them twice.

Sources: RFC 3986, sections 3.3 and 6.2.2.3; RFC 9112, section 3.2.
"""

import re
from urllib.parse import quote, unquote_to_bytes

from broadsheet.doors.refusing import LONG_ADDRESS, UNREADABLE_ADDRESS, Refusal, Scope

# The longest address of a story has 255 letters, each at most nine bytes once it is encoded.
LONGEST_PATH = 4096
LONGEST_QUERY = 8192
# Control characters, and the slash that some programs take for another.
STRANGE = re.compile(rb"[\x00-\x1f\x7f\\]")
UPWARDS = re.compile(rb"(?:^|/)\.\.?(?:/|$)")
HIDDEN = re.compile(r"/\.(?!well-known(?:/|$))")


def refusal_of_address(scope: Scope) -> Refusal | None:
    """Return what is wrong with the address that is asked for; None if a page may stand there."""
    raw, query = raw_path(scope), scope["query_string"]
    if len(raw) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return LONG_ADDRESS
    return None if is_readable(raw) and b"%00" not in query else UNREADABLE_ADDRESS


def raw_path(scope: Scope) -> bytes:
    """Return the path as it came, percent signs and all."""
    raw: bytes | None = scope.get("raw_path")
    return quote(scope["path"]).encode() if raw is None else raw


def is_readable(raw: bytes) -> bool:
    """Say whether a path could lead to a page.

    >>> is_readable(b"/2026/11/ferry/"), is_readable("/caf\u00e9/".encode()), is_readable(b"/caf%C3%A9/")
    (True, True, True)
    >>> is_readable(b"/a/%2e%2E/b"), is_readable(b"/a%5Cb"), is_readable(b"/a%00"), is_readable(b"/caf%E9/")
    (False, False, False, False)
    >>> is_readable(b"*"), is_readable(b"/%c0%ae%c0%ae/"), is_readable(b"/etc..."), is_readable(b"/..;/x")
    (False, False, True, True)
    """
    path = unquote_to_bytes(raw)
    if not path.startswith(b"/") or STRANGE.search(path) or UPWARDS.search(path):
        return False
    try:
        path.decode()
    except UnicodeDecodeError:
        return False
    return True


def is_hidden(path: str) -> bool:
    """Say whether a word of a decoded path begins with a dot, as files do that are nobody's to read (RFC 8615 has one exception).

    >>> is_hidden("/static/.git/config"), is_hidden("/.env"), is_hidden("/.well-known/security.txt")
    (True, True, False)
    """
    return HIDDEN.search(path) is not None
