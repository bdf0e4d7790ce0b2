"""A process of its own at a paper's gifts: `python -m broadsheet.donations.tests.card.worker ROLE …`, for the tests of several at once.

Roles: `found FILE` makes the paper, begins gifts, and writes down the pages on which they are paid; `work SEED FILE` keeps and
follows the deliveries in a file, and by some seeds is switched off on the way; `land FILE` comes back from those pages; `hold`
writes to the database for five seconds; `sum` sweeps, and says what the books have.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

PLANS, GIFTS = 3, 9


def switched_off_at(call: int) -> None:
    """Have this process killed at some call of the functions of gifts: no word, no clearing up."""
    from broadsheet.donations.tests.card.storm import ROOM, TESTS

    left = call

    def count(frame: FrameType, what: str, _given: Any) -> None:
        nonlocal left
        name = frame.f_code.co_filename
        if what == "call" and name.startswith(ROOM) and not name.startswith(TESTS):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)


def found(file: str) -> None:
    from broadsheet.donations.card.starting import start
    from broadsheet.donations.tests.card.at_the_processor import (
        a_card_gift,
        a_card_plan,
        session_of,
    )
    from tests.town import found_the_ledger

    found_the_ledger()
    begun = [*(a_card_gift(1_000 + number) for number in range(GIFTS))]
    begun += [a_card_plan(500 + number) for number in range(PLANS)]  # type: ignore[arg-type]
    Path(file).write_text(json.dumps([session_of(start(one)) for one in begun]))


def work(seed: str, file: str) -> None:
    from broadsheet.donations.card.events import follow_due, keep, read_event

    chance = Random(int(seed))
    bodies = json.loads(Path(file).read_text())
    chance.shuffle(bodies)
    if int(seed) % 2:
        switched_off_at(chance.randint(50, 4_000))
    for body in bodies:
        event = read_event(body.encode())
        assert event is not None
        keep(event)
        if chance.random() < 0.1:
            follow_due()
    while follow_due():
        pass


def land(file: str) -> None:
    from broadsheet.donations.card.resolving import follow_session

    for session in json.loads(Path(file).read_text()):
        follow_session(session)


def hold() -> None:
    from django.db import transaction

    from broadsheet.donations.models import ProviderCall

    with transaction.atomic():
        ProviderCall.objects.filter(key="offered").update(ref="")
        time.sleep(5)


def tell_sums() -> None:
    from datetime import timedelta

    from django.utils import timezone

    from broadsheet.donations.card.sweeping import sweep
    from broadsheet.donations.models import Entry, Gift, Payment, ProviderEvent, Receipt
    from broadsheet.donations.tests.card.at_the_processor import books_of, follow_all, states

    # Whoever held these has died.
    ProviderEvent.objects.filter(state__in=("new", "again")).update(next_at=timezone.now())
    follow_all()
    swept = sweep(timezone.now() - timedelta(days=60), thorough=True)
    told = {
        "books": books_of(),
        "differing": len(swept.differing),
        "paid": Payment.objects.filter(state="paid").count(),
        "gifts": Gift.objects.filter(state="paid").count(),
        "entries": Entry.objects.filter(kind="gift").count(),
        "receipts": sorted(Receipt.objects.values_list("number", flat=True)),
        "states": states(),
    }
    sys.stdout.write(json.dumps(told))


ROLES: dict[str, Any] = {
    "found": found,
    "work": work,
    "land": land,
    "hold": hold,
    "sum": tell_sums,
}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    import django

    django.setup()
    ROLES[sys.argv[1]](*sys.argv[2:])
