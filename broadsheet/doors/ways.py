"""Ways on which strangers send more than a form's words, each with rooms and a patience of its own: what comes to the tip line
must keep nobody else waiting, nor be kept waiting by others."""

import math
from typing import NamedTuple

from broadsheet.doors.bodies import Patience, Room
from broadsheet.doors.refusing import KILOBYTE, MEGABYTE


class Way(NamedTuple):
    """What may be sent to addresses that begin so.

    `places` may be under way at once; of more, the oldest makes way for the newcomer, or the newcomer is refused (`Room`).
    """

    start: str
    most_bytes: int
    places: int
    patience: Patience
    oldest_makes_way: bool = True

    def room(self) -> Room:
        return Room(self.places, oldest_makes_way=self.oldest_makes_way)


TIPS = "/tips/"
# Half a minute for all of it, however fast: a part that a slow line cannot send within it goes on where it was cut.
A_PART = Patience(30, 30, math.inf)
# A form with files goes on as long as it comes at 64 kbit/s or faster.
A_FORM = Patience(30, 30)
# The first that fits holds. What was begun cannot go on elsewhere only on the plain way, so nobody makes way there.
TIP_LINE = (
    Way("/tips/parts/", 4 * MEGABYTE + 64 * KILOBYTE, 96, A_PART),
    Way("/tips/plain/", 101 * MEGABYTE, 16, A_FORM, oldest_makes_way=False),
    Way(TIPS, 64 * KILOBYTE, 96, A_PART),
)
