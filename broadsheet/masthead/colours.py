"""The two colours that are a paper's own: whether they can be read, and the style rules that carry them.

Contrast is WCAG 2's ratio of relative luminances, from 1 to 21. The paper asks for 7, its level AAA for text.
"""

import colorsys
import re
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from broadsheet.masthead.models import Paper

# As in tokens.css; a test compares them.
PAPER, PAPER_DARK, BAND_INK = "#fdfdfb", "#131618", "#f3f7f2"
SPOT, SPOT_DARK, BAND, BAND_DARK = "#0f4c3a", "#8fcdb1", "#0f3d30", "#0c2f25"
LEAST_RATIO = 7.0
HEX = re.compile("#[0-9a-f]{6}")
STEPS = 256


def luminance(colour: str) -> float:
    """Return a colour's relative luminance, from 0 (black) to 1 (white)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """Return the ratio between two colours.

    >>> contrast("#000000", "#ffffff"), int(contrast("#0f4c3a", "#fdfdfb"))
    (21.0, 9)
    """
    dark, light = sorted([luminance(one), luminance(other)])
    return round((light + 0.05) / (dark + 0.05), 4)


def nearest(colour: str, ground: str) -> str:
    """Return the colour of the same hue, as little lighter or darker as may be, that can be read on a ground.

    >>> nearest("#0f4c3a", "#fdfdfb"), nearest("#ff0000", "#fdfdfb")
    ('#0f4c3a', '#b40000')
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(
        *(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    )
    goal = 0.0 if luminance(ground) > 0.18 else 1.0
    for step in range(STEPS):
        tried = lightness + (goal - lightness) * step / STEPS
        found = colour if step == 0 else _hex(hue, tried, saturation)
        if contrast(found, ground) >= LEAST_RATIO:
            return found
    return "#000000" if goal == 0.0 else "#ffffff"


def _hex(hue: float, lightness: float, saturation: float) -> str:
    shares = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(share * 255):02x}" for share in shares)


def clean_colour(colour: str, ground: str) -> str:
    """Return a colour as it is kept: small letters; nothing stays nothing.

    Errors:
        ValidationError: it is no colour, or cannot be read on (or under) the ground; names one that can.
    """
    written = colour.strip().casefold()
    if not written:
        return ""
    if re.fullmatch("#[0-9a-f]{3}", written):
        written = "#" + "".join(digit * 2 for digit in written[1:])
    if not HEX.fullmatch(written):
        raise ValidationError(
            _("“%(colour)s” is no color. Write # and six digits: #0f4c3a.") % {"colour": colour}
        )
    ratio = contrast(written, ground)
    if ratio < LEAST_RATIO:
        raise ValidationError(
            _(
                "%(colour)s has a contrast of %(ratio)s:1 with %(ground)s; 7:1 is needed. Nearest: %(nearest)s."
            )
            # Rounded down: 6.97 is not 7.
            % {
                "colour": written,
                "ratio": f"{int(ratio * 10) / 10:.1f}",
                "ground": ground,
                "nearest": nearest(written, ground),
            }
        )
    return written


class Colours(NamedTuple):
    """A paper's colours on light and on dark paper, each of which can be read."""

    spot: str = SPOT
    spot_dark: str = SPOT_DARK
    band: str = BAND
    band_dark: str = BAND_DARK


def colours_of(paper: "Paper | None") -> Colours:
    """Return a paper's colours; what it has not chosen is made from what it has, or is Broadsheet's."""
    kept = (paper.spot, paper.spot_dark, paper.band) if paper else ()
    # They stand in a style sheet as they are: what came into the database otherwise counts as none.
    own, own_dark, own_band = (one if HEX.fullmatch(one) else "" for one in kept or ("", "", ""))
    if not (own or own_dark or own_band):
        return Colours()
    spot = own or SPOT
    dark_from_spot = nearest(spot, PAPER_DARK) if own else SPOT_DARK
    band = own_band or (nearest(spot, BAND_INK) if own else BAND)
    return Colours(
        spot,
        own_dark or dark_from_spot,
        band,
        BAND_DARK if band == BAND else band,
    )


def colour_rules(paper: "Paper | None") -> str:
    """Return the style rules of a paper's own colours; none if they are Broadsheet's."""
    colours = colours_of(paper)
    if colours == Colours():
        return ""
    spot, spot_dark, band, band_dark = colours
    return (
        f"@layer base {{:root{{--spot:{spot};--band:{band}}}"
        "@supports (color:light-dark(#000,#fff)){"
        f":root{{--spot:light-dark({spot},{spot_dark});--band:light-dark({band},{band_dark})}}}}}}\n"
    )
