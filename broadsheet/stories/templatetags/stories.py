"""What a story's templates need: its first paragraph, opened by its dateline; its names in one line."""

import re
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from broadsheet.stories.models import Story

register = template.Library()
FIRST_P = re.compile(r"<p\b[^>]*>")


@register.simple_tag
def opening(block: Any, dateline: str) -> SafeString:
    """Show a paragraph with the dateline before its first words."""
    html = str(block.render())
    if not dateline:
        return mark_safe(html)
    before = format_html('<span class="dateline">{}</span> — ', dateline)
    start = FIRST_P.search(html)
    at = start.end() if start else 0
    return mark_safe(html[:at] + before + html[at:])


@register.simple_tag
def byline(story: Story) -> SafeString | str:
    """Show in one line who wrote a story, or where it comes from."""
    names = [one.printed_name for one in story.bylines.all()]
    if not names:
        return format_html('<p class="byline">{}</p>', story.agency) if story.agency else ""
    bold = [format_html("<b>{}</b>", name) for name in names]
    last = bold.pop()
    first = format_html_join(", ", "{}", [(name,) for name in bold])
    people = format_html(_("{first} and {last}"), first=first, last=last) if first else last
    line = format_html(_("By {people}"), people=people)
    agency = format_html(", {}", story.agency) if story.agency else ""
    return format_html('<p class="byline">{}{}</p>', line, agency)
