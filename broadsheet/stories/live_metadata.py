"""What live coverage says of itself to search engines.

Source: schema.org's LiveBlogPosting, and Google's notes on live blogs: each update with its own address, headline, time
and text, the newest first.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.rich_text import get_text_for_indexing

from broadsheet.stories.live_page import begun_at, coverage_of
from broadsheet.stories.models import LiveEntry, Story

# Each stands on the page twice, once for people; search engines show the newest few.
UPDATES = 20


def as_live_blog(article: dict[str, Any], story: Story) -> dict[str, Any]:
    """Return a story's article as live coverage; any other story's as it is."""
    coverage = coverage_of(story)
    if coverage is None:
        return article
    started = begun_at(story) or story.first_published_at
    live = {
        **article,
        "@type": "LiveBlogPosting",
        "coverageStartTime": _written(started),
        "coverageEndTime": _written(coverage.ended_at),
        "liveBlogUpdate": [_update(entry, article) for entry in coverage.entries[:UPDATES]],
    }
    # A word of news articles alone.
    live.pop("dateline", None)
    return {name: value for name, value in live.items() if value not in ("", [])}


def _update(entry: LiveEntry, article: dict[str, Any]) -> dict[str, Any]:
    words = " ".join(get_text_for_indexing(entry.text).split())
    update = {
        "@type": "BlogPosting",
        "headline": entry.headline or words[:110],
        "url": f"{article['url']}#{entry.anchor}" if article.get("url") else "",
        "datePublished": _written(entry.at),
        "dateModified": _written(entry.changed_at),
        "author": {"@type": "Person", "name": entry.author} if entry.author else "",
        "articleBody": words,
    }
    return {name: value for name, value in update.items() if value}


def _written(when: datetime | None) -> str:
    return timezone.localtime(when).replace(microsecond=0).isoformat() if when else ""
