"""Work that needs much memory or time, done for one source at a time: keys from words, and answers opened here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.tips.errors import NotNowError

MOST_WAITING: Final = 12


class OneAtATime:
    """A short queue for one place."""

    def __init__(self) -> None:
        self._place = asyncio.Lock()
        self._waiting = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for the place.

        Errors:
            NotNowError: too many wait already.
        """
        if self._waiting >= MOST_WAITING:
            raise NotNowError(
                _("Many are writing at this moment. Wait a minute, then try again."), code="busy"
            )
        self._waiting += 1
        try:
            async with self._place:
                yield
        finally:
            self._waiting -= 1
