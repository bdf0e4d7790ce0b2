"""A square that phones read, for the poster on the counter: the library draws it, as lines of an SVG."""

import segno
from django.utils.safestring import SafeString, mark_safe


def square(address: str) -> SafeString:
    """Return the square of an address as an SVG without style: black on white, with the white around it that cameras need."""
    drawn = segno.make(address, error="m", micro=False)
    # Its own title would be read out beside the words under it.
    svg = drawn.svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", svgclass="square", lineclass=None
    )
    return mark_safe(svg.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))  # nosec B308 # drawn by ourselves
