"""Numbers for rows that have none: the same row has the same number whenever the file comes again."""

from collections import Counter
from datetime import date
from hashlib import sha256
from typing import Final

from broadsheet.donations.money import Money
from broadsheet.mailbag.people import mail_form

MADE: Final = "made-"


class Numbering:
    """Makes numbers of what a row says; of several alike, by which of them it is in the file's order."""

    def __init__(self) -> None:
        self.alike: Counter[str] = Counter()

    def number(self, day: date, amount: Money, who: tuple[str, str], *more: str) -> str:
        """Return a row's number.

        Args:
            who: the donor's name and e-mail, as they are written.
            more: what else tells it from others: the check's number.
        """
        name, email = who
        told = (
            *(day.isoformat(), str(amount.minor), amount.currency),
            *(" ".join(name.casefold().split()), mail_form(email) if email else ""),
            *(" ".join(one.casefold().split()) for one in more),
        )
        digest = sha256("\x1f".join(told).encode()).hexdigest()[:20]
        self.alike[digest] += 1
        return f"{MADE}{day.isoformat()}-{digest}-{self.alike[digest]}"


def is_made(ref: str) -> bool:
    return ref.startswith(MADE)
