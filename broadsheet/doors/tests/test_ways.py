"""Ways on which strangers may send more than a form's words: rooms of their own, and nobody is looked up."""

import asyncio
from typing import Any

import pytest

from broadsheet.doors import bodies
from broadsheet.doors.bodies import Body, Patience, Room
from broadsheet.doors.doors import Doors
from broadsheet.doors.heads import refusal_of_head
from broadsheet.doors.refusing import BUSY, SLOW
from broadsheet.doors.tests.test_doors import answered
from broadsheet.doors.ways import TIP_LINE
from broadsheet.lib.address_blocks import address_of

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
        asyncio.run(doors.allowed(scope_of(path, size))).room
        for path, size in (
            *(("/tips/parts/0", 1), ("/tips/plain/", 1), ("/tips/plain/", MEGABYTE)),
            *(("/tips/open", 1), ("/contact/", 1), ("/support/stripe/", 1)),
        )
    ]

    assert len(set(map(id, rooms))) == 6
    assert {way.patience.silence_seconds for way in TIP_LINE} == {30}


def test_h08_words_alone_wait_for_nobodys_files():
    doors = Doors(taken, "localhost".__eq__, no_database, {})
    small, large, untold = (
        asyncio.run(doors.allowed(scope_of("/tips/plain/reply/", size)))
        for size in (64 * 1024, 64 * 1024 + 1, 0)
    )

    assert small.room is not large.room
    assert (small.most_bytes, large.most_bytes) == (64 * 1024, 101 * MEGABYTE)
    assert untold.room is large.room


class Moving:
    """Bodies at a time of their own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1_000.0
        monkeypatch.setattr(bodies.asyncio, "get_running_loop", lambda: self)

    def time(self) -> float:
        return self.now

    def begin(self, room: Room, neighbours: str, came_bytes: int = 0) -> tuple[Body, bool]:
        body = Body(None, 10**9, SLOW, Patience(), neighbours)  # type: ignore[arg-type]
        body.came_bytes = came_bytes
        return body, room.enter(body)


@pytest.fixture
def moving(monkeypatch: pytest.MonkeyPatch) -> Moving:
    return Moving(monkeypatch)


def room_of_forms() -> Room:
    [forms] = [way for way in TIP_LINE if way.crowd]
    return forms.room()


def test_h08_one_neighbourhood_never_fills_the_room_of_forms(moving: Moving):
    room = room_of_forms()

    of_one = [moving.begin(room, "203.0.113.0/24")[1] for _number in range(16)]
    of_onion = [moving.begin(room, "")[1] for _number in range(16)]

    assert (sum(of_one), sum(of_onion)) == (2, 8)
    assert moving.begin(room, "198.51.100.0/24")[1]


def test_h08_of_a_full_room_the_slowest_makes_way_after_two_minutes(moving: Moving):
    room = room_of_forms()
    inside = [moving.begin(room, f"{number}", 1000 * number + 1000)[0] for number in range(16)]
    moving.now += 119
    assert not moving.begin(room, "newcomer")[1]

    moving.now += 1
    newest, came_in = moving.begin(room, "newcomer")

    assert came_in
    assert inside[0].refusal is BUSY
    assert [one.refusal for one in (*inside[1:], newest)] == [None] * 16


@pytest.mark.parametrize(
    ("peer", "trusts", "address"),
    [
        ("127.0.0.1", True, "203.0.113.9"),
        ("::ffff:10.0.0.2", True, "203.0.113.9"),
        ("127.0.0.1", False, "127.0.0.1"),
        ("198.51.100.7", True, "198.51.100.7"),
    ],
)
def test_a03_only_a_server_in_front_is_believed_for_whom_it_asks(
    peer: str, trusts: bool, address: str
):
    headers = [(b"x-forwarded-for", b"192.0.2.1, 203.0.113.9")]

    assert address_of({"client": (peer, 1), "headers": headers}, trusts_proxy=trusts) == address


def test_d03_the_card_processor_may_tell_of_more_at_once_than_a_form_holds():
    doors = Doors(taken, "localhost".__eq__, no_database, {})

    told, sent = (
        asyncio.run(doors.allowed(scope_of(path, 1))).most_bytes
        for path in ("/support/stripe/", "/support/")
    )

    assert (told, sent) == (256 * 1024, 64 * 1024)
