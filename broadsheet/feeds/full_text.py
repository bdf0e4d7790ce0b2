"""A story's whole text as plain HTML for feed readers: no styles, no scripts, every address absolute."""

import re
from collections.abc import Iterator
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.rich_text import expand_db_html

from broadsheet.lib.cleaning import clean_whole
from broadsheet.photos.models import Use
from broadsheet.press.recorder import note_source
from broadsheet.press.sources import Source
from broadsheet.stories.live_page import coverage_of
from broadsheet.stories.models import LiveEntry, Story
from broadsheet.stories.pictures import Picture, picture_of

FIRST_P = re.compile(r"<p\b[^>]*>")


def full_text(story: Story, lead: Picture | None, root_url: str) -> str:
    """Return the HTML of a story: its photo, its corrections, its text."""
    html = render_to_string(
        "feeds/full_text.html",
        {
            "story": story,
            "lead": lead,
            "corrections": story.corrections.all(),
            "blocks": list(_blocks(story, root_url)),
            "entries": _entries(story, root_url),
        },
    )
    return clean_whole(html, root_url).strip()


def _blocks(story: Story, root_url: str) -> Iterator[tuple[str, Any]]:
    """Yield name and content of each block; the dateline opens the first paragraph."""
    dateline = story.dateline
    for block in story.body:
        value = block.value
        if block.block_type == "paragraph":
            yield "paragraph", _opened_by(dateline, expand_db_html(value.source))
            dateline = ""
        elif block.block_type == "list":
            lines = [SafeString(expand_db_html(line.source)) for line in value["items"]]
            yield ("numbered" if value["numbered"] else "list"), lines
        elif block.block_type == "photo":
            yield "photo", _figure(value, root_url)
        elif block.block_type == "gallery":
            yield "title", value["title"]
            yield from (("photo", _figure(use, root_url)) for use in value.uses)
        elif block.block_type == "subhead":
            yield "subhead", value
        # A pull quote is left out: its words stand in the text already.
        elif block.block_type != "pull_quote":
            _note_files(value)
            yield "plain", plain_block(block)


def plain_block(block: Any) -> SafeString | str:
    """Return a block as the text edition writes it, without pictures; nothing if it knows no such block."""
    try:
        template = get_template(f"stories/text/blocks/{block.block_type}.html")
    except TemplateDoesNotExist:
        return ""
    return template.render({"value": block.value})


def _note_files(value: Any) -> None:
    # By hand, as with photos: a story that was read before in the same printing reads its files only once.
    for kept in value.values() if isinstance(value, dict) else ():
        if isinstance(kept, Source):
            note_source(kept.source)


def _entries(story: Story, root_url: str) -> list[tuple[LiveEntry, SafeString, Picture | None]]:
    """Return the newest entries of live coverage, each with its text and photo."""
    coverage = coverage_of(story)
    return [
        (
            entry,
            SafeString(expand_db_html(entry.text)),
            picture_of(
                entry.photo,
                entry.photo_caption,
                entry.photo_alt,
                root_url,
                Use.FEED,
                crop=entry.crop,
            ),
        )
        for entry in (coverage.entries if coverage else [])
    ]


def _opened_by(dateline: str, html: str) -> SafeString:
    if not dateline:
        return SafeString(html)
    start = FIRST_P.search(html)
    at = start.end() if start else 0
    return SafeString(html[:at] + format_html("{} — ", dateline) + html[at:])


def _figure(use: Any, root_url: str) -> Picture | None:
    photo = use["photo"]
    if photo is not None:
        # By hand: a story that was read before in the same printing reads its photos only once.
        note_source(photo.source)
    caption = use["caption"] or (photo.caption if photo else "")
    alt = use["alt_text"] or (photo.alt_text if photo else "")
    return picture_of(photo, caption, alt, root_url, Use.FEED, crop=use.get("crop", ""))
