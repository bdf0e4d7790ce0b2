"""What a story's templates need: its first paragraph, opened by its dateline; its names in one line."""

import re
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from broadsheet.masthead.templatetags.typography import unbroken
from broadsheet.stories.models import Story
from broadsheet.stories.translations import language_attributes, papers_attributes

register = template.Library()
FIRST_P = re.compile(r"<p\b[^>]*>")


@register.simple_tag
def opening(block: Any, dateline: str) -> SafeString:
    """Show a paragraph with the dateline before its first words."""
    return opened(str(block.render()), dateline)


def opened(html: str, dateline: str) -> SafeString:
    """Return a paragraph's HTML with the dateline before its first words."""
    if not dateline:
        return mark_safe(html)  # nosec B308 # templates have escaped
    before = format_html('<span class="dateline">{}</span> — ', dateline)
    start = FIRST_P.search(html)
    at = start.end() if start else 0
    return mark_safe(html[:at] + before + html[at:])  # nosec B308 # templates have escaped


@register.simple_tag
def headline(story: Story) -> SafeString:
    """Show a headline that leads to its story; opinion says first, in a word, what it is."""
    kind = story.opinion_word
    return format_html(
        '{}<a class="headline{}" href="{}"{}>{}</a>',
        format_html('<span class="kind">{}</span> ', kind) if kind else "",
        " opinion" if kind else "",
        story.permalink or "",
        language_attributes(story.language),
        unbroken(story.title),
    )


@register.simple_tag
def language_of(story: Story) -> SafeString:
    """Mark an element whose words are the story's own: `<h1{% language_of story %}>`."""
    return language_attributes(story.language)


@register.simple_tag
def papers_language(story: Story) -> SafeString:
    """Mark the paper's own words inside an element that is marked as the story's."""
    return papers_attributes(story.language)


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
