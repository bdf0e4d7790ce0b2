"""One line of a file as it was looked at, and all of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from broadsheet.donations.money import Money, nothing

NEW, KNOWN, PASSED, REFUSED = "new", "known", "passed", "refused"
LONGEST_REF: Final = 200


@dataclass
class Line:
    """One row and what is to be done with it.

    `back`: it tells of money that went back, of the payment `of`. `charge`: of a fee that was taken for that payment,
    which the books call `charged_as`. `is_alike`: it is new, and `why` names the gift of another source that it looks like.
    """

    number: int
    outcome: str = NEW
    why: str = ""
    ref: str = ""
    at: datetime | None = None
    amount: Money | None = None
    fee: Money | None = None
    email: str = ""
    name: str = ""
    of: str = ""
    back: Money | None = None
    charge: Money | None = None
    charged_as: str = ""
    # The day of the paper's books.
    day: date | None = None
    other_ref: str = ""
    cheque: str = ""
    campaign: str = ""
    address: str = ""
    is_test: bool = False
    is_alike: bool = False

    def leave(self, outcome: str, why: str) -> "Line":
        self.outcome, self.why = outcome, why
        return self


@dataclass
class Looked:
    """A file that was looked at. `processor`: its source as the books name it."""

    lines: list[Line] = field(default_factory=list)
    processor: str = ""

    def having(self, outcome: str) -> list[Line]:
        return [one for one in self.lines if one.outcome == outcome]

    @property
    def counts(self) -> dict[str, int]:
        return {one: len(self.having(one)) for one in (NEW, KNOWN, PASSED, REFUSED)}

    @property
    def tests(self) -> list[Line]:
        """What is left out because no money moved."""
        return [one for one in self.lines if one.is_test]

    @property
    def no_gifts(self) -> list[Line]:
        """What else is left out."""
        return [one for one in self.having(PASSED) if not one.is_test]

    @property
    def alike(self) -> list[Line]:
        """What is new, and looks like a gift of another source."""
        return [one for one in self.having(NEW) if one.is_alike]

    def total(self, currency: str) -> Money:
        """Return what is new of a currency, less what went back."""
        found = nothing(currency)
        for one in self.having(NEW):
            for sum_ in (one.amount, -one.back if one.back else None):
                if sum_ is not None and sum_.currency == currency:
                    found += sum_
        return found

    @property
    def totals(self) -> list[Money]:
        sums = {one.amount.currency for one in self.having(NEW) if one.amount}
        sums |= {one.back.currency for one in self.having(NEW) if one.back}
        return [self.total(currency) for currency in sorted(sums)]
