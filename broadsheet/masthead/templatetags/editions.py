"""Where a page's twin stands, and what the text-only edition shows of a block in the text."""

from typing import Any

from django import template
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site

from broadsheet.masthead.editions import page_behind, text_path
from broadsheet.press.twins import is_whole_paper_in_text

register = template.Library()


@register.simple_tag(takes_context=True)
def twin_path(context: template.Context) -> str:
    """Return where this page's twin in text stands; empty for what has none, such as a notice."""
    request = context.get("request")
    return text_path(iri_to_uri(request.path)) if request else ""


@register.simple_tag(takes_context=True)
def full_path(context: template.Context) -> str:
    """Return where the full page of this twin stands; empty while the whole paper is in text."""
    request = context.get("request")
    if request is None or is_whole_paper_in_text():
        return ""
    return iri_to_uri(request.path) if page_behind(request.path) else "/"


@register.simple_tag(takes_context=True)
def canonical(context: template.Context) -> SafeString | str:
    """Name the page's own address to search engines: that of the full page, wherever this is read."""
    request = context.get("request")
    if request is None or not page_behind(request.path):
        return ""
    site = getattr(request, "press_site", None) or Site.find_for_request(request)
    if site is None:
        return ""
    return format_html('<link rel="canonical" href="{}">', site.root_url + iri_to_uri(request.path))


@register.simple_tag
def text_block(block: Any) -> SafeString:
    """Show a block of a body in text: by its own template, or else its plain words."""
    try:
        found = get_template(f"stories/text/blocks/{block.block_type}.html")
    except TemplateDoesNotExist:
        return _plain_words(block)
    return mark_safe(found.render({"value": block.value, "block": block}))  # nosec B308 # a block's template escapes


def _plain_words(block: Any) -> SafeString:
    words = block.block.get_searchable_content(block.value)
    return format_html_join("", "<p>{}</p>", [(one,) for one in words if one])
