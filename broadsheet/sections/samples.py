"""Made-up fronts for the newsroom's components."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from broadsheet.newsroom.components import sample
from broadsheet.sections.models import Section
from broadsheet.stories.samples import HEADLINES, lines, made_up_cards, made_up_story


def top_of(kind: str, title: str, pk: int) -> SafeString:
    """Return a section as the front shows it."""
    context = {"section": Section(pk=pk, title=title, kind=kind), "cards": made_up_cards("section")}
    return mark_safe(render_to_string("sections/parts/top_of.html", context))  # nosec B308 # a template escapes


@sample("front", _("Front"), "sections/sample_front.html", place=1)
def front_sample(_request: HttpRequest) -> dict[str, Any]:
    return {
        "lead": made_up_story(),
        "beside_lead": [made_up_story(HEADLINES[1]), made_up_story(HEADLINES[3])],
        "recent_lines": lines("sections/recent_line.html"),
        "newest": timezone.now(),
        "also": made_up_cards("row", 4, label=True),
        "news": top_of("news", "Local News", 1),
        "opinion": top_of("opinion", "Opinion", 2),
    }


@sample("section", _("Section"), "sections/section.html", place=2)
def section_sample(_request: HttpRequest) -> dict[str, Any]:
    section = Section(
        pk=0, title="Local News", description="What the town decides, builds and loses."
    )
    return {
        "section": section,
        "under": [Section(pk=3, title="Harbor")],
        "top": made_up_cards("section"),
        "earlier": made_up_cards("list", 8),
        "newest_page": 4,
        "oldest": timezone.now(),
    }
