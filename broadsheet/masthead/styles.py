"""The rooms' style files, joined into one: no build step, one request, named by its content."""

import re
from functools import cache
from pathlib import Path

from django.apps import apps
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from broadsheet.press.runs import tag

LAYERS = "@layer reset, base, rooms, display, print;\n"
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
        found = finders.find(name)
        if found:
            with open(found, encoding="utf-8") as file:  # noqa: PTH123 (finders gives a name)
                pieces.append(_smaller(_with_addresses(file.read(), name)))
    return "\n".join(pieces)


def _with_addresses(css: str, name: str) -> str:
    folder = name.rpartition("/")[0]
    return re.sub(
        r'url\("(?!data:|/)([^")]+)"\)',
        lambda found: f'url("{static(f"{folder}/{found[1]}")}")',
        css,
    )


def _smaller(css: str) -> str:
    """Drop comments and indentation: readers get the rules, developers the reasons."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\n\s*", "\n", bare).strip()


@cache
def edition() -> str:
    """Return the short name of these styles: another one for any other content."""
    return tag(joined_styles().encode())[:12]


def style_path() -> str:
    """Return the address of the joined style file."""
    return f"/style-{edition()}.css"


@cache
def text_styles() -> str:
    """Return the one style file of the text-only edition: it stands alone, for it may have 1 KiB at most."""
    return _smaller(Path(str(finders.find("masthead/text/text.css"))).read_text(encoding="utf-8"))


@cache
def text_style_path() -> str:
    """Return the address of the text-only edition's style file."""
    return f"/text-{tag(text_styles().encode())[:12]}.css"
