"""Every word that people of a newsroom can type: what each kind of record and each block of text takes, filled in by a test."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import cycle
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from broadsheet.stories.figures_block import FiguresField

# These take no words of anybody's choice: the program makes them itself, or refuses what does not fit.
MADE_BY_THE_PROGRAM = {
    *("path", "url_path", "permalink", "address_wanted", "file_hash", "extension", "look")
}
CROPS = {"lead_crop", "crop", "portrait_crop"}
CHECKED = {"slug", "story_slug", "time_zone", "language", "spot", "spot_dark", "band", *CROPS}
TAKES_NO_WORDS = MADE_BY_THE_PROGRAM | CHECKED | {"nameplate_svg"}


class Filling:
    """The words for one field after another, each behind a mark of its own by which it is found again.

    `given` holds them by the name of the field, such as "Story.body.pull_quote.speaker".
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts: Iterator[str] = cycle(texts)
        self.given: dict[str, str] = {}

    def words(self, about: str, most: int | None = None, without: str = "(?!)") -> str:
        name = about
        while name in self.given:
            name += "+"
        words = re.sub(without, "", f"q{len(self.given)}q{next(self._texts)}")
        self.given[name] = words[:most].rstrip()
        return self.given[name]


def fill(record: models.Model, filling: Filling) -> None:
    """Fill each field of a kept record that takes words, past all rules of saving."""
    kind = type(record)
    new: dict[str, Any] = {}
    for field in kind._meta.concrete_fields:
        about = f"{kind.__name__}.{field.name}"
        if isinstance(field, StreamField):
            kept = field.get_prep_value(getattr(record, field.name))
            new[field.name] = field.to_python(_in_block(field.stream_block, kept, about, filling))
        elif isinstance(field, RichTextField):
            new[field.name] = _rich(filling.words(about))
        elif takes_words(field):
            new[field.name] = filling.words(about, field.max_length)
    if new:
        kind._base_manager.filter(pk=record.pk).update(**new)


def takes_words(field: models.Field[Any, Any]) -> bool:
    checked = (models.SlugField, models.EmailField, models.URLField)
    is_of_words = isinstance(field, models.CharField | models.TextField)
    is_free = not isinstance(field, checked) and not field.choices and not field.primary_key
    return is_of_words and is_free and field.name not in TAKES_NO_WORDS


def _rich(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _in_block(block: Any, kept: Any, about: str, filling: Filling) -> Any:
    """Return what a block keeps, with all words in it filled."""
    if isinstance(block, blocks.StreamBlock):
        return [
            {**one, "value": _in_block(child, one["value"], f"{about}.{one['type']}", filling)}
            for one in kept
            for child in [block.child_blocks[one["type"]]]
        ]
    if isinstance(block, blocks.ListBlock):
        child = block.child_block
        return [{**one, "value": _in_block(child, one["value"], about, filling)} for one in kept]
    if isinstance(block, blocks.StructBlock):
        return kept | {
            name: _in_block(child, kept.get(name), f"{about}.{name}", filling)
            for name, child in block.child_blocks.items()
        }
    return _in_field(block, kept, about, filling)


def _in_field(block: Any, kept: Any, about: str, filling: Filling) -> Any:
    if isinstance(block, FiguresField):
        # Commas, tabs and line ends part the cells; where a long one stands in a chart is reckoned by its length.
        name, first = (filling.words(about, 9, without=r'[\s,;|"]+') for _ in range(2))
        return f"Year,{name}\n{first},9\n1965,13.6"
    if isinstance(block, blocks.RichTextBlock):
        return _rich(filling.words(about))
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return filling.words(about, block.field.max_length)
    return kept
