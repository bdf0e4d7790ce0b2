"""What a reader says about her gift, as the form has it once it is in order."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.models import Site

from broadsheet.donations.beginning import find_or_make_donor
from broadsheet.donations.models import Campaign, Donor
from broadsheet.donations.money import Money


@dataclass(frozen=True)
class Given:
    """One gift as it is meant. `often`: once, month or year. `form_key`: the same for the same form sent twice."""

    site: Site
    amount: Money
    # What is added so that the processor's fee takes nothing of the gift; nothing without a card.
    fee_cover: Money
    often: str
    way: str
    form_key: str
    name: str = ""
    email: str = ""
    campaign: Campaign | None = None
    honour: str = ""
    honoured: str = ""
    message: str = ""
    wall: str = Donor.Wall.NO
    wall_name: str = ""
    pledge_way: str = ""
    due_on: date | None = None
    # The page on which it was asked for, as its path.
    asked_on: str = ""
    # What stood beside the button about a gift that comes again.
    terms: str = ""

    @property
    def total(self) -> Money:
        """What is to be paid: the gift, and what is added for the fee."""
        return self.amount + self.fee_cover

    @property
    def asked(self) -> dict[str, Any]:
        """What gifts, plans and pledges keep of it, by field."""
        return {
            "campaign": self.campaign,
            "honour": self.honour,
            "honoured": self.honoured,
            "message": self.message,
            "asked_on": self.asked_on,
        }

    def make_donor(self) -> Donor:
        """Return a donor as she describes herself; inside the transaction that keeps the gift."""
        return find_or_make_donor(
            self.site, name=self.name, email=self.email, wall=self.wall, wall_name=self.wall_name
        )
