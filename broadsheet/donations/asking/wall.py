"""Who is thanked by name: those who wish it, whose names were looked at by somebody of the paper, and whose gift has come."""

from typing import Final

from django.db.models import Q
from wagtail.models import Site

from broadsheet.donations.models import Donor, Gift
from broadsheet.press.recorder import note_source

# A name is cut to so many signs; so many names stand on the page, the newest donors first to be asked for.
LONGEST, MOST_NAMES = 80, 2_000
S: Final = Gift.State


def wall_source(site_id: int) -> str:
    """Return the name of the source that a paper's wall is: touched whenever a name comes, goes or changes."""
    return f"donor-wall:{site_id}"


def shown_name(donor: Donor) -> str:
    """Return the name by which the paper may thank a donor, cut to what fits; nothing if it may not, or not yet.

    >>> shown_name(Donor(name="Ada Lund", wall="name", wall_seen=True)), shown_name(Donor(name="Ada Lund"))
    ('Ada Lund', '')
    """
    if not (donor.wall_seen and donor.is_known):
        return ""
    name = {Donor.Wall.NAME: donor.name, Donor.Wall.OTHER: donor.wall_name}.get(
        Donor.Wall(donor.wall), ""
    )
    name = " ".join(name.split())
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def names_on_wall(site: Site) -> list[str]:
    """Return the names on a paper's wall, in the order of the alphabet."""
    note_source(wall_source(site.pk))
    came = Q(gifts__state__in=(S.PAID, S.PART_REFUNDED), gifts__is_test=False)
    donors = (
        Donor.objects.filter(came, site=site, wall_seen=True, merged_into=None, erased_at=None)
        .exclude(wall=Donor.Wall.NO)
        .distinct()
        .order_by("-pk")[:MOST_NAMES]
    )
    return sorted({name for donor in donors if (name := shown_name(donor))}, key=str.casefold)
