"""The rooms' style files, the theme's and the paper's colours, joined into one: no build step, one request.

It is named by its content. Each paper has its own, since two papers on one installation may differ in their colours.
"""

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.translation import gettext as _

from broadsheet.masthead.colours import colour_rules
from broadsheet.masthead.themes import theme_folder
from broadsheet.press.runs import tag

if TYPE_CHECKING:
    from broadsheet.masthead.models import Paper

LAYERS = "@layer reset, base, rooms, theme, display, print;\n"
# Compressed.
MOST_BYTES = 12 * 1024
LINK = re.compile(r"""url\(\s*(["']?)(?!data:|/|#)([^"')]+)\1\s*\)""")
# Source: CSS Syntax Module Level 3, "Consume an escaped code point".
ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\r\n\f]?|([^\n]))")
# The paper's own files first, in this order; then each room's, by name.
FIRST = ("masthead/tokens.css", "masthead/base.css", "masthead/layout.css")


def style_files() -> list[str]:
    """Return the style files that readers get, in order, as static names."""
    found = list(FIRST)
    for config in apps.get_app_configs():
        if not config.name.startswith("broadsheet."):
            continue
        room = config.name.rpartition(".")[2]
        folder = (config.path and _folder(config.path, room)) or []
        found += [name for name in folder if name not in found]
    return found


def _folder(path: str, room: str) -> list[str]:
    return [
        f"{room}/{file.name}"
        for file in sorted(Path(path, "static", room).glob("*.css"))
        # What the newsroom's screens use is not for readers.
        if not file.name.startswith("newsroom")
    ]


@cache
def joined_styles() -> str:
    """Return all style files as one, with addresses of typefaces and pictures made whole."""
    pieces = [LAYERS]
    for name in style_files():
        found = [Path(one) for one in finders.find(name, find_all=True)]
        # The theme's comes first; one that would spoil the others gives way to ours.
        whole = next((one for one in found if not style_fault(one)), None)
        if whole:
            css = whole.read_text(encoding="utf-8")
            pieces.append(_smaller(_with_addresses(css, name.rpartition("/")[0])))
    pieces += theme_styles()
    return "\n".join(pieces)


def theme_styles() -> Iterator[str]:
    """Give the styles that lie in the theme's own folder, after ours and stronger."""
    folder = theme_folder()
    for path in sorted(folder.glob("*.css")) if folder else []:
        if not style_fault(path):
            css = _smaller(_with_addresses(path.read_text(encoding="utf-8"), ""))
            yield f"@layer theme {{\n{css}\n}}"


def style_fault(path: Path) -> str:
    """Return why a style file cannot be joined to the others, as a sentence with a place for its name; nothing if it can."""
    try:
        css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    except (UnicodeDecodeError, OSError):
        return _("%(file)s cannot be read as UTF-8 text; it is left out.")
    read = ESCAPE.sub(_letter, css)
    if re.search(r"""(?:["']|url\()\s*(?:https?:)?//""", read, re.IGNORECASE):
        return _("%(file)s asks another host for something; it is left out.")
    if re.search(r"@(?:import|charset|namespace)\b", read, re.IGNORECASE):
        return _("%(file)s has an @import or @charset, which cannot be joined; it is left out.")
    if not _closes_its_braces(css):
        return _("%(file)s has a brace or a mark too many or too few; it is left out.")
    return ""


def _letter(escape: re.Match[str]) -> str:
    """Return the letter that an escape of CSS stands for.

    >>> ESCAPE.sub(_letter, r"u\\72 l(\\2f\\/x)")
    'url(//x)'
    """
    number = int(escape[1], 16) if escape[1] else 0
    return chr(number) if 0 < number < 0x110000 else escape[2] or ""


def _closes_its_braces(css: str) -> bool:
    """Say whether a file, its comments taken out, ends where it began.

    >>> _closes_its_braces('a { content: "}" }'), _closes_its_braces("a { }}"), _closes_its_braces("a { /* b }")
    (True, False, False)
    """
    bare = re.sub(r"""(["'])(?:\\.|(?!\1)[^\\\n])*\1""", "", css, flags=re.DOTALL)
    if "/*" in bare or re.search(r"""["']""", bare):
        return False
    open_now = 0
    for brace in re.findall(r"[{}]", bare):
        open_now += 1 if brace == "{" else -1
        if open_now < 0:
            return False
    return open_now == 0


def links_in(css: str, folder: str) -> list[str]:
    """Return the static name of each file that a style file in a static folder names.

    >>> links_in('a { background: url("../dots.png") }', "theme/css")
    ['theme/dots.png']
    """
    return [posixpath.normpath(posixpath.join(folder, found[2])) for found in LINK.finditer(css)]


def _with_addresses(css: str, folder: str) -> str:
    return LINK.sub(
        lambda found: f'url("{static(posixpath.normpath(posixpath.join(folder, found[2])))}")', css
    )


def _smaller(css: str) -> str:
    """Drop comments and indentation: readers get the rules, developers the reasons."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\n\s*", "\n", bare).strip()


@cache
def edition() -> str:
    """Return the short name of the styles that all papers of this installation share."""
    return tag(joined_styles().encode())[:12]


def styles_of(paper: "Paper | None") -> str:
    """Return the styles of one paper: those of all, and its own two colours."""
    return joined_styles() + "\n" + colour_rules(paper)


def edition_of(paper: "Paper | None") -> str:
    """Return the short name of a paper's styles: another one for any other content."""
    rules = colour_rules(paper)
    return tag(f"{edition()} {rules}".encode())[:12] if rules else edition()


def style_path(paper: "Paper | None") -> str:
    """Return the address of a paper's style file."""
    return f"/style-{edition_of(paper)}.css"


@cache
def text_styles() -> str:
    """Return the one style file of the text-only edition: it stands alone, for it may have 1 KiB at most."""
    return _smaller(Path(str(finders.find("masthead/text/text.css"))).read_text(encoding="utf-8"))


@cache
def text_style_path() -> str:
    """Return the address of the text-only edition's style file."""
    return f"/text-{tag(text_styles().encode())[:12]}.css"
