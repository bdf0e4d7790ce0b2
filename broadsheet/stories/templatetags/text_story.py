"""What the templates of the text-only edition need of stories: headlines as lines, the opening."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from broadsheet.masthead.templatetags.editions import text_block
from broadsheet.stories.cards import cards_of
from broadsheet.stories.models import Story
from broadsheet.stories.templatetags.stories import opened
from broadsheet.stories.text_parts import LINE

register = template.Library()


@register.simple_tag
def headlines(*groups: Any) -> SafeString:
    """Show stories as items of a list: each argument is a story, a card, a row of the front, or a list of them."""
    keys = [_key(one) for group in groups for one in (group if _is_list(group) else [group])]
    return mark_safe("".join(card.html for card in cards_of(keys, "line", template=LINE)))  # nosec B308 # a template escapes


def _is_list(group: Any) -> bool:
    # A card and a row are tuples with names.
    return isinstance(group, list)


def _key(one: Any) -> int:
    return one.pk if isinstance(one, Story) else one.key


@register.simple_tag
def text_opening(block: Any, dateline: str) -> SafeString:
    """Show a paragraph in text with the dateline before its first words."""
    return opened(text_block(block), dateline)
