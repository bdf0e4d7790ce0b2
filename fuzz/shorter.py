"""Cutting a request down to what breaks: whatever it breaks without is left out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from fuzz.asking import Request

MOST_TRIES = 80
KEPT = (b"csrf",)
T = TypeVar("T")


def shortest(request: Request, breaks: Callable[[Request], bool]) -> Request | None:
    """Return the shortest request found that still breaks; None if even the whole one does not, asked again.

    Args:
        breaks: sends a request and says whether it breaks in the same way.
    """
    if not breaks(request):
        return None
    tries = 1
    while True:
        for shorter in shorter_ones(request):
            tries += 1
            if tries > MOST_TRIES:
                return request
            if breaks(shorter):
                request = shorter
                break
        else:
            return request


def shorter_ones(request: Request) -> Iterator[Request]:
    """Yield the request without some of its headers, of the pairs of its query or body, or with half of a value."""
    for fewer in fewer_of(request.headers):
        yield replace(request, headers=tuple(fewer))
    path, mark, query = request.target.partition(b"?")
    for less in shorter_pairs(query):
        yield replace(request, target=path + (mark + less if less else b""))
    shorter_bodies = shorter_parts if b"\r\n" in request.body else shorter_pairs
    for less in shorter_bodies(request.body):
        yield replace(request, body=less)


def fewer_of(every: Sequence[T]) -> Iterator[list[T]]:
    """Yield a list without half of it, then without a quarter, and so on to without one.

    >>> ["".join(fewer) for fewer in fewer_of("abcd")]
    ['cd', 'ab', 'bcd', 'acd', 'abd', 'abc']
    """
    size = (len(every) + 1) // 2
    while size and every:
        for at in range(0, len(every), size):
            yield [*every[:at], *every[at + size :]]
        size = (size + 1) // 2 if size > 1 else 0


def shorter_pairs(pairs: bytes) -> Iterator[bytes]:
    """Yield pairs of names and values with some left out, or one value halved.

    >>> list(shorter_pairs(b"a=1&b="))
    [b'b=', b'a=1', b'a=&b=']
    """
    each = [pair for pair in pairs.split(b"&") if pair]
    kept = [pair for pair in each if pair.startswith(KEPT)]
    for fewer in fewer_of([pair for pair in each if not pair.startswith(KEPT)]):
        yield b"&".join(kept + fewer)
    for at, pair in enumerate(each):
        name, sign, value = pair.partition(b"=")
        if value and not pair.startswith(KEPT):
            for half in (value[: len(value) // 2], value[len(value) // 2 :]):
                if half != value:
                    yield b"&".join([*each[:at], name + sign + half, *each[at + 1 :]])


def shorter_parts(body: bytes) -> Iterator[bytes]:
    """Yield a body of several parts with some of them left out."""
    edge = body.partition(b"\r\n")[0] + b"\r\n"
    *parts, last = body.split(edge)[1:]
    end = edge[:-2] + b"--\r\n"
    parts.append(last.removesuffix(end))
    kept = [part for part in parts if b"csrf" in part[:80]]
    for fewer in fewer_of([part for part in parts if b"csrf" not in part[:80]]):
        yield b"".join(edge + part for part in kept + fewer) + end
