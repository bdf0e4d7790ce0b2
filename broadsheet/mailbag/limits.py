"""How much may come from one block of addresses within a while: counted in memory, kept nowhere, forgotten with time.

Each process counts for itself. What must hold for all of them together is counted in the database: mail (`mailing.py`),
and passes that were used (`passes.py`).
"""

import threading
import time
from collections import OrderedDict

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.translation import gettext as _

from broadsheet.mailbag.errors import TooManyError

# So many blocks are remembered; whoever was quiet for longest is forgotten first.
MOST_BLOCKS = 20_000


class Limit:
    """So many at once, and then one more after each part of the time: a bucket that fills again."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, block: str, *, now: float | None = None) -> bool:
        """Count one more from a block; say whether it may come in."""
        now = time.monotonic() if now is None else now
        with self._lock:
            left, at = self._left.pop(block, (float(self.most), now))
            left = min(self.most, left + (now - at) * self.most / self.seconds)
            may = left >= 1
            self._left[block] = (left - 1 if may else left, now)
            while len(self._left) > MOST_BLOCKS:
                self._left.popitem(last=False)
        return may

    def refuse_too_many(self, request: HttpRequest) -> None:
        """Count a request.

        Errors:
            TooManyError: too many came from there.
        """
        if not self.take(block_of(request)):
            raise TooManyError(
                _(
                    "Too much was sent from your network just now. What you wrote is still here: send it again in some minutes."
                )
            )

    def forget(self) -> None:
        """Count from nothing."""
        with self._lock:
            self._left.clear()


def block_of(request: HttpRequest) -> str:
    """Return the block of addresses that a request comes from: no closer address is counted anywhere."""
    return str(get_adapter(request).get_client_ip(request))
