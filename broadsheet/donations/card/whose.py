"""Whether something at the processor is ours: several papers may share an account, and live and test things must not mix."""

from wagtail.models import Site

from broadsheet.donations.card import keys
from broadsheet.donations.card.errors import ForeignError


def refuse_other_mode(is_live: bool) -> None:
    """Refuse what is of the other mode than the paper's key.

    Errors:
        ForeignError: it is.
    """
    if is_live != keys.is_live():
        raise ForeignError("It is of the other mode, live or test.")


def site_noted(notes: dict[str, str]) -> Site:
    """Return the site that something is for, by what we gave the processor to keep; the first one, where it does not say.

    Errors:
        ForeignError: it is for another.
    """
    name = notes.get("site")
    found = Site.objects.filter(hostname=name).first() if name else None
    if name and found is None:
        raise ForeignError("It is of another site that shares the account.")
    return found or Site.objects.order_by("-is_default_site", "pk")[0]
