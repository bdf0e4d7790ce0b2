"""Breaking and live in templates: `{% marks story %}`, `{% live_time when %}`, `{% earlier_path story page %}`."""

from datetime import datetime

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from broadsheet.stories import live_page
from broadsheet.stories.breaking import is_breaking
from broadsheet.stories.live import is_open
from broadsheet.stories.models import Story

register = template.Library()


@register.simple_tag
def marks(story: Story) -> SafeString | str:
    """Say in a word, before the label, that a story is breaking, or is being covered live; of most, nothing."""
    told = {"is_breaking": is_breaking(story), "is_live": is_open(story)}
    return render_to_string("stories/marks.html", told) if any(told.values()) else ""


@register.simple_tag
def live_time(when: datetime | None) -> SafeString | str:
    """Show day and hour: true on whatever day the page is read. The year stands over the story."""
    if when is None:
        return ""
    local = timezone.localtime(when)
    # Translators: Django's date format for live entries, as in “Nov. 22, 7:05 p.m.”
    words = date_format(local, pgettext("date format", "N j, P"))
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


@register.simple_tag
def earlier_path(story: Story, number: int) -> str:
    """Return the address of a page of earlier entries."""
    return live_page.earlier_path(story, number)
