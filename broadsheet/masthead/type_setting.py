"""Setting words in the paper's own typefaces where no browser does it: on the pictures that links are shared with.

Our faces hold Latin letters. Words with any other are not set at all: a box in place of a letter would be a wrong letter.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

FONTS = Path(__file__).parent / "static" / "masthead" / "fonts"
# No typeface has a letter here: what is drawn for it is drawn for whatever a face lacks.
NO_LETTER = "\uffff"


class Face(NamedTuple):
    """One of the paper's typefaces: its file's name without the hash, and its weight where the file holds several."""

    file: str
    weight: int | None = None


DISPLAY = Face("newsreader-display-500")
DISPLAY_ITALIC = Face("newsreader-display-italic-400")
FRANKLIN = Face("libre-franklin", 400)
FRANKLIN_BOLD = Face("libre-franklin", 700)


@lru_cache(maxsize=64)
def type_at(face: Face, pixels: int) -> ImageFont.FreeTypeFont:
    """Return a typeface at a size, its height in pixels."""
    file = next(FONTS.glob(f"{face.file}.*.woff2"))
    font = ImageFont.truetype(file, pixels)
    if face.weight is not None:
        font.set_variation_by_axes([face.weight])
    return font


def clean(words: str) -> str:
    """Return words as they can be set: letters composed, spaces plain, without what nobody sees.

    >>> clean("Cafe\\u0301\\u00a0 du\\u200b lac\\n")
    'Café du lac'
    """
    composed = unicodedata.normalize("NFC", words)
    seen = [" " if one.isspace() else one for one in composed]
    return " ".join("".join(one for one in seen if unicodedata.category(one)[0] != "C").split())


def can_set(words: str, face: Face = DISPLAY) -> bool:
    """Say whether a typeface has every letter of these words.

    >>> can_set("Año nuevo"), can_set("الجسر"), can_set("Nguyễn")
    (True, False, False)
    """
    try:
        return all(_has(face, letter) for letter in set(clean(words)) - {" "})
    except (OSError, NotImplementedError):
        # This machine's FreeType was built without WOFF2 or without variable fonts: then there are no pictures to set.
        return False


@lru_cache(maxsize=4096)
def _has(face: Face, letter: str) -> bool:
    font = type_at(face, 40)
    return bytes(font.getmask(letter)) != bytes(font.getmask(NO_LETTER))


@lru_cache(maxsize=4096)
def width_of(words: str, face: Face, pixels: int) -> float:
    """Return how wide words are in one line, in pixels."""
    return type_at(face, pixels).getlength(words)


def broken(words: str, face: Face, pixels: int, width: float) -> list[str]:
    """Return words in lines of at most this width in pixels; a word that is wider alone stands alone."""
    space = width_of(" ", face, pixels)
    lines: list[list[str]] = []
    used = 0.0
    for word in clean(words).split(" "):
        # Word by word: measuring each line anew would take the square of the words' number.
        wide = width_of(word, face, pixels)
        if lines and used + space + wide <= width:
            lines[-1].append(word)
            used += space + wide
        else:
            lines.append([word])
            used = wide
    return [" ".join(line) for line in lines]


def balanced(words: str, face: Face, pixels: int, width: float) -> list[str]:
    """Return words in as few lines as fit, all of about the same length, as `text-wrap: balance` does."""
    lines = broken(words, face, pixels, width)
    if len(lines) == 1:
        return lines
    narrow, wide = width / len(lines) / 2, width
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        if len(broken(words, face, pixels, middle)) > len(lines):
            narrow = middle
        else:
            wide = middle
    return broken(words, face, pixels, wide)


def fits(lines: list[str], face: Face, pixels: int, width: float) -> bool:
    return all(width_of(line, face, pixels) <= width for line in lines)


class Headline(NamedTuple):
    """A headline in lines, at its size in pixels."""

    lines: list[str]
    pixels: int


def set_headline(
    words: str, face: Face, *, width: float, height: float, sizes: list[int], leading: float
) -> Headline:
    """Return a headline at the largest size that fits a box in pixels; at the smallest, what does not fit is cut.

    Four lines at most, if a size that is not small gives them.

    Args:
        sizes: in pixels, the largest first.
        leading: the height of a line, as a multiple of the size.
    """
    for most in (4, 99):
        for pixels in sizes if most > 4 else sizes[: len(sizes) * 2 // 3]:
            lines = broken(words, face, pixels, width)
            is_low = len(lines) <= most and len(lines) * pixels * leading <= height
            if is_low and fits(lines, face, pixels, width):
                return Headline(balanced(words, face, pixels, width), pixels)
    pixels = sizes[-1]
    lines = broken(words, face, pixels, width)
    most = max(1, int(height / (pixels * leading)))
    shown = lines[:most]
    if len(lines) > most:
        shown[-1] += "…"
    return Headline([shortened(line, face, pixels, width) for line in shown], pixels)


def shortened(words: str, face: Face, pixels: int, width: float) -> str:
    """Return words that fit a width in pixels, cut with an ellipsis if they must be."""
    if width_of(words, face, pixels) <= width:
        return words
    kept = words.rstrip("…")
    while kept and width_of(f"{kept.rstrip()}…", face, pixels) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
