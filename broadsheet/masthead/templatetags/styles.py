"""The addresses of the style files, for pages that have no part `head`."""

from typing import Any

from django import template
from wagtail.models import Site

from broadsheet.masthead import styles
from broadsheet.masthead.models import paper_of

register = template.Library()


@register.simple_tag(takes_context=True)
def style_path(context: Any) -> str:
    site = Site.find_for_request(context.get("request"))
    return styles.style_path(paper_of(site) if site else None)


@register.simple_tag
def text_style_path() -> str:
    return styles.text_style_path()
