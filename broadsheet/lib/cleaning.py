"""The one cleaner of HTML. What is kept as rich text, shown to readers or handed on to others has passed it.

It is nh3, which reads as a browser reads and writes anew what may stay; and what may stay is one list, here. Pictures of
other hosts, which would tell those hosts who reads, never do.
"""

import re
from functools import cache
from urllib.parse import urlsplit

import nh3

# What writers may use: in stories, in what is pasted, in what comes from outside.
TEXT = frozenset({"a", "b", "br", "em", "i", "li", "ol", "p", "strong", "ul"})
# What a whole story holds besides, where others take it: in feeds, in the copy for other papers.
WHOLE = TEXT | {
    *("caption", "figcaption", "figure", "h1", "h2", "h3", "img"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
ATTRIBUTES = {
    # Of every element: else nh3 would let two of its own choice stay.
    "*": frozenset(),
    "a": frozenset({"href"}),
    "img": frozenset({"alt", "height", "src", "width"}),
    "th": frozenset({"scope"}),
}
# Where a link may lead, besides to an address within the paper.
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# What Wagtail notes for itself in rich text: the key of a line, for comments on it, and which page a link leads to.
NOTED = {name: frozenset({"data-block-key"}) for name in ("li", "p")} | {
    "a": ATTRIBUTES["a"] | {"id"}
}
KEY = re.compile(r"[0-9]{1,9}")
# nh3 writes attributes in double quotes, and every quote and bracket within them as an entity: so these two are exact.
WITHOUT_SOURCE = re.compile(r'<img(?: (?:alt|height|width)="[^"]*")*>')
WITHOUT_KEY = re.compile(r"<a(?=[^>]* linktype=)(?![^>]* id=)[^>]*>")
# Wagtail looks for tags by their brackets and quotes, without asking where an attribute ends.
QUOTED = {ord(sign): f"%{ord(sign):02X}" for sign in "\"'<>`"}


def clean_text(html: str) -> str:
    """Return rich text as readers are shown it: only what writers may use, and links that lead to a page or a person.

    >>> clean_text('<p onclick="x()">The <b>ferry</b> <a href="javascript:x()">runs</a>.<script>x()</script></p>')
    '<p>The <b>ferry</b> <a>runs</a>.</p>'
    """
    return _plain_spaces(_cleaner_of_text().clean(html))


def clean_kept(html: str) -> str:
    """Return rich text as it is kept: as it is shown, with what Wagtail notes for itself.

    >>> clean_kept('<p data-block-key="a1" class="x"><a id="7" linktype="page">Here</a></p>')
    '<p data-block-key="a1"><a id="7" linktype="page">Here</a></p>'
    """
    return WITHOUT_KEY.sub("<a>", _plain_spaces(_cleaner_of_kept().clean(html)))


def clean_whole(html: str, root_url: str) -> str:
    """Return a whole story as others may take it: every address absolute, every picture the paper's own.

    Args:
        root_url: of the paper, without a slash at its end.

    >>> clean_whole('<img src="https://count.example/1.gif" alt=""><a href="/river/">See</a>', "https://ledger.example")
    '<a href="https://ledger.example/river/">See</a>'
    """

    def only_own(element: str, name: str, value: str) -> str | None:
        if element == "img" and name == "src" and not _is_under(value, root_url):
            return None
        return _filtered(element, name, value)

    cleaned = nh3.clean(
        html,
        tags=WHOLE,
        attributes=ATTRIBUTES,
        attribute_filter=only_own,
        url_schemes=SCHEMES,
        url_relative=("rewrite_with_base", f"{root_url}/"),
        link_rel=None,
    )
    return _plain_spaces(WITHOUT_SOURCE.sub("", cleaned))


def may_lead(address: str) -> bool:
    """Say whether a link to a whole address may stand in a page.

    >>> [may_lead(one) for one in ("https://a.example/", "tel:5550142", "javascript:x()", "/river/")]
    [True, True, False, False]
    """
    try:
        return urlsplit(address).scheme.lower() in SCHEMES
    except ValueError:
        return False


def _is_under(address: str, root_url: str) -> bool:
    """Say whether a picture stands under the paper's own address."""
    if address.startswith("/"):
        return not address.startswith(("//", "/\\"))
    return address.startswith(f"{root_url}/")


def _filtered(_element: str, name: str, value: str) -> str | None:
    if name in ("href", "src"):
        return value.translate(QUOTED)
    if name == "id":
        return value if KEY.fullmatch(value) else None
    return value


def _plain_spaces(html: str) -> str:
    # As the letter that it is: typography and searches look for that.
    return html.replace("&nbsp;", "\xa0")


@cache
def _cleaner_of_text() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TEXT,
        attributes=ATTRIBUTES,
        attribute_filter=_filtered,
        url_schemes=SCHEMES,
        link_rel=None,
    )


@cache
def _cleaner_of_kept() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TEXT,
        attributes={**ATTRIBUTES, **NOTED},
        attribute_filter=_filtered,
        tag_attribute_values={"a": {"linktype": frozenset({"page"})}},
        url_schemes=SCHEMES,
        link_rel=None,
    )
