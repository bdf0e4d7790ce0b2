"""Pages for sources whose browsers run no scripts: from templates that no theme can change, in the language of the list."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils import translation
from django.utils.formats import number_format

from broadsheet.tips.built_files import BUILT
from broadsheet.tips.container import MOST_FILES, MOST_LETTERS, Packed
from broadsheet.tips.plain.reading_answers import neutral_name
from broadsheet.tips.plain.shown_text import calmed
from broadsheet.tips.signed_lists import SignedList

ADDRESSES = {
    "scripts": "/tips/",
    "scripts_reply": "/tips/reply/",
    "send": "/tips/plain/",
    "reply": "/tips/plain/reply/",
    "contact": "/contact/",
    "style": "/tips/tips.css",
}
ENGINE = Engine(
    dirs=[str(Path(__file__).parents[1] / "templates")],
    libraries={"i18n": "django.templatetags.i18n"},
    autoescape=True,
)


@cache
def style_sum() -> str:
    """Return SHA-384 of the style as the release names it, so that a browser takes no other."""
    sums: dict[str, str] = json.loads((BUILT / "release.json").read_text("utf-8"))["files"]
    return sums["tips.css"]


@dataclass(frozen=True)
class ShownFile:
    """A file of an answer: its own name as text, and the number by which it is asked for."""

    number: int
    name: str
    saved_as: str
    kilobytes: int


@dataclass(frozen=True)
class Shown:
    """A message as its source sees it. `state`: `yours`, `open`, or why it cannot be read: `scripts` (it is locked to the key
    of her browser's scripts) or `damaged`."""

    id: str
    day: str
    state: str
    name: str = ""
    text: str = ""
    files: Sequence[ShownFile] = field(default_factory=tuple)


def shown_answer(message_id: str, day: str, packed: Packed) -> Shown:
    """Return an opened answer, calmed."""
    files = [
        ShownFile(
            number, calmed(file.name), neutral_name(file.name, number), len(file.data) // 1024 + 1
        )
        for number, file in enumerate(packed.files, 1)
    ]
    name, text = calmed(packed.head["name"]), calmed(packed.head["text"])
    return Shown(message_id, day, "open", name, text, files)


def render(template: str, language: str, listed: SignedList | None, **known: Any) -> bytes:
    """Return a page.

    Args:
        language: of the page.
        listed: the list in force, of which a page tells names and other ways.
    """
    with translation.override(language):
        direction = "rtl" if translation.get_language_bidi() else "ltr"
        context = {
            "language": language,
            "direction": direction,
            "at": ADDRESSES,
            "style_sum": style_sum(),
            "letters": MOST_LETTERS,
            "letters_told": number_format(MOST_LETTERS, force_grouping=True),
            "files": MOST_FILES,
            "paper": listed.name if listed else "",
            "names": [one.name for one in listed.recipients] if listed else [],
            "ways": listed.ways if listed else {},
            **known,
        }
        return ENGINE.get_template(f"tips/{template}").render(Context(context)).encode()
