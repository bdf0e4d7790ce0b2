"""What is put right in a story's words when it is saved: marks as the paper sets them, links without their redirects."""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

from wagtail import blocks
from wagtail.rich_text import RichText

from broadsheet.lib.typography import set_marks, set_marks_in_html
from broadsheet.stories.pasting_html import true_address

# Fields of a story that hold words for readers.
WORDS = ("title", "deck", "kicker", "teaser", "lead_caption", "speaker", "update_note")
RICH_WORDS = ("how_reported",)
# Parts of blocks that are no words, whatever they hold.
NO_WORDS = frozenset(["address", "url", "code", "html", "embed", "start", "time"])
LINK = re.compile(r'(<a\b[^>]*\bhref=")([^"]*)(")')

Setter = Callable[[str], str]


def without_redirects(html: str) -> str:
    """Return rich text whose links lead where they say, not by way of a redirect that notes who clicked.

    >>> without_redirects('<a href="https://www.google.com/url?q=https://county.example/&amp;sa=D">x</a>')
    '<a href="https://county.example/">x</a>'
    """

    def straight(found: re.Match[str]) -> str:
        address = unescape(found[2])
        inner = true_address(address)
        return found[1] + escape(inner) + found[3] if inner and inner != address else found[0]

    return LINK.sub(straight, html)


def put_words_right(cleaned: dict[str, Any], language: str, *, sets_marks: bool) -> None:
    """Put right what an editor filled in: the cleaned data of a story's form."""
    plain: Setter = (lambda text: set_marks(text, language)) if sets_marks else (lambda text: text)
    rich: Setter = lambda html: (  # noqa: E731
        set_marks_in_html(without_redirects(html), language)
        if sets_marks
        else without_redirects(html)
    )
    for name in WORDS:
        if cleaned.get(name):
            cleaned[name] = plain(cleaned[name])
    for name in RICH_WORDS:
        if cleaned.get(name):
            cleaned[name] = rich(cleaned[name])
    body = cleaned.get("body")
    if body is not None:
        cleaned["body"] = reword_stream(body, plain, rich)


def reword_stream(stream: Any, plain: Setter, rich: Setter) -> Any:
    """Return a stream with all its words put through a function: plain words through one, rich text's HTML through another."""
    children = [
        (child.block_type, reword_block(child.block, child.value, plain, rich), child.id)
        for child in stream
    ]
    return blocks.StreamValue(stream.stream_block, children)


def reword_block(block: Any, value: Any, plain: Setter, rich: Setter) -> Any:
    """Return a block's value with its words put right, whatever kind of block it is."""
    if block.name in NO_WORDS or value is None:
        return value
    if isinstance(block, blocks.RichTextBlock):
        return RichText(rich(value.source))
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return plain(value)
    if isinstance(block, blocks.StreamBlock):
        return reword_stream(value, plain, rich)
    return _in_parts(block, value, plain, rich)


def _in_parts(block: Any, value: Any, plain: Setter, rich: Setter) -> Any:
    """Return the value of a list or of a block with named parts, each part put right."""
    if isinstance(block, blocks.ListBlock):
        for child in value.bound_blocks:
            child.value = reword_block(block.child_block, child.value, plain, rich)
    elif isinstance(block, blocks.StructBlock):
        for name in block.child_blocks.keys() & value.keys():
            value[name] = reword_block(block.child_blocks[name], value[name], plain, rich)
    return value
