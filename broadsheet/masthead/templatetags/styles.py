"""The addresses of the style files, for pages that have no part `head`."""

from django import template

from broadsheet.masthead import styles

register = template.Library()


@register.simple_tag
def style_path() -> str:
    return styles.style_path()


@register.simple_tag
def text_style_path() -> str:
    return styles.text_style_path()
