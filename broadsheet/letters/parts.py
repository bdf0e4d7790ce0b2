"""Letters on every page: the way to send one, while the paper takes them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.letters.models import rules_of
from broadsheet.masthead.ways import Way, offer


@offer(20)
def write_a_letter(site: Site) -> Way | None:
    """The way to send a letter to the editor."""
    rules = rules_of(site)
    if not rules.takes_letters:
        return None
    return Way(
        path=reverse("letters"),
        label=_("Send us a letter to the editor"),
        sentence=_("Up to %(words)s words, signed with your name and town.")
        % {"words": rules.words},
        about=_("Answer this story in a letter"),
    )
