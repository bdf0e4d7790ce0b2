"""First words of addresses that belong to the program, so that no section or page may take them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

RESERVED = frozenset(
    [
        "newsroom",
        "preview",
        "feed",
        "people",
        "contact",
        "corrections",
        "sitemap.xml",
        "news-sitemap.xml",
        "robots.txt",
        "display.css",
        "display",
        "text",
        "tips",
        "letters",
        "support",
        "search",
        "share",
        "static",
        "media",
        "documents",
        "health",
        "page",
        "style",
        "icon.svg",
        "favicon.ico",
        "republish",
        "topics",
        "series",
        "newsletters",
        "archive",
        "account",
        "sign-in",
        "api",
        ".well-known",
    ]
)
# What the program answers under each section: /sports/feed/, /sports/page/2/.
RESERVED_UNDER_SECTIONS = frozenset(["feed", "page"])


def refuse_reserved(slug: str, *, under_a_section: bool = False) -> None:
    """Raise if a page at the top of the paper, or one under a section, may not have this address.

    Errors:
        ValidationError: the word is the program's own, or looks like a year.

    >>> refuse_reserved("local-news")
    >>> refuse_reserved("contact", under_a_section=True)
    """
    if under_a_section:
        is_ours = slug in RESERVED_UNDER_SECTIONS
    else:
        is_ours = slug in RESERVED or bool(re.fullmatch(r"\d{4}", slug))
        is_ours = is_ours or slug.startswith("style-")
    if is_ours:
        raise ValidationError(
            {
                "slug": _("“%(slug)s” is an address of the program's own. Choose another word.")
                % {"slug": slug}
            }
        )
