"""What the rules for signing in ask of whoever looks at a screen."""

from django import template

from broadsheet.newsroom.rights import signed_in
from broadsheet.staff.rules import Asked, asked_of

register = template.Library()


@register.simple_tag(takes_context=True)
def asked_of_me(context: template.Context) -> Asked:
    """Return what is asked of the person at the screen: `{% asked_of_me as asked %}`."""
    return asked_of(signed_in(context["request"]))
