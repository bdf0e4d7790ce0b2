"""A few lines behind the real doors and the real server, whose times are short: `python -m broadsheet.doors.tests.small_server PORT`."""

import asyncio
import signal
import sys
from errno import ENOSPC
from typing import Any

from django.conf import settings

from broadsheet.doors import doors, listening
from broadsheet.doors.bodies import Patience

PATIENCE = Patience(silence_seconds=0.6, seconds=1.2, bytes_per_second=20_000)
HEAD_SECONDS, UNREAD_SECONDS = 1, 1
STRANGERS_AT_ONCE, STAFF_AT_ONCE = 4, 2
LARGEST = {"/newsroom/recordings/": 2_000_000, "/newsroom/": 1_000_000}
EDITOR = "sessionid=editor"


async def program(scope: Any, receive: Any, send: Any) -> None:
    """Say how many bytes came, or that they stopped coming; at /long/ with more than any socket holds."""
    if scope["path"] == "/fail/":
        raise RuntimeError("the insides")
    came, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        if scope["path"] == "/full/":
            raise OSError(ENOSPC, "No space left on device")
        came += len(message["body"])
        more = message["more_body"]
    names = ",".join(name.decode() for name, _ in scope["headers"])
    body = b"x" * 20_000_000 if scope["path"] == "/long/" else f"{came} {names}".encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


async def serve(port: int) -> None:
    listening.HEAD_SECONDS, listening.UNREAD_SECONDS = HEAD_SECONDS, UNREAD_SECONDS
    doors.STRANGERS_AT_ONCE, doors.STAFF_AT_ONCE = STRANGERS_AT_ONCE, STAFF_AT_ONCE
    guarded = doors.Doors(program, "localhost".__eq__, EDITOR.__eq__, LARGEST, PATIENCE)
    server = listening.make_server(guarded, "127.0.0.1", port)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop)
    await server.serve()


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    asyncio.run(serve(int(sys.argv[1])))
