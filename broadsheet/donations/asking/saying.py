"""A gift in words, for whoever reads it over before she sends it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from broadsheet.donations.asking.given import Given
from broadsheet.donations.asking.ways_to_give import MONTH, YEAR, WayToGive
from broadsheet.donations.models import Donor, Pledge
from broadsheet.donations.models.gift import Asked
from broadsheet.donations.posting.directions import in_sentence


def said_of(given: Given, way: WayToGive) -> list[tuple[str, str]]:
    """Return what was chosen and written, as pairs of a label and words; what is empty is left out."""
    rows = [
        (_("Amount"), _how_much(given)),
        (_("How you give"), way.label),
        (_("Toward"), str(given.campaign) if given.campaign else ""),
        (_("Your name"), given.name),
        (_("E-mail"), given.email),
        *_of_pledge(given),
        *_in_public(given),
        (_("A word to the newsroom"), given.message),
    ]
    return [(label, words) for label, words in rows if words]


def _how_much(given: Given) -> str:
    words = {MONTH: _("%(amount)s each month"), YEAR: _("%(amount)s each year")}
    said = words.get(given.often, "%(amount)s") % {"amount": in_sentence(str(given.total))}
    if given.fee_cover:
        said += " " + _("(%(gift)s, and %(fee)s for the processor’s fee)") % {
            "gift": in_sentence(str(given.amount)),
            "fee": in_sentence(str(given.fee_cover)),
        }
    return said


def _of_pledge(given: Given) -> list[tuple[str, str]]:
    if not given.pledge_way or given.due_on is None or given.way != "pledge":
        return []
    return [
        (_("How you mean to pay"), str(Pledge.Way(given.pledge_way).label)),
        (_("By when"), date_format(given.due_on)),
    ]


def _in_public(given: Given) -> list[tuple[str, str]]:
    kinds = dict(Asked.Honour.choices)
    names = {Donor.Wall.NAME: given.name, Donor.Wall.OTHER: given.wall_name}
    return [
        (str(kinds.get(given.honour, "")), given.honoured),
        (_("We may thank you as"), names.get(Donor.Wall(given.wall), "")),
    ]
