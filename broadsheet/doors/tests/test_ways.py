"""Ways on which strangers may send more than a form's words: rooms of their own, and nobody is looked up."""

import asyncio
from typing import Any

import pytest

from broadsheet.doors.doors import Doors
from broadsheet.doors.heads import refusal_of_head
from broadsheet.doors.tests.test_doors import answered
from broadsheet.doors.ways import TIP_LINE

MEGABYTE = 1024 * 1024


def no_database(_cookies: str) -> bool:
    raise AssertionError("the main database was asked")


async def taken(scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def scope_of(path: str, size: int, method: str = "POST") -> dict[str, Any]:
    headers = [
        (b"host", b"localhost"),
        (b"content-length", b"%d" % size),
        (b"cookie", b"sessionid=a"),
    ]
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": headers,
    }


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/tips/parts/0", 4 * MEGABYTE),
        ("/tips/plain/", 100 * MEGABYTE),
        ("/tips/plain/reply/", 100 * MEGABYTE),
        ("/tips/open", 64 * 1024),
        ("/contact/", 64 * 1024),
    ],
)
def test_h06_each_way_takes_as_much_as_it_needs(path: str, most: int):
    doors = Doors(taken, "localhost".__eq__, no_database, {})
    coming = {"type": "http.request", "body": b"x", "more_body": False}

    for size, status in ((most, 200), (most + 2 * MEGABYTE, 413)):
        start, *_body = answered(doors, scope_of(path, size), coming)
        assert start["status"] == status


def test_h07_only_the_tip_line_is_put_anything():
    for path, may in (("/tips/parts/0", True), ("/tips", False), ("/", False), ("/tipsy/", False)):
        refusal = refusal_of_head(scope_of(path, 1, "PUT"), "localhost".__eq__)
        assert (refusal is None) is may, path


def test_h08_whoever_fills_one_way_leaves_the_others_free():
    doors = Doors(taken, "localhost".__eq__, no_database, {})
    rooms = [
        asyncio.run(doors.allowed(scope_of(path, 1))).room
        for path in ("/tips/parts/0", "/tips/plain/", "/tips/open", "/contact/")
    ]

    assert len(set(map(id, rooms))) == 4
    assert [way.patience.silence_seconds for way in TIP_LINE] == [30, 30, 30]
