"""Taking in what is sent: so much, within so much time, and so many at once. The server itself bounds none of it."""

import asyncio
import contextlib
from collections.abc import MutableMapping
from typing import Any, NamedTuple

from broadsheet.doors.refusing import BROKEN_OFF, BUSY, SLOW, Receive, Refusal

# What Django takes for someone who has gone.
GONE = {"type": "http.disconnect"}
# So long is listened to one who goes on sending after the answer, and so long without a byte.
PARTING_SECONDS = 30.0
PARTING_SILENCE_SECONDS = 5.0


class Patience(NamedTuple):
    """How long a body may take: never so long without a byte, and in all so long and a second for each so many bytes."""

    silence_seconds: float = 30
    seconds: float = 300
    # 64 kbit/s: any line over which a photograph is sent is faster.
    bytes_per_second: float = 8 * 1024


class Body:
    """One body that is being sent, as Django reads it: cut off when it is too large or too slow.

    `refusal` says why, once it is; `too_large` is what is said of more than `most_bytes`; `neighbours` is the widest block
    that its address is in, empty for one of this machine.
    """

    def __init__(
        self,
        receive: Receive,
        most_bytes: int,
        too_large: Refusal,
        patience: Patience,
        neighbours: str = "",
    ) -> None:
        self.neighbours = neighbours
        self.most_bytes = most_bytes
        self.too_large = too_large
        self.patience = patience
        self.came_bytes = 0
        self.refusal: Refusal | None = None
        self.has_ended = False
        self.room: Room | None = None
        self._receive = receive
        self._began = asyncio.get_running_loop().time()
        self._timer: asyncio.Timeout | None = None

    async def receive(self) -> MutableMapping[str, Any]:
        """Return the next piece; after the last, whatever the server says."""
        if self.has_ended:
            return await self._receive()
        message = await self._next_piece()
        self.came_bytes += len(message.get("body", b""))
        if self.came_bytes > self.most_bytes:
            self.refusal = self.refusal or self.too_large
        if self.refusal:
            self.leave()
            return GONE
        if not message.get("more_body", False):
            self.has_ended = True
            self.leave()
        return message

    async def _next_piece(self) -> MutableMapping[str, Any]:
        if self.refusal:
            return GONE
        now = asyncio.get_running_loop().time()
        earned = self.came_bytes / self.patience.bytes_per_second
        ends = min(
            now + self.patience.silence_seconds, self._began + self.patience.seconds + earned
        )
        try:
            async with asyncio.timeout_at(ends) as self._timer:
                message = await self._receive()
        except TimeoutError:
            self.refusal = self.refusal or SLOW
            return GONE
        finally:
            self._timer = None
        if message["type"] != "http.request":
            self.refusal = self.refusal or BROKEN_OFF
        return message

    @property
    def age_seconds(self) -> float:
        return asyncio.get_running_loop().time() - self._began

    @property
    def bytes_per_second(self) -> float:
        """How fast it came so far."""
        return self.came_bytes / max(self.age_seconds, 1)

    def cut(self, refusal: Refusal) -> None:
        """Read no further."""
        self.refusal = refusal
        self.leave()
        if self._timer is not None:
            # Its own time may have run out in this very moment.
            with contextlib.suppress(RuntimeError):
                self._timer.reschedule(asyncio.get_running_loop().time())

    def leave(self) -> None:
        if self.room is not None:
            self.room.inside.pop(self, None)


class Crowd(NamedTuple):
    """Who is kept out, or makes way, where a body may be under way for long.

    Args:
        of_block: so many at once from one block of addresses.
        of_onion: so many from whoever has no address, as those who come through an onion service.
        grown_seconds: of those that are older, the slowest makes way when there is no place.
    """

    of_block: int
    of_onion: int
    grown_seconds: float


class Room:
    """The bodies that are under way at once.

    Args:
        places: how many.
        oldest_makes_way: whether the oldest is cut when one more comes: what a browser sends is there within moments,
            so that only what is sent slowly on purpose grows old.
        crowd: whom else it bounds. Without either, the newcomer is refused when there is no place.
    """

    def __init__(
        self, places: int, *, oldest_makes_way: bool = False, crowd: Crowd | None = None
    ) -> None:
        self.places = places
        self.oldest_makes_way = oldest_makes_way
        self.crowd = crowd
        # In the order in which they came.
        self.inside: dict[Body, None] = {}

    def enter(self, body: Body) -> bool:
        """Let a body in; return whether there was a place for it."""
        if self.crowd and self._is_crowded(self.crowd, body):
            return False
        if len(self.inside) >= self.places:
            cut = self._who_makes_way()
            if cut is None:
                return False
            cut.cut(BUSY)
        body.room = self
        self.inside[body] = None
        return True

    def _is_crowded(self, crowd: Crowd, body: Body) -> bool:
        near = sum(one.neighbours == body.neighbours for one in self.inside)
        return near >= (crowd.of_block if body.neighbours else crowd.of_onion)

    def _who_makes_way(self) -> Body | None:
        if self.oldest_makes_way:
            return next(iter(self.inside))
        if self.crowd is None:
            return None
        seconds = self.crowd.grown_seconds
        grown = [one for one in self.inside if one.age_seconds >= seconds]
        return min(grown, key=lambda one: one.bytes_per_second, default=None)


async def listen_out(receive: Receive) -> None:
    """Take in and drop what is still being sent: whoever is cut off while sending never reads the answer (RFC 9112, 9.6)."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PARTING_SECONDS):
            while True:
                async with asyncio.timeout(PARTING_SILENCE_SECONDS):
                    message = await receive()
                if not message.get("more_body", False):
                    return
