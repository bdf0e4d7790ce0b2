"""What this process alone knows of the uploads that are under way: when each began, how it comes on, and how much its neighbours
have announced. None of it is written down."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from broadsheet.lib.address_blocks import blocks_of
from broadsheet.tips.sources.day_counts import Lane

LASTS_SECONDS: Final = 24 * 3600
# When others want the room, an upload is let be so long after its last bytes that count …
QUIET_SECONDS: Final = 20
FRESH_BYTES: Final = 16 * 1024
# … and as long as it comes at 64 kbit/s or faster, from two minutes after its beginning.
PATIENCE_SECONDS: Final = 120
SLOWEST_BYTES: Final = 8 * 1024


@dataclass
class Known:
    """One upload. Seconds of the clock; `neighbours` is the sum of the widest block that its address is in, empty if it has none."""

    lane: Lane
    neighbours: bytes
    began: float
    touched: float
    fresh_bytes: int = 0


class UnderWay:
    """The uploads that this process knows.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._known: dict[str, Known] = {}

    def begin(self, upload: str, way: str, address: str) -> None:
        now = self._clock()
        self._known[upload] = Known(
            lane_of(way, address), self.neighbours_of(address), began=now, touched=now
        )

    def heard(self, upload: str, size: int) -> None:
        """Note that so many bytes came; a drop now and then does not count."""
        if one := self._known.get(upload):
            one.fresh_bytes += size
            if one.fresh_bytes >= FRESH_BYTES:
                one.fresh_bytes, one.touched = 0, self._clock()

    def is_over(self, upload: str) -> bool | None:
        """Say whether its day is over; None: it began before this process did."""
        one = self._known.get(upload)
        return None if one is None else self._clock() - one.began > LASTS_SECONDS

    def makes_way(self, upload: str, kept_bytes: int) -> bool:
        """Say whether it is quiet, or so slow that it only takes up room."""
        one = self._known.get(upload)
        if one is None:
            return True
        now = self._clock()
        is_slow = now - one.began > PATIENCE_SECONDS + kept_bytes / SLOWEST_BYTES
        return is_slow or now - one.touched > QUIET_SECONDS

    def touched(self, upload: str) -> float:
        one = self._known.get(upload)
        return one.touched if one else 0.0

    def lane(self, upload: str, way: str) -> Lane:
        one = self._known.get(upload)
        return one.lane if one else Lane(way)

    def is_of(self, upload: str, neighbours: bytes) -> bool:
        one = self._known.get(upload)
        return one is not None and one.neighbours == neighbours

    def neighbours_of(self, address: str) -> bytes:
        blocks = blocks_of(address)
        return hmac.digest(self._key, blocks[-1].encode(), "sha256") if blocks else b""

    def forget_address(self, upload: str) -> None:
        """Forget whose neighbour it was: it takes up no room any more."""
        if one := self._known.get(upload):
            one.neighbours = b""

    def forget(self, upload: str) -> None:
        self._known.pop(upload, None)


def lane_of(way: str, address: str) -> Lane:
    return Lane(way, is_onion=not blocks_of(address))
