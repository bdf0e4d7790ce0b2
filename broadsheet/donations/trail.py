"""Notes who of the paper did what with money."""

from typing import Any

from wagtail.models import Site

from broadsheet.donations.models import Deed
from broadsheet.newsroom.models import User
from broadsheet.press.acting import who_acts


def note_deed(
    site: Site,
    kind: str,
    about: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    by: User | None = None,
) -> Deed:
    """Add a line to the record of acts with gifts.

    Args:
        kind: one of `Deed.KINDS`.
        about: a gift's code, a receipt's number, a batch's day: never a donor's name.
        before, after: what changed, of what is no donor's.
        by: who did it; whoever makes the request if nobody is given.
    """
    assert kind in Deed.KINDS
    key = by.pk if by is not None else who_acts()
    person = by if by is not None else User.objects.filter(pk=key).first() if key else None
    return Deed.objects.create(
        site=site,
        kind=kind,
        about=about[:120],
        before=before or {},
        after=after or {},
        by_key=person.pk if person is not None else None,
        by_name=person.get_username() if person is not None else "",
    )
