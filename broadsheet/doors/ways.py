"""Ways on which strangers send more than a form's words, each with rooms and a patience of its own: what comes to the tip line
or from the card processor must keep nobody else waiting, nor be kept waiting by others."""

import math
from typing import NamedTuple

from broadsheet.doors.bodies import Crowd, Patience, Room
from broadsheet.doors.refusing import KILOBYTE, MEGABYTE


class Way(NamedTuple):
    """What may be sent to addresses that begin so.

    `places` may be under way at once; of more, the oldest makes way for the newcomer, or those whom `crowd` names. `is_small`:
    it is for those alone who say that they send no more than that.
    """

    start: str
    most_bytes: int
    places: int
    patience: Patience
    crowd: Crowd | None = None
    is_small: bool = False

    def room(self) -> Room:
        return Room(self.places, oldest_makes_way=self.crowd is None, crowd=self.crowd)

    def is_for(self, path: str, announced_bytes: int) -> bool:
        """Say whether this way holds for a body; of one that does not say how long it is, `announced_bytes` is 0."""
        return path.startswith(self.start) and (
            not self.is_small or 0 < announced_bytes <= self.most_bytes
        )


TIPS, PLAIN = "/tips/", "/tips/plain/"
# Half a minute for all of it, however fast: a part that a slow line cannot send within it goes on where it was cut.
A_PART = Patience(30, 30, math.inf)
# A form with files goes on as long as it comes at 64 kbit/s or faster.
A_FORM = Patience(30, 30)
# What was begun cannot go on elsewhere only on the plain way, so whoever is not slow is let be there.
FORMS = Crowd(of_block=2, of_onion=8, grown_seconds=120)
# The first that fits holds. Words alone, and asking for answers, wait for nobody's files.
TIP_LINE = (
    Way("/tips/parts/", 4 * MEGABYTE + 64 * KILOBYTE, 96, A_PART),
    Way(PLAIN, 64 * KILOBYTE, 96, A_PART, is_small=True),
    Way(PLAIN, 101 * MEGABYTE, 16, A_FORM, FORMS),
    Way(TIPS, 64 * KILOBYTE, 96, A_PART),
)
# What the card processor tells of (`donations/card/webhook.py`): it is large where much was paid for at once.
TOLD = Patience(10, 20)
CARD_PROCESSOR = (Way("/support/stripe/", 256 * KILOBYTE, 32, TOLD),)
ALL_WAYS = (*TIP_LINE, *CARD_PROCESSOR)
