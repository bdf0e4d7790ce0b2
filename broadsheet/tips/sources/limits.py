"""How much may come within an hour, from one block of addresses and in all: counted in memory under a key that is thrown away
each hour, and kept nowhere."""

import hmac
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.lib.address_blocks import blocks_of
from broadsheet.tips.errors import NotNowError

HOUR: Final = 3600.0
# A block of blocks (a /48 of IPv6) may have so many times what one has.
WIDER: Final = 4
# More blocks than this within an hour are not remembered one by one: the site's limit holds.
MOST_BLOCKS = 50_000


class Limit:
    """So many an hour.

    Args:
        of_block: from one block of addresses.
        of_site: from all of them together; None: any number.
        of_onion: from whoever has no address here, as those who come through an onion service; None: any number. A flood
            of either shuts nobody out of the other.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        of_block: int,
        of_site: int | None,
        of_onion: int | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.of_block, self.of_site, self.of_onion = of_block, of_site, of_onion
        self._clock = clock
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._key = secrets.token_bytes(32)
        self._ends = self._clock() + HOUR
        self._counts: Counter[bytes] = Counter()
        self._all: Counter[bool] = Counter()

    def take(self, address: str) -> None:
        """Count one more from an address.

        Errors:
            NotNowError: too many came.
        """
        blocks = blocks_of(address)
        with self._lock:
            if self._clock() >= self._ends:
                self._begin()
            counted = [hmac.digest(self._key, one.encode(), "sha256")[:16] for one in blocks]
            most = self.of_site if blocks else self.of_onion
            is_over = any(
                self._counts[one] >= self.of_block * WIDER**width
                for width, one in enumerate(counted)
            )
            if is_over or (most is not None and self._all[bool(blocks)] >= most):
                raise NotNowError(
                    _(
                        "Too much came within a short time. Try again in an hour, or in another way."
                    ),
                    code="busy",
                )
            self._all[bool(blocks)] += 1
            for one in counted:
                if one in self._counts or len(self._counts) < MOST_BLOCKS:
                    self._counts[one] += 1
