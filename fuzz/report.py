"""What is told in the end: what was asked, by route, and what broke."""

import re
from collections import defaultdict
from collections.abc import Iterator

from fuzz.asking import Request
from fuzz.rounds import Broken, Tally, reached
from fuzz.routes import routes

LONGEST_LINE = 3000


def told(tally: Tally, *, seed: int) -> str:
    return "\n".join([*_by_route(tally), "", *_in_sum(tally, seed), *_broken(tally)])


def _by_route(tally: Tally) -> Iterator[str]:
    by_route: dict[str, dict[int, int]] = defaultdict(dict)
    for (pattern, status), count in sorted(tally.answers.items()):
        by_route[pattern][status] = count
    for pattern, answers in by_route.items():
        statuses = "  ".join(f"{status or 'none'} × {count}" for status, count in answers.items())
        yield f"{sum(answers.values()):6}  /{pattern}   {statuses}"


def _in_sum(tally: Tally, seed: int) -> Iterator[str]:
    every = list(dict.fromkeys(one.pattern for one in routes()))
    asked, missed = reached(tally, every)
    people = ", ".join(f"{name.lower()} {count:,}" for name, count in tally.visitors.items())
    yield f"{tally.requests:,} requests ({people}) on {len(asked)} of {len(every)} routes. Seed {seed}."
    if missed:
        yield "Never asked: " + ", ".join(f"/{one}" for one in missed)
    yield f"{tally.exceptions} unhandled exceptions or answers of 500 and above, of {len(tally.broken)} kinds."


def _broken(tally: Tally) -> Iterator[str]:
    for kind, one in tally.broken.items():
        yield f"\n== {kind}"
        yield from _described(one)


def _described(one: Broken) -> Iterator[str]:
    again = (
        "breaks again when asked again" if one.again else "did not break again when asked once more"
    )
    yield f"Asked as {one.visitor.lower()}; {again}. The shortest request found:"
    yield as_shown(one.request)
    yield one.trouble


def as_shown(request: Request) -> str:
    """Return a request as text: what cannot be read of it is written as Python writes bytes; no session is shown."""
    headers = tuple(
        (name, re.sub(rb"(sessionid=)\w+", rb"\1...", value)) for name, value in request.headers
    )
    lines = [
        request.method + b" " + request.target,
        *(n + b": " + v for n, v in headers),
        b"",
        request.body,
    ]
    return "\n".join(
        "  " + line.decode("ascii", "backslashreplace")[:LONGEST_LINE] for line in lines
    )
