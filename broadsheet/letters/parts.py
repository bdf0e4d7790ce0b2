"""Letters on other pages: the way to send one, while the paper takes them; and the newest week of them, in the section of opinion."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.letters.models import rules_of
from broadsheet.letters.weeks import newest_week
from broadsheet.masthead.ways import Way, offer
from broadsheet.press.parts import part


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


@part("letters-of-week")
def letters_of_week(site: Site) -> str:
    """The way to the letters of the newest week that has any."""
    week = newest_week(site)
    return render_to_string("letters/parts/week.html", {"week": week}) if week else ""
