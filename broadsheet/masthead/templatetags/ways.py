"""Ways to talk to the paper in templates: `{% ways_about site as ways %}`."""

from django import template
from wagtail.models import Site

from broadsheet.masthead import ways

register = template.Library()


@register.simple_tag
def ways_about(site: Site | None) -> list[ways.Way]:
    """Return the ways that can be taken about one story of a paper."""
    return ways.ways_about(site) if site is not None else []
