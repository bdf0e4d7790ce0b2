"""The addresses that this room prints."""

from collections.abc import Iterator

from django.urls import reverse
from wagtail.models import Site

from broadsheet.donations.asking.own_ways import takes_cheques
from broadsheet.donations.asking.page import IN_ADDRESS, Asking, path_of
from broadsheet.donations.asking.sums import in_address, sums_of
from broadsheet.donations.asking.ways_to_give import may_come_again
from broadsheet.press.every import prints


@prints
def pages_for_gifts(site: Site) -> Iterator[str]:
    asking = Asking(site)
    if not asking.is_asked:
        return
    yield reverse("support")
    yield reverse("support_poster")
    if asking.rules.names_donors:
        yield reverse("support_wall")
    if not asking.ways:
        return
    if takes_cheques(site):
        yield reverse("blank_slip")
    for often in may_come_again(site):
        yield path_of(often)
        for amount in sums_of(site, often):
            yield reverse("support_sum", args=[IN_ADDRESS[often], in_address(amount)])
