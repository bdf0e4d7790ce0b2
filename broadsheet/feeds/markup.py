"""XML that stays well-formed whatever words it holds."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from xml.sax.xmlreader import AttributesImpl  # nosec B406 # it writes XML and reads none

from django.utils.xmlutils import SimplerXMLGenerator

# Source: XML 1.0, production 2 "Char": these may not stand in a document, not even as a reference.
NO_CHARACTERS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Markup:
    """XML in the making. All words are escaped, and what XML cannot hold is left out.

    Args:
        is_document: begin with the declaration of a document; else a piece of one is made.
    """

    def __init__(self, *, is_document: bool = True) -> None:
        self._written = StringIO()
        self._generator = SimplerXMLGenerator(self._written, "utf-8", short_empty_elements=True)
        if is_document:
            self._generator.startDocument()

    @contextmanager
    def inside(self, name: str, attributes: Mapping[str, object] | None = None) -> Iterator[None]:
        """Write an element around what is written meanwhile."""
        self._generator.startElement(name, AttributesImpl(_attributes(attributes)))
        yield
        self._generator.endElement(name)

    def line(
        self, name: str, words: str = "", attributes: Mapping[str, object] | None = None
    ) -> None:
        """Write an element that holds words alone."""
        self._generator.addQuickElement(name, clean(words), _attributes(attributes))

    def piece(self, piece: "Markup | str") -> None:
        """Put in a piece that was made before."""
        self._generator.ignorableWhitespace(str(piece))

    def __str__(self) -> str:
        return self._written.getvalue()


def clean(words: str) -> str:
    """Return words without the characters that XML cannot hold.

    >>> clean("Ferry\\x0b runs")
    'Ferry runs'
    """
    return NO_CHARACTERS.sub("", words)


def _attributes(attributes: Mapping[str, object] | None) -> dict[str, str]:
    return {name: clean(str(value)) for name, value in (attributes or {}).items()}
