"""What stands between the printed pages and Django: it refuses what is wrong, and bounds what is sent."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from typing import Any, NamedTuple

from django.db import DatabaseError

from broadsheet.doors.bodies import Body, Patience, Room, listen_out
from broadsheet.doors.heads import (
    NEWSROOM,
    announced_bytes,
    has_body,
    refusal_of_head,
    values_of,
    without_underscores,
)
from broadsheet.doors.refusing import (
    BUSY,
    KILOBYTE,
    OUT_OF_ORDER,
    SIGN_IN_FIRST,
    Receive,
    Refusal,
    Scope,
    Send,
    refuse,
    too_large,
)
from broadsheet.doors.ways import ALL_WAYS, Way
from broadsheet.lib.address_blocks import address_of, blocks_of
from broadsheet.lib.error_numbers import note_error

logger = logging.getLogger(__name__)

App = Callable[[Scope, Receive, Send], Awaitable[None]]
# What anyone may send holds a form's words and no file.
STRANGERS_BYTES = 64 * KILOBYTE
STRANGERS_AT_ONCE = 256
# Each may take 2.5 MB of memory; the rest of it goes to the disk.
STAFF_AT_ONCE = 32
PARTING_AT_ONCE = 64
USUAL = Patience()


class Allowed(NamedTuple):
    """How much one may send, in whose room, what is said to those who send more, and how long it may take."""

    most_bytes: int
    room: Room
    refusal: Refusal
    patience: Patience


class Doors:
    """An ASGI application around Django.

    Args:
        django: what answers whatever gets in.
        is_own_host: says whether a Host header names a paper of this house.
        is_signed_in: says, in a thread, whether a Cookie header belongs to someone who has signed in.
        largest: how many bytes someone who has signed in may send at once, by how an address of the newsroom begins;
            the first that fits holds, and the last fits all.
        patience: how long a body may take.
        ways: where strangers may send more, or have less time; the first that fits holds.
        trusts_proxy: whether a web server in front says whom it asks for (`address_of`).
    """

    def __init__(
        self,
        django: App,
        is_own_host: Callable[[str], bool],
        is_signed_in: Callable[[str], bool],
        largest: Mapping[str, int],
        patience: Patience = USUAL,
        ways: Sequence[Way] = ALL_WAYS,
        *,
        trusts_proxy: bool = False,
    ) -> None:
        self.django = django
        self.is_own_host = is_own_host
        self.is_signed_in = is_signed_in
        self.largest = largest
        self.patience = patience
        self.strangers = Room(STRANGERS_AT_ONCE, oldest_makes_way=True)
        self.staff = Room(STAFF_AT_ONCE)
        self.parting = 0
        self.trusts_proxy = trusts_proxy
        self.ways = [
            (way, Allowed(way.most_bytes, way.room(), too_large(way.most_bytes), way.patience))
            for way in ways
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await decline(scope, receive, send)
        elif refusal := refusal_of_head(scope, self.is_own_host):
            await self.turn_away(refusal, scope, receive, send)
        elif has_body(scope):
            await self.take_in(without_underscores(scope), receive, send)
        else:
            await self.django(without_underscores(scope), receive, Answer(send).send)

    async def take_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let Django read what is sent, as far as it is allowed."""
        try:
            allowed = await self.allowed(scope)
        except DatabaseError as error:
            note_error(error, "doors")
            await self.turn_away(OUT_OF_ORDER, scope, receive, send)
            return
        blocks = blocks_of(address_of(scope, trusts_proxy=self.trusts_proxy))
        neighbours = blocks[-1] if blocks else ""
        body = Body(receive, allowed.most_bytes, allowed.refusal, allowed.patience, neighbours)
        if announced_bytes(scope) > allowed.most_bytes:
            await self.turn_away(allowed.refusal, scope, receive, send)
        elif not allowed.room.enter(body):
            await self.turn_away(BUSY, scope, receive, send)
        elif refusal := await self.hand_over(scope, body, Answer(send)):
            # Who sends too much goes on sending; who sends too slowly is not heard out.
            if refusal is allowed.refusal:
                await self.turn_away(refusal, scope, receive, send)
            else:
                await refuse(refusal, scope, send)

    async def hand_over(self, scope: Scope, body: Body, answer: "Answer") -> Refusal | None:
        """Have Django read what is sent, and answer; return why it was cut off before it could."""
        try:
            await self.django(scope, body.receive, answer.send)
        except OSError:
            # Django keeps in a file what comes, and the disk may be full.
            if answer.has_begun or body.has_ended:
                raise
            logger.exception("What was being sent could not be kept")
            body.cut(OUT_OF_ORDER)
        finally:
            body.leave()
        return None if answer.has_begun else body.refusal

    async def allowed(self, scope: Scope) -> Allowed:
        """Return how much may be sent to this address by whoever sends it.

        Errors:
            DatabaseError: nobody can say who it is.
        """
        path = scope["path"]
        for way, allowed in self.ways:
            if way.is_for(path, announced_bytes(scope)):
                return allowed
        if not path.startswith(NEWSROOM):
            return self._strangers(too_large(STRANGERS_BYTES))
        cookies = b"; ".join(values_of(scope, b"cookie")).decode("latin-1")
        loop = asyncio.get_running_loop()
        if not cookies or not await loop.run_in_executor(None, self.is_signed_in, cookies):
            return self._strangers(SIGN_IN_FIRST)
        most_bytes = next(most for start, most in self.largest.items() if path.startswith(start))
        return Allowed(most_bytes, self.staff, too_large(most_bytes), self.patience)

    def _strangers(self, refusal: Refusal) -> Allowed:
        return Allowed(STRANGERS_BYTES, self.strangers, refusal, self.patience)

    async def turn_away(self, refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, and hear out whoever is still sending, so that they read why."""
        await refuse(refusal, scope, send)
        # Who waits to be told to go on sends nothing now (RFC 9110, 10.1.1).
        is_sending = has_body(scope) and not values_of(scope, b"expect")
        if is_sending and self.parting < PARTING_AT_ONCE:
            self.parting += 1
            try:
                await listen_out(receive)
            finally:
                self.parting -= 1


class Answer:
    """What Django answers, on its way out: nobody keeps a copy of what does not say that it may be kept."""

    def __init__(self, send: Send) -> None:
        self.has_begun = False
        self._send = send

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            names = {name.lower() for name, _ in message["headers"]}
            if b"cache-control" not in names:
                # With a tag or a date, whoever has it need not fetch it again; but must ask.
                may_ask = names & {b"etag", b"last-modified"}
                rule = b"private, no-cache" if may_ask else b"no-store"
                headers = [*message["headers"], (b"cache-control", rule)]
                message = {**message, "headers": headers}
        await self._send(message)


async def decline(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what is no request for a page: the server's start and end need nothing, and sockets are not spoken here."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close"})
        return
    kind = ""
    while kind != "lifespan.shutdown":
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
