"""Cut the reader's five typefaces from the variable fonts of two npm packages, both under the SIL Open Font License.

    npm pack @fontsource-variable/newsreader@5.3.0 @fontsource-variable/libre-franklin@5.3.0
    for archive in *.tgz; do tar xzf $archive --one-top-level; done
    pip install fonttools brotli
    python scripts/cut_fonts.py FOLDER_WITH_BOTH broadsheet/masthead/static/masthead/fonts

The names of the files hold their content's hash: put new ones into `tokens.css` and `parts/head.html`. Whether the
hash comes out the same depends on the versions of fontTools and brotli; the shapes do not.
"""

import hashlib
import io
import sys
from pathlib import Path
from typing import NamedTuple

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# Latin and Latin-1, quotation marks, dashes, primes, euro, trade mark, minus and fraction bar.
CHARACTERS = parse_unicodes(
    "20-7E,A0-FF,131,152-153,2013-2014,2018-201A,201C-201E,2022,2026,2032-2033,2039-203A,20AC,2122,2212,2215"
)
FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum", "pnum", "lnum", "frac"]


class Cut(NamedTuple):
    """One file that readers get: its name, what it is cut from, and where on each axis."""

    name: str
    source: str
    axes: dict[str, float | tuple[float, float]]


CUTS = [
    Cut("newsreader-display-500", "newsreader-latin-opsz-normal", {"opsz": 60, "wght": 500}),
    Cut("newsreader-display-italic-400", "newsreader-latin-opsz-italic", {"opsz": 60, "wght": 400}),
    Cut("newsreader-text", "newsreader-latin-opsz-normal", {"opsz": 16, "wght": (400, 700)}),
    Cut("newsreader-text-italic", "newsreader-latin-opsz-italic", {"opsz": 16, "wght": 400}),
    Cut("libre-franklin", "libre-franklin-latin-wght-normal", {"wght": (400, 800)}),
]


def cut_font(source: Path, axes: dict[str, float | tuple[float, float]]) -> bytes:
    """Return a font as WOFF2, held at some axes and without the characters that papers do not print."""
    # Written and read between the two steps: the first leaves tables that the second cannot take.
    font = TTFont(
        _written(instantiateVariableFont(TTFont(source, recalcTimestamp=False), axes)),
        recalcTimestamp=False,
    )
    options = Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    font.flavor = "woff2"
    return _written(font).getvalue()


def _written(font: TTFont) -> io.BytesIO:
    file = io.BytesIO()
    font.save(file)
    file.seek(0)
    return file


def main(packages: Path, target: Path) -> None:
    for cut in CUTS:
        source = next(packages.rglob(f"{cut.source}.woff2"))
        content = cut_font(source, cut.axes)
        name = f"{cut.name}.{hashlib.sha256(content).hexdigest()[:8]}.woff2"
        (target / name).write_bytes(content)
        sys.stdout.write(f"{len(content) / 1024:6.1f} KiB  {name}\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
