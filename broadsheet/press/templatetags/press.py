"""`{% part "more-in" section.pk leave_out=story.pk %}` and `{% entry story.pk %}…{% endentry %}`."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Site

from broadsheet.press.parts import entry_mark, make_in_place, part_name, split_name

register = template.Library()


@register.simple_tag(takes_context=True)
def part(
    context: template.Context, kind: str, *key: object, leave_out: object = None
) -> SafeString:
    """Put a shared part here.

    When a page is printed, a mark stands here at which the press cuts; in a preview, the part itself. `leave_out`
    is the name of one entry, or a list of names.
    """
    without = [str(one) for one in leave_out] if isinstance(leave_out, list | set | tuple) else []
    if leave_out and not without:
        without = [str(leave_out)]
    name = part_name(kind, *key, without=without)
    split_name(name)
    request = context.get("request")
    cut_mark = getattr(request, "press_cut_mark", "")
    if cut_mark:
        return mark_safe(f"\x02{cut_mark}:{name}\x03")  # nosec B308 # our own mark
    site = getattr(request, "press_site", None) or (
        Site.find_for_request(request) if request else None
    )
    site = site or Site.objects.filter(is_default_site=True).first()
    # A paper whose site was deleted has no parts.
    return mark_safe(make_in_place(site, name) if site else "")  # nosec B308 # a part's template escapes


class EntryNode(template.Node):
    """Marks where an entry of a part begins and ends."""

    def __init__(self, name: FilterExpression, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        html: Any = self.nodelist.render(context)
        mark = entry_mark.get()
        if not mark:
            return html
        return f"\x02{mark}:{self.name.resolve(context)}\x03{html}\x02{mark}:\x03"


@register.tag
def entry(parser: Parser, token: Token) -> EntryNode:
    """Mark one entry of a part, named by what it shows, so that variants can leave it out."""
    bits = token.split_contents()
    if len(bits) != 2:
        raise template.TemplateSyntaxError(
            "{% entry %} needs one name, for example {% entry story.pk %}."
        )
    nodelist = parser.parse(("endentry",))
    parser.delete_first_token()
    return EntryNode(parser.compile_filter(bits[1]), nodelist)
