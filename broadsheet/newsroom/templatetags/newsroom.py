"""The paper's name on the newsroom's screens."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from wagtail.models import Site

from broadsheet.masthead.models import paper_of

register = template.Library()


@register.simple_tag(takes_context=True)
def paper_name(context: dict[str, Any]) -> str:
    """Return the name of the paper whose newsroom this is; a plain word before it has one."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    return (paper_of(site).name if site else "") or _("Newsroom")
