"""What is said beside the button of a gift that comes again: how much, how often, when first and next, how it ends.

Source: California Business and Professions Code 17602 asks for clear terms beside the consent; kept word for word with the plan.
"""

from django.utils.translation import gettext as _

from broadsheet.donations.asking.ways_to_give import MONTH, YEAR
from broadsheet.donations.money import Money
from broadsheet.donations.posting.directions import in_sentence


def terms_of(often: str, amount: Money | None = None) -> str:
    """Return the terms; with the sum, once it is known. Nothing for a gift that comes once."""
    said = {
        "amount": in_sentence(str(amount))
        if amount is not None
        else _("The amount that you choose")
    }
    if often == MONTH:
        words = _(
            "%(amount)s is charged now, and then each month on this day, until you end it. "
            "You can change or end it at any time by the link in each receipt."
        )
    elif often == YEAR:
        words = _(
            "%(amount)s is charged now, and then each year on this day, until you end it. "
            "You can change or end it at any time by the link in each receipt."
        )
    else:
        return ""
    return words % said
