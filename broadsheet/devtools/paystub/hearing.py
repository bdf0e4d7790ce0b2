"""Who hears of what happened, and what they are told: endpoints, events, signatures."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any

EVERY = "*"


@dataclass
class Endpoint:
    """An address that is told of events, with the secret that what it is told is signed with."""

    id: str
    url: str
    secret: str
    enabled_events: list[str] = field(default_factory=lambda: [EVERY])
    disabled: bool = False
    # Version of the interface whose shapes it is told in; none: the stand-in's own.
    api_version: str | None = None

    def wants(self, kind: str) -> bool:
        return not self.disabled and (EVERY in self.enabled_events or kind in self.enabled_events)


@dataclass
class Event:
    """Something that happened, as it is told. `data` is the processor's own object of kind `event`."""

    data: dict[str, Any]
    # Where it is to be told, and how that went: waiting, done, given up.
    told: dict[str, str] = field(default_factory=dict)
    # The object in the shapes of older versions, for endpoints that were set up with one.
    older: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def type(self) -> str:
        return str(self.data["type"])

    @property
    def object(self) -> dict[str, Any]:
        """What it happened to, as it was then."""
        return dict(self.data["data"]["object"])

    @property
    def body(self) -> bytes:
        """The bytes that are sent and signed; always the same."""
        return self.body_as(None)

    def body_as(self, version: str | None) -> bytes:
        data = self.older.get(version or "", self.data)
        return json.dumps(data, indent=2).encode()

    @property
    def delivered(self) -> bool:
        return all(how == "done" for how in self.told.values())


def signature(body: bytes, secret: str, at: float | None = None) -> str:
    """Return the `Stripe-Signature` of a body.

    Args:
        at: the moment that it claims, in seconds since 1970; else this one. The stand-in's clock does not count here: a
            delivery is as old as it is, whatever time it tells of.
    """
    moment = int(time.time() if at is None else at)
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"
