"""First words of addresses that belong to the program, so that no section or page may take them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

RESERVED = frozenset(
    [
        "newsroom",
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


def refuse_reserved(slug: str) -> None:
    """Raise if a page at the top of the paper may not have this address.

    Errors:
        ValidationError: the word is the program's own, or looks like a year.

    >>> refuse_reserved("local-news")
    """
    if slug in RESERVED or re.fullmatch(r"\d{4}", slug) or slug.startswith("style-"):
        raise ValidationError(
            {
                "slug": _("“%(slug)s” is an address of the program's own. Choose another word.")
                % {"slug": slug}
            }
        )
