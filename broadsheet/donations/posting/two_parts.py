"""The HTML part of a mail, made of its text part, so that both say the same: paragraphs, and links under their own words.

A mail has no style file and many programs leave out what stands in its head, so each paragraph says its own size and
colours: 17 pixels, nearly black on white, 17:1. The sentence about taxes is such a paragraph as all others.
"""

import re
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INK, LINK, GROUND = "#15181a", "#0f4c3a", "#ffffff"
_TYPE: Final = f"font-family:Georgia,serif;font-size:17px;line-height:1.5;color:{INK};background-color:{GROUND}"
_PARAGRAPH: Final = f"margin:0 0 17px;{_TYPE}"
_LINK: Final = f"color:{LINK};font-size:17px;text-decoration:underline"
_PAGE: Final = (
    '<!DOCTYPE html>\n<html lang="{language}" dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{subject}</title>\n</head>\n'
    '<body style="margin:0;background-color:{ground}">\n'
    '<div style="max-width:36em;margin:0 auto;padding:24px 16px;overflow-wrap:anywhere;{type}">\n'
    "{words}\n</div>\n</body>\n</html>\n"
)


def html_of(
    text: str,
    *,
    subject: str,
    language: str,
    is_from_right: bool,
    links: frozenset[str],
    in_english: frozenset[str],
) -> str:
    """Return a mail's text as HTML.

    Args:
        text: paragraphs, parted by empty lines. What ends in the line of a link is the words of that link.
        links: those that we made. No other address becomes a link, whoever wrote it into a name.
        in_english: paragraphs that stand in English, whatever the rest is written in.
    """
    return format_html(
        _PAGE,
        language=language,
        direction="rtl" if is_from_right else "ltr",
        subject=subject,
        ground=GROUND,
        type=_TYPE,
        words=format_html_join(
            "\n",
            "{}",
            ((_paragraph(one, links, one in in_english),) for one in paragraphs_of(text)),
        ),
    )


def paragraphs_of(text: str) -> list[str]:
    found = re.split(r"\n\s*\n", text)
    return [one.strip() for one in found if one.strip()]


def _paragraph(words: str, links: frozenset[str], is_english: bool) -> SafeString:
    *before, last = [line.strip() for line in words.split("\n")]
    if last in links:
        said = " ".join(before).rstrip(":") or last
        inner = format_html('<a href="{}" style="{}">{}</a>', last, _LINK, said)
    else:
        lines = format_html_join("", "{}<br>\n", ((line,) for line in before))
        inner = format_html("{}{}", lines, last)
    page = '<p lang="en" dir="ltr" style="{}">{}</p>' if is_english else '<p style="{}">{}</p>'
    return format_html(page, _PARAGRAPH, inner)
