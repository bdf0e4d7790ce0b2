"""What is wrong with the head of a request: its method, its address, its host, and how much stands in it."""

import re
from collections.abc import Callable

from broadsheet.doors.addresses import is_hidden, refusal_of_address
from broadsheet.doors.refusing import (
    NO_SUCH_PAPER,
    NOTHING_THERE,
    TOO_MUCH_BESIDES,
    UNREADABLE,
    Refusal,
    Scope,
    not_done,
)
from broadsheet.doors.ways import TIPS

NEWSROOM = "/newsroom/"
METHODS = ("GET", "HEAD", "POST")
# The newsroom's screens keep what a person has closed, and drop a preview, by these.
NEWSROOM_METHODS = (*METHODS, "PATCH", "DELETE")
# Parts of what is locked up are put where they belong.
TIPS_METHODS = (*METHODS, "PUT")
MOST_HEADERS = 100
MOST_HEADER_BYTES = 32 * 1024
PLAIN_LENGTH = re.compile(rb"\d{1,15}")


def refusal_of_head(scope: Scope, is_own_host: Callable[[str], bool]) -> Refusal | None:
    """Return why a request does not get in, by its head alone; None if it does.

    Args:
        is_own_host: says whether a Host header names a paper of this house.
    """
    methods = methods_at(scope["path"])
    if scope["method"] not in methods:
        return not_done(methods)
    headers = scope["headers"]
    size = sum(len(name) + len(value) for name, value in headers)
    if len(headers) > MOST_HEADERS or size > MOST_HEADER_BYTES:
        return TOO_MUCH_BESIDES
    hosts = values_of(scope, b"host")
    # RFC 9112, 3.2: none, or more than one, is refused.
    if len(hosts) != 1 or not is_own_host(hosts[0].decode("latin-1")):
        return NO_SUCH_PAPER
    if refusal := refusal_of_address(scope):
        return refusal
    if is_hidden(scope["path"]):
        return NOTHING_THERE
    return None if is_length_plain(scope) else UNREADABLE


def methods_at(path: str) -> tuple[str, ...]:
    """Return what may be done at an address."""
    if path.startswith(NEWSROOM):
        return NEWSROOM_METHODS
    return TIPS_METHODS if path.startswith(TIPS) else METHODS


def values_of(scope: Scope, wanted: bytes) -> list[bytes]:
    """Return each value of a header, in order."""
    return [value for name, value in scope["headers"] if name == wanted]


def is_length_plain(scope: Scope) -> bool:
    """Say whether there is one way to tell how long the body is (RFC 9112, 6.3)."""
    lengths = values_of(scope, b"content-length")
    if len(lengths) > 1 or (lengths and values_of(scope, b"transfer-encoding")):
        return False
    return all(PLAIN_LENGTH.fullmatch(length) for length in lengths)


def has_body(scope: Scope) -> bool:
    """Say whether anything is sent along, or may be."""
    lengths = values_of(scope, b"content-length")
    return bool(values_of(scope, b"transfer-encoding")) or any(one != b"0" for one in lengths)


def announced_bytes(scope: Scope) -> int:
    """Return how long a body says it is; 0 for one that does not say, and is counted as it comes."""
    lengths = values_of(scope, b"content-length")
    return int(lengths[0]) if lengths else 0


def without_underscores(scope: Scope) -> Scope:
    """Return the request without headers that another server would take for those with a dash."""
    headers = [header for header in scope["headers"] if b"_" not in header[0]]
    return scope if len(headers) == len(scope["headers"]) else {**scope, "headers": headers}
