"""Plots as SVG that take their colours from the screen they stand on, and have a name for those who do not see them."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree  # nosec B405 # what leather has drawn a moment ago

import leather
from django.utils.safestring import SafeString, mark_safe

from broadsheet.donations.money import Money, decimals_of

WIDTH: Final = 640
HEIGHT: Final = 280
BAR: Final = 34
SVG: Final = "http://www.w3.org/2000/svg"
# As many letters as stand beside a bar; the table says the whole.
LABEL_LETTERS: Final = 22


class Bar(NamedTuple):
    label: str
    value: Decimal


def money_value(amount: Money) -> Decimal:
    """Return an amount as a plot measures it.

    >>> money_value(Money(12550, "USD"))
    Decimal('125.50')
    """
    return Decimal(amount.minor).scaleb(-decimals_of(amount.currency))


def in_money(currency: str) -> Callable[[Decimal], str]:
    """Return a function that writes what a plot has measured as money again."""

    def write(value: Decimal) -> str:
        whole = Decimal(value).scaleb(decimals_of(currency)).to_integral_value()
        return str(Money(int(whole), currency))

    return write


def columns(name: str, bars: Sequence[Bar], write: Callable[[Decimal], str] = str) -> SafeString:
    """Return columns beside each other, as months are; nothing if there is nothing to see."""
    if not any(one.value for one in bars):
        return SafeString()
    chart = leather.Chart()
    chart.add_columns([(one.label, one.value) for one in bars])
    chart.add_y_axis(tick_formatter=lambda value, _index, _count: write(value))
    return _named(name, chart, HEIGHT, "gifts-columns")


def bars_across(
    name: str, bars: Sequence[Bar], write: Callable[[Decimal], str] = str
) -> SafeString:
    """Return bars below each other, whose names may be long; nothing if there is nothing to see."""
    if not any(one.value for one in bars):
        return SafeString()
    chart = leather.Chart()
    chart.add_bars([(one.value, label) for one, label in zip(bars, _cut(bars), strict=True)])
    chart.add_x_axis(tick_formatter=lambda value, _index, _count: write(value))
    return _named(name, chart, BAR * len(bars) + 90)


def _cut(bars: Sequence[Bar]) -> list[str]:
    cut: list[str] = []
    for one in bars:
        short = (
            one.label if len(one.label) <= LABEL_LETTERS else one.label[: LABEL_LETTERS - 1] + "…"
        )
        # Two that are cut to the same letters are two bars all the same.
        while short in cut:
            short += "\u200b"
        cut.append(short)
    return cut


def _named(name: str, chart: Any, height: int, kind: str = "") -> SafeString:
    ElementTree.register_namespace("", SVG)
    drawn = chart.to_svg(width=WIDTH, height=height)
    root = ElementTree.fromstring(drawn)  # nosec B314 # by leather, from our own figures
    # As wide as its place, whatever that is; colours by the style of the screen.
    for size in ("width", "height"):
        del root.attrib[size]
    root.set("viewBox", f"0 0 {WIDTH} {height}")
    root.set("class", f"gifts-plot {kind}".strip())
    root.set("role", "img")
    root.set("aria-label", name)
    title = ElementTree.Element(f"{{{SVG}}}title")
    title.text = name
    root.insert(0, title)
    return mark_safe(ElementTree.tostring(root, encoding="unicode"))  # nosec B308 B703 # escaped by the library
