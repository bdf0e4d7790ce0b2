"""How much may come within an hour, from one block of addresses and in all: counted in memory under a key that is thrown away
each hour, and kept nowhere."""

import hmac
import ipaddress
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.tips.errors import NotNowError

HOUR: Final = 3600.0
BLOCKS = {4: 24, 6: 64}
# More blocks than this within an hour are not remembered one by one: the site's limit holds.
MOST_BLOCKS = 50_000


class Limit:
    """So many an hour.

    Args:
        of_block: from one block of addresses. Whoever comes through an onion service has no address here, and only the
            site's limit.
        of_site: from everyone together.
        clock: seconds that only grow.
    """

    def __init__(
        self, of_block: int, of_site: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.of_block, self.of_site = of_block, of_site
        self._clock = clock
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._key = secrets.token_bytes(32)
        self._ends = self._clock() + HOUR
        self._counts: Counter[bytes] = Counter()
        self._all = 0

    def take(self, address: str) -> None:
        """Count one more from an address.

        Errors:
            NotNowError: too many came.
        """
        block = block_of(address)
        with self._lock:
            if self._clock() >= self._ends:
                self._begin()
            counted = hmac.digest(self._key, block.encode(), "sha256")[:16]
            if self._all >= self.of_site or (block and self._counts[counted] >= self.of_block):
                raise NotNowError(
                    _(
                        "Too much came within a short time. Try again in an hour, or in another way."
                    ),
                    code="busy",
                )
            self._all += 1
            if block and (counted in self._counts or len(self._counts) < MOST_BLOCKS):
                self._counts[counted] += 1


def block_of(address: str) -> str:
    """Return the block that an address is in; empty for this machine itself, where an onion service ends.

    >>> block_of("203.0.113.77"), block_of("2001:db8:1:2:3::4"), block_of("::ffff:203.0.113.9")
    ('203.0.113.0/24', '2001:db8:1:2::/64', '203.0.113.0/24')
    >>> block_of("127.0.0.1"), block_of("no address")
    ('', '')
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback:
        return ""
    return str(ipaddress.ip_network((found, BLOCKS[found.version]), strict=False))
