"""Keeping one paragraph to a block, whatever was pasted into it."""

import re
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

# Draftail gives each paragraph its own <p>; nothing else stands at the top level of a paragraph block.
PARAGRAPH = re.compile(r"<p\b[^>]*>.*?</p>", re.DOTALL)
NOTHING = re.compile(r"<[^>]+>|&nbsp;|\s")


def paragraphs_of(html: str) -> list[str]:
    """Return the paragraphs that hold words; words without any paragraph are one.

    >>> paragraphs_of("<p>The ferry runs.</p><p> </p><p>On <b>Mondays</b>.</p>")
    ['<p>The ferry runs.</p>', '<p>On <b>Mondays</b>.</p>']
    """
    found = PARAGRAPH.findall(html) or [html]
    return [one for one in found if NOTHING.sub("", one)]


def part_paragraphs(body: StreamValue) -> StreamValue:
    """Return the body with each paragraph in a block of its own, and without empty ones.

    The first keeps its block's id, so that comments on it stay.
    """
    children: list[tuple[Any, ...]] = []
    for child in body:
        if child.block_type != "paragraph":
            children.append((child.block_type, child.value, child.id))
            continue
        found = paragraphs_of(child.value.source)
        ids = [child.id, *[None] * len(found)]
        children += [
            ("paragraph", RichText(html), block_id)
            for html, block_id in zip(found, ids, strict=False)
        ]
    return StreamValue(body.stream_block, children)
