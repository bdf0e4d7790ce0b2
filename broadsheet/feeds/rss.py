"""RSS 2.0 with the full text of our own stories.

Of what an agency sent, a feed gives headline and teaser alone: its licence lets the paper print the copy, not pass it
on.

Source: RSS 2.0 and the RSS Advisory Board's profile of it; Media RSS 1.5.1 for photos and their credits.
"""

import mimetypes
from collections.abc import Iterable
from email.utils import format_datetime
from functools import partial
from typing import NamedTuple

from django.utils import timezone
from wagtail.models import Site

from broadsheet.feeds.full_text import full_text
from broadsheet.feeds.markup import Markup
from broadsheet.lib.languages import language_tag
from broadsheet.masthead.models import paper_of
from broadsheet.photos.models import Use
from broadsheet.press.keeping import kept_or_made
from broadsheet.press.recorder import note_source
from broadsheet.stories.lists import stories_by_key
from broadsheet.stories.metadata import authors_of, modified_at, summary_of
from broadsheet.stories.models import Story
from broadsheet.stories.opinion import in_words
from broadsheet.stories.pictures import absolute, lead_picture_of

STORIES = 30
NAMESPACES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


class Channel(NamedTuple):
    """What a feed is called, and the addresses of what it follows and of itself."""

    title: str
    description: str
    language: str
    url: str
    feed_url: str


def items_of(keys: list[int], site: Site) -> list[str]:
    """Return stories as items of a feed, in the order of their keys."""
    make = partial(_make_item, site)
    return kept_or_made(f"feed-item:{site.root_url}", keys, make, prepare=stories_by_key)


def _make_item(site: Site, key: int) -> str:
    # By hand: an item's times follow the paper's clock, its words the paper's language.
    note_source(paper_of(site).source)
    note_source(f"story:{key}")
    stories = stories_by_key([key])
    for story in stories:
        story.reopen_body()
    return "".join(str(item_of(story, site.root_url)) for story in stories)


def item_of(story: Story, root_url: str) -> Markup:
    """Return one story as an item of a feed."""
    published = timezone.localtime(story.first_published_at or story.shown_at)
    modified = modified_at(story, story.corrections.all()) or published
    is_ours_to_pass_on = story.source_of_copy != Story.SourceKind.WIRE
    item = Markup(is_document=False)
    with item.inside("item"):
        item.line("title", in_words(story))
        item.line("link", absolute(root_url, story.permalink))
        # Not the permalink, which an editor may change: feed readers would show the story as a new one.
        item.line("guid", story.translation_key.urn, {"isPermaLink": "false"})
        item.line("pubDate", format_datetime(published))
        if modified > published:
            item.line("atom:updated", modified.isoformat())
        for name in _names(story, root_url):
            item.line("dc:creator", name)
        if story.language:
            item.line("dc:language", language_tag(story.language))
        if story.home_section:
            item.line("category", story.home_section.title)
        if story.opinion_word:
            item.line("category", story.opinion_word)
        if summary_of(story):
            item.line("description", summary_of(story))
        if is_ours_to_pass_on:
            _write_text(item, story, root_url)
    return item


def _names(story: Story, root_url: str) -> list[str]:
    names = [author.name for author in authors_of(story, root_url)]
    return names or ([story.agency] if story.agency else [])


def _write_text(item: Markup, story: Story, root_url: str) -> None:
    picture = lead_picture_of(story, root_url, Use.FEED)
    item.line("content:encoded", full_text(story, picture, root_url))
    if picture is None:
        return
    attributes = {
        "url": picture.url,
        "medium": "image",
        "type": mimetypes.guess_type(picture.url)[0] or "image/webp",
        "width": picture.width,
        "height": picture.height,
    }
    with item.inside("media:content", attributes):
        if picture.caption:
            item.line("media:description", picture.caption, {"type": "plain"})
        if picture.credit:
            item.line("media:credit", picture.credit)


def write_feed(channel: Channel, items: Iterable[str]) -> str:
    """Return the feed as XML."""
    feed = Markup()
    with feed.inside("rss", NAMESPACES), feed.inside("channel"):
        feed.line("title", channel.title)
        feed.line("link", channel.url)
        feed.line("description", channel.description)
        feed.line("language", channel.language)
        own = {"href": channel.feed_url, "rel": "self", "type": "application/rss+xml"}
        feed.line("atom:link", attributes=own)
        for item in items:
            feed.piece(item)
    return str(feed)
