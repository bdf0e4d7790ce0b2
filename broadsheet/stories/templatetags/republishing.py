"""`{% republish_path story %}`: where others find a plain copy of a story; empty if they may not have it."""

from django import template

from broadsheet.masthead.models import facts_of
from broadsheet.stories.models import Story
from broadsheet.stories.republishing import ROOT, may_be_republished

register = template.Library()


@register.simple_tag
def republish_path(story: Story) -> str:
    site = story.site
    may = site is not None and may_be_republished(story, facts_of(site))
    return f"{ROOT}{story.permalink}" if may else ""
