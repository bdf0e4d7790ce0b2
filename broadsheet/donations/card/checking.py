"""What is out of order with gifts by card, in sentences: for the doctor, the screen of settings and the newsroom's first screen."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from broadsheet.donations.card import keys
from broadsheet.donations.card.offering import lacking
from broadsheet.donations.card.pausing import is_paused
from broadsheet.donations.models import ProviderEvent, Settlement

ABOUT, FINE, NOTE, WRONG = "Gifts by card", "fine", "note", "wrong"


def findings() -> Iterator[tuple[str, str, str]]:
    """Give what the doctor says: what it is about, how it is, and a sentence."""
    missing = lacking()
    is_wanted = bool(keys.key() or keys.secrets())
    for sentence in missing:
        yield ABOUT, WRONG if is_wanted else NOTE, sentence
    if not missing:
        yield ABOUT, FINE, _("Keys are there, and the webhook was heard.")
        if not keys.is_live():
            yield ABOUT, NOTE, _("The key is one for tests: no money moves.")
    for sentence in troubles():
        yield ABOUT, WRONG, sentence


def troubles() -> Iterator[str]:
    """Give a sentence for each thing that somebody of the paper must look at."""
    if not keys.key():
        return
    dead = ProviderEvent.objects.filter(
        provider=keys.PROVIDER, state=ProviderEvent.State.DEAD
    ).count()
    if dead:
        yield ngettext(
            "One thing that the card processor told of does not fit the books of gifts. Look at it under Gifts.",
            "%(count)d things that the card processor told of do not fit the books of gifts. Look at them under Gifts.",
            dead,
        ) % {"count": dead}
    differing = Settlement.objects.filter(
        provider=keys.PROVIDER, state=Settlement.State.DIFFERS
    ).count()
    if differing:
        yield ngettext(
            "One payout of the card processor differs from the books of gifts. Look at it under Gifts.",
            "%(count)d payouts of the card processor differ from the books of gifts. Look at them under Gifts.",
            differing,
        ) % {"count": differing}
    if is_paused():
        yield _(
            "Gifts by card pause for half an hour: many cards were declined, as when thieves try stolen ones. Checks and "
            "pledges go on."
        )
