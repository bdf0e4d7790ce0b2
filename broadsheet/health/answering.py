"""The server's word to whatever asks whether it is well: a load balancer, a watcher, `curl`.

Answered before Django, and so for any host name: the answer is the same for all, holds nothing of the request, and says
nothing that a stranger could use. Asked with the cookie of someone who has signed in, `/health/` leads to the details.
"""

import asyncio
import json
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

from broadsheet.health.readiness import Probe
from broadsheet.press.reading import FIXED_HEADERS
from broadsheet.press.serving import App, Receive, Scope, Send

ROOT = "/health/"
DETAILS = "/newsroom/health/facts/"
# Load balancers take a machine out that does not answer within two to five seconds.
READY_SECONDS = 1.5
METHODS = ("GET", "HEAD")


class HealthFirst:
    """An ASGI application: whether the paper is alive and ready; everything else is another's.

    Args:
        django: that other.
        is_ready: asked in a thread of its own.
        session_cookie: the name of the cookie of those who have signed in.
    """

    def __init__(self, django: App, is_ready: Callable[[], bool], session_cookie: str) -> None:
        self.django = django
        self.probe = Probe(is_ready)
        self.session_cookie = session_cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if not path.startswith(ROOT):
            await self.django(scope, receive, send)
            return
        if scope["method"] not in METHODS:
            await answer(scope, send, 405, {"error": "GET"}, (b"allow", b"GET, HEAD"))
            return
        await self.say(path.removeprefix(ROOT).rstrip("/"), scope, send)

    async def say(self, what: str, scope: Scope, send: Send) -> None:
        if what == "alive":
            await answer(scope, send, 200, {"alive": True})
            return
        if what not in ("", "ready"):
            await answer(scope, send, 404, {"error": "/health/alive/, /health/ready/"})
            return
        is_ready = await self.is_ready()
        if not what and is_ready and self.is_signed_in(scope):
            await answer(scope, send, 302, {}, (b"location", DETAILS.encode()))
            return
        told = {"ready": is_ready} if what else {"alive": True, "ready": is_ready}
        await answer(scope, send, 200 if is_ready else 503, told)

    async def is_ready(self) -> bool:
        """Return what the probe says; no, if it does not say so in time."""
        asked = asyncio.wrap_future(self.probe.begin())
        done, _late = await asyncio.wait([asked], timeout=self.probe.left(READY_SECONDS))
        return asked in done and asked.result()

    def is_signed_in(self, scope: Scope) -> bool:
        """Say whether a session's cookie comes along; whether it is good, the newsroom's door decides."""
        for name, value in scope["headers"]:
            if name == b"cookie":
                try:
                    return self.session_cookie in SimpleCookie(value.decode("latin-1"))
                except CookieError:
                    return False
        return False


async def answer(
    scope: Scope, send: Send, status: int, told: dict[str, Any], *more: tuple[bytes, bytes]
) -> None:
    body = json.dumps(told).encode() + b"\n"
    headers = [
        *FIXED_HEADERS,
        (b"content-type", b"application/json"),
        (b"cache-control", b"no-store"),
        (b"content-length", b"%d" % len(body)),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    sent = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": sent})
