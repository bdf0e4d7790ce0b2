"""age, the format in which everything is locked up: the one place where its library is called.

It knows classic keys (X25519) alone; post-quantum ones are made and used in browsers.
"""

from collections.abc import Sequence
from typing import Protocol

import pyrage  # type: ignore[import-untyped]


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Writable(Protocol):
    def write(self, data: bytes, /) -> int: ...

    def flush(self) -> None: ...


class LockedError(Exception):
    """It cannot be opened with this key, or is damaged."""


class BrokenOffError(Exception):
    """What was to be locked up did not come to its end."""


def is_recipient(text: str) -> bool:
    """Say whether something can be locked up for this classic key.

    >>> is_recipient("age1qqq")
    False
    """
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def recipient_of(identity: str) -> str:
    """Return the public half of a classic key."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def lock(reader: Readable, writer: Writable, recipients: Sequence[str]) -> None:
    """Lock up what is read, piece by piece, for each of these classic keys.

    Errors:
        BrokenOffError: reading or writing failed; what was written then opens with no key.
    """
    keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    try:
        pyrage.encrypt_io(reader, writer, keys)
    except pyrage.EncryptError:
        # Its words may hold what was read.
        raise BrokenOffError from None


def unlock(locked: bytes, identity: str) -> bytes:
    """Return what is locked up in an age file.

    Errors:
        LockedError: not for this key, or not whole.
    """
    try:
        return bytes(pyrage.decrypt(locked, [pyrage.x25519.Identity.from_str(identity)]))
    except pyrage.DecryptError:
        raise LockedError from None
