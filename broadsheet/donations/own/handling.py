"""What can be done with the recurring gifts of one processor, as its room offers it. What nobody offers has no button."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from broadsheet.donations.models import Plan
from broadsheet.donations.money import Money
from broadsheet.donations.posting.receipt_words import is_there


@dataclass(frozen=True)
class Handling:
    """What a processor's room does for one who gives. Each may raise a DonationError, whose sentence the donor reads.

    They ask the processor, and bring the books to what it answers. `new_card` is given the path of the page to come back
    to, and returns the address of the processor's page for that.
    """

    end: Callable[[Plan], Any]
    pause: Callable[[Plan], Any] | None = None
    resume: Callable[[Plan], Any] | None = None
    change: Callable[[Plan, Money], Any] | None = None
    try_again: Callable[[Plan], Any] | None = None
    new_card: Callable[[Plan, str], str] | None = None


_offered: dict[str, Handling] = {}
# Rooms that may not be there, by their names: they need not know of this one.
_BY_NAME = {
    "stripe": {
        "end": "broadsheet.donations.card.plans.end_plan",
        "pause": "broadsheet.donations.card.plans.pause_plan",
        "resume": "broadsheet.donations.card.plans.resume_plan",
        "change": "broadsheet.donations.card.plans.change_plan",
        "try_again": "broadsheet.donations.card.plans.try_again",
        "new_card": "broadsheet.donations.card.portal.portal_address",
    }
}


def offer(provider: str, handling: Handling) -> None:
    """Say what can be done with the recurring gifts of a processor."""
    _offered[provider] = handling


def handling_of(plan: Plan) -> Handling | None:
    """Return what can be done with a plan; None if nothing can be from here."""
    offered = _offered.get(plan.provider)
    if offered is not None:
        return offered
    named = _BY_NAME.get(plan.provider, {})
    there = {what: function for what, path in named.items() if (function := _at(path))}
    return Handling(**there) if "end" in there else None


def _at(path: str) -> Callable[..., Any] | None:
    module, _dot, name = path.rpartition(".")
    return getattr(import_module(module), name, None) if is_there(module) else None
