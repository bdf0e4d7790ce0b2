"""The picture with which a link to the paper is shared: nameplate, headline, photo with its credit, in the paper's type.

Everything on it is drawn here from plain values, so that the same card comes out of the same words, byte for byte.
"""

from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageOps

from broadsheet.masthead.type_setting import (
    DISPLAY,
    DISPLAY_ITALIC,
    FRANKLIN,
    FRANKLIN_BOLD,
    Face,
    broken,
    can_set,
    clean,
    set_headline,
    shortened,
    type_at,
)

# The size that Open Graph's readers show whole, in pixels.
WIDTH, HEIGHT = 1200, 630
MOST_BYTES = 120 * 1024
# Light colours of the paper's pages (masthead/tokens.css): a card is seen on other sites, whatever a reader chose here.
PAPER, TINT = "#fdfdfb", "#f0f3ef"
INK, INK_2, INK_3 = "#15181a", "#464b4f", "#5f656a"
RULE, PINE = "#d3d5d1", "#0f4c3a"
EDGE = 56
FOOT = 12
# Where the photo begins, in pixels from the left; its credit stands beneath it, whole, in as many lines as it needs.
PHOTO_AT, GUTTER = 660, 44
CREDIT_SIZE, CREDIT_LINE = 19, 25
HEADLINE_SIZES = [76, 70, 64, 58, 52, 48, 44, 40]
WIDE_HEADLINE_SIZES = [104, 96, 88, 80, 72, 64, 56, 48, 40]
LEADING = 1.08


class Card(NamedTuple):
    """What a card shows. All but `paper` may be empty; `focus` is a photo's subject, each from 0.0 to 1.0."""

    paper: str
    headline: str = ""
    kicker: str = ""
    age: str = ""
    is_opinion: bool = False
    photo: Image.Image | None = None
    focus: tuple[float, float] = (0.5, 0.5)
    credit: str = ""
    motto: str = ""
    spot: str = PINE


def draw_card(card: Card) -> bytes:
    """Return a card as JPEG of at most 120 KiB."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), TINT if card.is_opinion else PAPER)
    pen = ImageDraw.Draw(sheet)
    # A photo never stands without its credit, and a credit is never set in wrong letters.
    has_photo = card.photo is not None and can_set(card.credit, FRANKLIN)
    if has_photo:
        _put_photo(sheet, pen, card)
    width = (PHOTO_AT - GUTTER if has_photo else WIDTH - EDGE) - EDGE
    if card.headline:
        _put_nameplate(pen, card, width)
        _put_headline(pen, card, width, WIDE_HEADLINE_SIZES if not has_photo else HEADLINE_SIZES)
    else:
        _put_paper(pen, card, width)
    pen.rectangle((0, HEIGHT - FOOT, WIDTH, HEIGHT), fill=_colour(card.spot))
    return _as_jpeg(sheet)


def _colour(spot: str) -> str:
    is_hex = len(spot) == 7 and spot[0] == "#" and set(spot[1:].lower()) <= set("0123456789abcdef")
    return spot if is_hex else PINE


def _put_photo(sheet: Image.Image, pen: ImageDraw.ImageDraw, card: Card) -> None:
    assert card.photo is not None
    wide = WIDTH - PHOTO_AT
    lines = broken(card.credit, FRANKLIN, CREDIT_SIZE, wide - 32) if card.credit else []
    bottom = HEIGHT - FOOT - len(lines) * CREDIT_LINE - (18 if lines else 0)
    cut = ImageOps.fit(
        card.photo.convert("RGB"),
        (wide, bottom),
        Image.Resampling.BICUBIC,
        centering=card.focus,
    )
    sheet.paste(cut, (PHOTO_AT, 0))
    for number, line in enumerate(lines):
        place = (WIDTH - 16, bottom + 9 + number * CREDIT_LINE)
        words = shortened(line, FRANKLIN, CREDIT_SIZE, wide - 32)
        _write(pen, place, words, FRANKLIN, CREDIT_SIZE, INK_3, anchor="ra")


def _put_nameplate(pen: ImageDraw.ImageDraw, card: Card, width: int) -> None:
    """Write the paper's name over a hairline."""
    if can_set(card.paper):
        name = shortened(clean(card.paper), DISPLAY, 38, width)
        _write(pen, (EDGE, 66), name, DISPLAY, 38, INK, anchor="ls")
    pen.rectangle((EDGE, 86, EDGE + width, 88), fill=INK)


def _put_headline(pen: ImageDraw.ImageDraw, card: Card, width: int, sizes: list[int]) -> None:
    """Write kicker, age and headline, a little above the middle of what is left below the nameplate."""
    given = [(card.kicker, _colour(card.spot)), (card.age, INK_2)]
    labels = [one for one in given if one[0] and can_set(one[0], FRANKLIN_BOLD)]
    face = DISPLAY_ITALIC if card.is_opinion else DISPLAY
    top, bottom = 108, HEIGHT - FOOT - 28
    above = len(labels) * 38 + (10 if labels else 0)
    height = bottom - top - above
    headline = set_headline(
        card.headline, face, width=width, height=height, sizes=sizes, leading=LEADING
    )
    top += int((height - len(headline.lines) * headline.pixels * LEADING) * 0.4)
    for words, colour in labels:
        line = shortened(clean(words), FRANKLIN_BOLD, 28, width)
        _write(pen, (EDGE, top), line, FRANKLIN_BOLD, 28, colour, anchor="la")
        top += 38
    top += 10 if labels else 0
    for number, line in enumerate(headline.lines):
        place = (EDGE, top + number * headline.pixels * LEADING)
        _write(pen, place, line, face, headline.pixels, INK, anchor="la")


def _put_paper(pen: ImageDraw.ImageDraw, card: Card, width: int) -> None:
    """Write the paper's name large, for pages that are no story."""
    if not can_set(card.paper):
        return
    name = set_headline(
        card.paper,
        DISPLAY,
        width=width,
        height=330,
        sizes=[132, *WIDE_HEADLINE_SIZES],
        leading=1.04,
    )
    tall = len(name.lines) * name.pixels * 1.04
    top = (HEIGHT - FOOT - tall) / 2 - (30 if card.motto else 0)
    for number, line in enumerate(name.lines):
        place = (WIDTH / 2, top + number * name.pixels * 1.04)
        _write(pen, place, line, DISPLAY, name.pixels, INK, anchor="ma")
    pen.rectangle((EDGE, 56, WIDTH - EDGE, 60), fill=INK)
    pen.rectangle((EDGE, 65, WIDTH - EDGE, 66), fill=INK)
    if card.motto and can_set(card.motto, FRANKLIN):
        motto = shortened(clean(card.motto), FRANKLIN, 34, width)
        _write(pen, (WIDTH / 2, top + tall + 34), motto, FRANKLIN, 34, INK_2, anchor="ma")


def _write(
    pen: ImageDraw.ImageDraw,
    place: tuple[float, float],
    words: str,
    face: Face,
    pixels: int,
    colour: str,
    *,
    anchor: str,
) -> None:
    pen.text(place, words, fill=colour, font=type_at(face, pixels), anchor=anchor)


def _as_jpeg(sheet: Image.Image) -> bytes:
    """Return the best JPEG that is small enough to be fetched by any site that shows a link."""
    content = b""
    for quality in (88, 80, 70, 60, 45, 30):
        file = BytesIO()
        sheet.save(file, "JPEG", quality=quality, optimize=True, subsampling="4:2:0")
        content = file.getvalue()
        if len(content) <= MOST_BYTES:
            break
    return content
