"""Whether a delivery comes from the processor: its signature over the very bytes that came, not older than five minutes.

The same check as the official library's (`WebhookSignature`; a test compares the two), without loading it into each process that
serves readers: 41 MB, and a second before the first delivery could be answered. Unlike the library it takes bytes as they
are, whatever they hold.
"""

import hmac
import time
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

TOLERANCE_SECONDS: Final = 300
SCHEME: Final = "v1"
MOST_HEADER: Final = 2_000


def is_signed(
    body: bytes, header: str, secrets: Iterable[str], *, now: float | None = None
) -> bool:
    """Say whether one of the secrets has signed these bytes, lately.

    Args:
        header: `Stripe-Signature`, as it came.
        secrets: the present one, and the one before.
    """
    at, signatures = _parts(header)
    if at is None or not signatures:
        return False
    signed = f"{at}.".encode() + body
    expected = [
        hmac.new(secret.encode(), signed, sha256).hexdigest() for secret in secrets if secret
    ]
    # Each is compared, whichever fits: how long it takes tells nothing.
    fits = [hmac.compare_digest(ours.encode(), one) for ours in expected for one in signatures]
    is_late = at < (time.time() if now is None else now) - TOLERANCE_SECONDS
    return any(fits) and not is_late


def _parts(header: str) -> tuple[int | None, list[bytes]]:
    """Return the moment that a header claims, none if it claims none, and its signatures."""
    if len(header) > MOST_HEADER:
        return None, []
    pairs = [one.strip().split("=", 1) for one in header.split(",")]
    moments = [pair[1] for pair in pairs if len(pair) == 2 and pair[0] == "t"]
    signatures = [pair[1].encode() for pair in pairs if len(pair) == 2 and pair[0] == SCHEME]
    is_number = bool(moments) and moments[0].isascii() and moments[0].isdecimal()
    if not is_number or len(moments[0]) > 12:
        return None, []
    return int(moments[0]), signatures
