"""The address of the joined style file, for pages that have no part `head`."""

from django import template

from broadsheet.masthead import styles

register = template.Library()


@register.simple_tag
def style_path() -> str:
    return styles.style_path()
