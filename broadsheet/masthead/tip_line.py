"""The way to the tip line, while it is open. The line stands alone: what is asked of it and told by it goes by name (settings)."""

from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.lib.languages import same_language
from broadsheet.masthead.models import facts_of
from broadsheet.masthead.ways import Way, offer
from broadsheet.press.log import note_change
from broadsheet.press.recorder import note_source

# The line answers there by itself, before Django hears of it.
PATH: Final = "/tips/"
# In the press's register: what shows whether the line is open.
SOURCE: Final = "list:tip-line"
# In which its pages can be written.
LANGUAGES: Final = ("en", "es", "ar")


@offer(10)
def tell_in_confidence(_site: Site) -> Way | None:
    """The way to the tip line, while somebody reads what comes by it."""
    note_source(SOURCE)
    if import_string(settings.TIPS_STATE)() not in ("open", "rarely"):
        return None
    return Way(
        path=PATH,
        label=_("Send a confidential tip"),
        sentence=_("Locked in your browser, with files, and without your name if you wish."),
        is_first=True,
        is_for_every_edition=True,
    )


def print_anew() -> None:
    """Print what shows the way: the line was opened or closed."""
    with transaction.atomic():
        note_change(SOURCE, touches=[SOURCE], why="opened or closed")


def paper_now() -> tuple[str, str, str]:
    """Return the name of the paper whose line it is, the language of the line's pages ("en", "es" or "ar"), and its time zone."""
    site = Site.objects.filter(is_default_site=True).first() or Site.objects.first()
    if site is None:
        return "", LANGUAGES[0], settings.TIME_ZONE
    paper = facts_of(site)
    fit = (one for one in LANGUAGES if same_language(one, paper.language))
    return paper.name, next(fit, LANGUAGES[0]), paper.time_zone
