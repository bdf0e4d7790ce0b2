"""A nameplate drawn as SVG: what of a drawing may stand in every page of the paper.

A page holds the drawing itself, so that it follows the colour of the text, in light, dark and print. Hence only shapes
are let in: nothing that runs, loads, refers to anything, brings type or has a style of its own. What a drawing program
notes for itself is dropped without a word; whatever would change the picture if it were dropped is refused.
"""

import re
from typing import Any, NoReturn
from xml.parsers import expat
from xml.sax.saxutils import quoteattr  # nosec B406 # it quotes and reads nothing

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from broadsheet.masthead.colours import PAPER, PAPER_DARK, contrast

MOST_CHARACTERS = 40_000
# It stands in each page, compressed with it.
MOST_CLEAN_CHARACTERS = 12_000
MOST_SHAPES = 120
# Its width in heights: a wider one could not be read on a phone, a narrower one would push the news down.
NARROWEST, WIDEST = 1.5, 16
# WCAG 2.2, 1.4.11: what carries meaning and is no text.
LEAST_RATIO = 3.0
SVG = "http://www.w3.org/2000/svg"
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
ELEMENTS = {"svg", "g", *SHAPES}
# What drawing programs and authors write about a drawing, not in it.
DROPPED_ELEMENTS = {"title", "desc", "metadata", "defs"}
GEOMETRY = {
    *("d", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r"),
    *("x1", "y1", "x2", "y2", "points", "transform"),
}
COLOURS = {"fill", "stroke"}
PRESENTATION = {
    *("fill-rule", "fill-opacity", "opacity", "stroke-width", "stroke-linecap"),
    *("stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-dasharray"),
}
DROPPED_ATTRIBUTES = {
    *(
        "id",
        "class",
        "version",
        "role",
        "focusable",
        "tabindex",
        "baseProfile",
        "preserveAspectRatio",
    ),
    *("enable-background", "lang", "space", "color", "shape-rendering", "clip-rule", "pathLength"),
}
VALUE = re.compile(r"[\w\s.,()#%+-]*")
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
VIEW_BOX = re.compile(rf"\s*{NUMBER}[\s,]+{NUMBER}[\s,]+({NUMBER})[\s,]+({NUMBER})\s*", re.I)
BLACK = {"black", "#000", "#000000", "currentcolor"}


def clean_nameplate(drawing: str) -> str:
    """Return a drawing as it is kept and shown: its shapes in one line; nothing stays nothing.

    Errors:
        ValidationError: it is no SVG, or holds what may not stand in a page; names it, and says what to do.
    """
    if not drawing.strip():
        return ""
    if len(drawing) > MOST_CHARACTERS:
        raise ValidationError(_("The drawing is too large. Simplify its outlines and try again."))
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse_declaration
    parser.EntityDeclHandler = reader.refuse_declaration
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.read_text
    try:
        parser.Parse(drawing, True)
    except expat.ExpatError as error:
        raise ValidationError(
            _("This is no SVG: line %(line)s cannot be read. Copy the drawing's whole text.")
            % {"line": error.lineno}
        ) from error
    return reader.result()


class _Reader:
    """Reads a drawing from its beginning to its end, and writes down what of it may stay."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.shapes = 0
        # How deep we are within an element that is dropped with all that it holds.
        self.dropped = 0
        self.depth = 0

    def refuse_declaration(self, *_declared: Any) -> NoReturn:
        raise ValidationError(
            _("The drawing has a DOCTYPE or an entity. Save it as plain SVG and try again.")
        )

    def begin(self, full_name: str, attributes: dict[str, str]) -> None:
        space, _space, name = full_name.rpartition(" ")
        if name in ("style", "script"):
            _refuse_element(name)
        if self.dropped or space not in ("", SVG) or name in DROPPED_ELEMENTS:
            self.dropped += 1
            return
        if (self.depth == 0) != (name == "svg"):
            raise ValidationError(_("The drawing must be one <svg> with shapes in it."))
        if name not in ELEMENTS:
            _refuse_element(name)
        self.depth += 1
        self.shapes += name in SHAPES
        kept = self._root(attributes) if name == "svg" else list(_kept(attributes))
        self.written.append(f"<{name}{''.join(kept)}>")

    def end(self, full_name: str) -> None:
        if self.dropped:
            self.dropped -= 1
            return
        self.depth -= 1
        self.written.append(f"</{full_name.rpartition(' ')[2]}>")

    def read_text(self, words: str) -> None:
        if not self.dropped and words.strip():
            raise ValidationError(
                _("The drawing holds words between its shapes. Turn them into outlines.")
            )

    def _root(self, attributes: dict[str, str]) -> list[str]:
        found = VIEW_BOX.fullmatch(attributes.get("viewBox", ""))
        if not found:
            raise ValidationError(
                _("The drawing has no viewBox, so that it cannot be scaled. Save it with one.")
            )
        width, height = float(found[1]), float(found[2])
        if not (height > 0 and NARROWEST <= width / height <= WIDEST):
            raise ValidationError(
                _(
                    "A nameplate is one line: from 1.5 to 16 times as wide as high. Cut the drawing's edges to its shapes."
                )
            )
        others = {
            name: value
            for name, value in attributes.items()
            if name not in ("viewBox", "width", "height", "x", "y")
        }
        view_box = " ".join(attributes["viewBox"].replace(",", " ").split())
        return [f" viewBox={quoteattr(view_box)}", *_kept(others)]

    def result(self) -> str:
        if not self.shapes:
            raise ValidationError(_("The drawing holds no shape."))
        drawing = "".join(self.written)
        for shape in SHAPES:
            drawing = drawing.replace(f"></{shape}>", "/>")
        if self.shapes > MOST_SHAPES or len(drawing) > MOST_CLEAN_CHARACTERS:
            raise ValidationError(
                _("The drawing is too large for every page. Simplify its outlines and try again.")
            )
        return drawing


def _refuse_element(name: str) -> NoReturn:
    if name in ("text", "tspan", "textPath"):
        raise ValidationError(
            _("The drawing holds text, whose typeface readers may not have. Turn it into outlines.")
        )
    raise ValidationError(
        _("The drawing holds <%(name)s>. Only plain shapes may stand in a nameplate.")
        % {"name": name}
    )


def _kept(attributes: dict[str, str]) -> list[str]:
    kept = []
    for full_name, value in attributes.items():
        space, _space, name = full_name.rpartition(" ")
        if space and "xlink" not in space:
            continue
        if name in DROPPED_ATTRIBUTES or name.startswith(("data-", "aria-", "font-", "text-")):
            continue
        if name in COLOURS:
            kept.append(f" {name}={quoteattr(_colour(value))}")
        elif name in GEOMETRY | PRESENTATION and _is_plain(value):
            kept.append(f" {name}={quoteattr(' '.join(value.split()))}")
        else:
            raise ValidationError(
                _(
                    "The drawing has %(name)s=“%(value)s”, which may not stand in a nameplate. Save it as plain SVG."
                )
                % {"name": name, "value": value[:40]}
            )
    return kept


def _is_plain(value: str) -> bool:
    return bool(VALUE.fullmatch(value)) and "url" not in value.casefold()


def _colour(value: str) -> str:
    """Return a colour that can be seen on light and on dark paper; black becomes the colour of the text."""
    colour = value.strip().casefold()
    if colour == "none":
        return "none"
    if colour in BLACK:
        return "currentColor"
    if re.fullmatch("#[0-9a-f]{3}", colour):
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    if not re.fullmatch("#[0-9a-f]{6}", colour):
        raise ValidationError(
            _("“%(colour)s” is no color for a nameplate. Write black, none, or # and six digits.")
            % {"colour": value[:40]}
        )
    ratios = {ground: contrast(colour, ground) for ground in (PAPER, PAPER_DARK)}
    ground, least = min(ratios.items(), key=lambda one: one[1])
    if least < LEAST_RATIO:
        raise ValidationError(
            _(
                "%(colour)s has a contrast of %(ratio)s:1 with %(ground)s; 3:1 is needed on light and dark paper. "
                "Leave it black, and it follows the text."
            )
            % {"colour": colour, "ratio": f"{int(least * 10) / 10:.1f}", "ground": ground}
        )
    return colour
