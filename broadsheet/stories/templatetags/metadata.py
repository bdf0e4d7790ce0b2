"""`{% story_metadata page %}` and `{% page_metadata title=… description=… path=… %}`: a page's head, for machines."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from wagtail.models import Site

from broadsheet.masthead.share_card import HEIGHT, WIDTH
from broadsheet.masthead.type_setting import can_set
from broadsheet.stories.metadata import Facts, SharePicture, facts_of
from broadsheet.stories.models import Story
from broadsheet.stories.pictures import absolute
from broadsheet.stories.share_images import path_of_card

register = template.Library()


@register.inclusion_tag("stories/story_metadata.html", takes_context=True)
def story_metadata(context: template.Context, page: Story) -> dict[str, Any]:
    """Say what a story is. A preview of one that was never published has no address yet, and names none."""
    return {"page": page, "facts": facts_for(context, page)}


@register.simple_tag(takes_context=True)
def story_json_ld(context: template.Context, page: Story) -> SafeString:
    """Say the same in schema.org's words, all but the end, which the part `of-each-story` says.

    It stands at the end of the text, whose words it repeats: so it packs small.
    """
    return facts_for(context, page).json_ld


@register.inclusion_tag("stories/story_constants.html", takes_context=True)
def story_constants(context: template.Context, page: Story) -> dict[str, Any]:
    """Say what is the same of nearly every story, apart from what is its own: so they share it on the shelf."""
    return {"facts": facts_for(context, page)}


def facts_for(context: template.Context, page: Story) -> Facts:
    """Return what a story says of itself; put together once for a page."""
    known: Facts | None = context.render_context.get("story_facts")
    if known is None:
        known = context.render_context["story_facts"] = facts_of(
            page, root_url_for(context.get("request"))
        )
    return known


@register.inclusion_tag("stories/page_metadata.html", takes_context=True)
def page_metadata(
    context: template.Context,
    title: str = "",
    description: str = "",
    path: str = "",
    feed: str = "",
    card: str = "",
) -> dict[str, Any]:
    """Say what any other page is.

    Args:
        path: where it stands; the front, at "/", takes its title and description from the paper.
        feed: the path of a section's own feed.
        card: the path of a page of the tree whose title stands on the picture it is shared with; else the paper's name.
    """
    request = context.get("request")
    root_url = root_url_for(request)
    return {
        "request": request,
        "is_front": path == "/",
        "title": title,
        "description": description,
        "url": absolute(root_url, path),
        "feed": absolute(root_url, feed),
        "share": SharePicture(absolute(root_url, path_of_card(card)), WIDTH, HEIGHT, title)
        if card and can_set(title)
        else None,
    }


def root_url_for(request: Any) -> str:
    """Return the root address of the paper that is asked, printed or previewed."""
    site = getattr(request, "press_site", None) or (
        Site.find_for_request(request) if request else None
    )
    site = site or Site.objects.filter(is_default_site=True).first()
    return site.root_url if site else ""
