"""What the tip line answers, and what it tells browsers of it: the same to everyone.

Sources: Content Security Policy Level 3, Trusted Types, Integrity Policy (W3C); Fetch and HTML for the others.
"""

import json
from typing import Any

from broadsheet.tips.sources.asked import Asked, Send

Header = tuple[bytes, bytes]
# A script or style is this host's own and has its sum in the page; the worker is fetched with its sum and begun from memory.
SCRIPTED_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "worker-src blob:",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src blob:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types tips",
    ]
)
PLAIN_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
NOTHING_POLICY = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        *("accelerometer", "autoplay", "browsing-topics", "camera"),
        *("display-capture", "encrypted-media", "fullscreen", "gamepad", "geolocation"),
        *("gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone"),
        *("midi", "payment", "picture-in-picture", "publickey-credentials-get"),
        *("screen-wake-lock", "serial", "storage-access", "usb"),
        "xr-spatial-tracking",
    )
)
STEADY: tuple[Header, ...] = (
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-embedder-policy", b"require-corp"),
    (b"integrity-policy", b"blocked-destinations=(script)"),
    (b"x-robots-tag", b"noindex, nofollow, noarchive"),
    (b"permissions-policy", PERMISSIONS.encode()),
)
# For a year, browsers that came by HTTPS come by nothing else.
STRICT_TRANSPORT: Header = (b"strict-transport-security", b"max-age=31536000")


class Answer:
    """Sends one answer.

    Args:
        is_https: whether the paper's address is one.
    """

    def __init__(self, asked: Asked, send: Send, *, is_https: bool) -> None:
        self.has_begun = False
        self._asked = asked
        self._send = send
        self._is_https = is_https

    async def begin(self, status: int, policy: str, *headers: Header) -> None:
        """Send the head; what follows goes through `piece` and `end`."""
        self.has_begun = True
        transport = [STRICT_TRANSPORT] if self._is_https else []
        rule = (b"content-security-policy", policy.encode())
        told = [*STEADY, rule, *transport, *headers]
        await self._send({"type": "http.response.start", "status": status, "headers": told})

    async def piece(self, body: bytes) -> None:
        await self._send({"type": "http.response.body", "body": body, "more_body": True})

    async def end(self, body: bytes = b"") -> None:
        sent = b"" if self._asked.is_head else body
        await self._send({"type": "http.response.body", "body": sent})

    async def whole(
        self, body: bytes, kind: str, *headers: Header, status: int = 200, policy: str
    ) -> None:
        length = (b"content-length", b"%d" % len(body))
        await self.begin(status, policy, (b"content-type", kind.encode()), length, *headers)
        await self.end(body)

    async def json(self, told: dict[str, Any], *headers: Header, status: int = 200) -> None:
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        kind = "application/json; charset=utf-8"
        await self.whole(body, kind, *headers, status=status, policy=NOTHING_POLICY)
