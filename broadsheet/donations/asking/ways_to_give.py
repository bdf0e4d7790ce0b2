"""Ways in which readers may give now, as rooms register them: only those that work stand on the page."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest
from wagtail.models import Site

from broadsheet.donations.asking.given import Given
from broadsheet.donations.models import Gift, Pledge
from broadsheet.press.keeping import kept
from broadsheet.press.recorder import note_source

ONCE, MONTH, YEAR = "once", "month", "year"
# Touched by a room whose way begins or ends to work without a change of the paper's own rules.
WAYS = "list:ways-to-give"


def nothing_refused(_request: HttpRequest) -> None:
    """Let everybody in whom the form itself lets in."""


@dataclass(frozen=True)
class WayToGive:
    """One way: what it is called, what happens, what is written down, and where the giver is led then.

    `begin` writes down what is meant, in one transaction with the form's pass; with the key of what it is given it returns
    what was written before. `go_on` is called after that transaction, and again if the form is sent twice: it returns a path
    of ours or the address of a processor's page, and may raise a `DonationError`, of which the reader is told with all that
    she typed. `refuse` raises a `DonationError` or `MailbagError` before anything is written.
    """

    name: str
    label: str
    sentence: str
    button: str
    begin: Callable[[Given], Gift | Pledge]
    go_on: Callable[[Gift | Pledge], str]
    often: tuple[str, ...] = (ONCE,)
    # Fields of the form without which it does not work: "name", "email".
    needs: frozenset[str] = frozenset()
    # Whether a processor takes a fee, which donors may add, and has a smallest sum.
    is_by_card: bool = False
    refuse: Callable[[HttpRequest], None] = field(default=nothing_refused)


MakeWay = Callable[[Site], WayToGive | None]
# By their order on the page: what makes the way for a paper, or nothing if it does not work there now.
_ways: dict[int, MakeWay] = {}


def way(order: int) -> Callable[[MakeWay], MakeWay]:
    """Register the function below as the maker of a way."""

    def register(make: MakeWay) -> MakeWay:
        _ways[order] = make
        return make

    return register


def forget_way(order: int) -> None:
    """Take a way away, as tests do."""
    _ways.pop(order, None)


def ways_of(site: Site, often: str = "") -> list[WayToGive]:
    """Return the ways that work at a paper now, in their order; those alone by which one may give so often."""

    def find() -> list[WayToGive]:
        note_source(WAYS)
        return [one for _order, make in sorted(_ways.items()) if (one := make(site)) is not None]

    found: list[WayToGive] = kept(f"ways-to-give:{site.pk}", find)
    return [one for one in found if not often or often in one.often]


def may_come_again(site: Site) -> list[str]:
    """Return how often one may give by some way, in the order of the page."""
    ways = ways_of(site)
    return [often for often in (ONCE, MONTH, YEAR) if any(often in one.often for one in ways)]
