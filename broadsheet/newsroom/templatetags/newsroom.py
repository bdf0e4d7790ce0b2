"""What the newsroom's screens say that no view hands them: the paper's name, what was typed in vain."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.masthead.models import paper_of
from broadsheet.newsroom.typed import Typed, typed_words

register = template.Library()


@register.simple_tag(takes_context=True)
def paper_name(context: dict[str, Any]) -> str:
    """Return the name of the paper whose newsroom this is; a plain word before it has one."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    return (paper_of(site).name if site else "") or _("Newsroom")


@register.simple_tag(takes_context=True)
def what_was_typed(context: dict[str, Any]) -> list[Typed]:
    """Return what was typed into a form that was sent to where nothing stands."""
    request = context.get("request")
    return typed_words(request) if request else []
