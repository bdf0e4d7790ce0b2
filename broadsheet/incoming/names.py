"""Names of files: those under which they are kept say nothing, those under which they are handed out are plain."""

import re
import secrets
import unicodedata
from pathlib import PurePosixPath

# 128 random bits: nobody comes upon a file of a draft by trying.
RANDOM_BYTES = 16
# What the program makes of a picture is named after it: `images/` and the picture's own neutral name, then the size.
MADE = re.compile(r"images/[0-9a-f]{32}\.[\w.-]{1,60}")
PLAIN_ENDING = re.compile(r"[a-z0-9]{1,5}")
# Signs that turn the order of letters around, so that “gpj.exe” reads “exe.jpg”: embeddings, overrides, isolates.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Letters of Persian and of Indian languages are joined and parted by these two.
JOINERS = "\u200c\u200d"
# Those that mean something in a path, on any system.
OF_PATHS = re.compile(r'[<>:"/\\|?*]')
OF_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
# A name may have 255 bytes on most disks; browsers add to it.
MOST_BYTES = 180


def ending_of(name: str) -> str:
    """Return the last part of a file's name.

    >>> ending_of("Ferry at dusk.JPG"), ending_of("report")
    ('jpg', '')
    """
    return PurePosixPath(name).suffix.lstrip(".").lower()


def neutral_name(name: str) -> str:
    """Return the name under which a file is kept: its folder and ending, and between them nothing that says anything.

    >>> neutral_name("original_images/My house.JPG").partition("/")[0::2][1][32:]
    '.jpg'
    """
    if MADE.fullmatch(name):
        return name
    path = PurePosixPath(name)
    ending = ending_of(name)
    new = secrets.token_hex(RANDOM_BYTES)
    return str(path.with_name(f"{new}.{ending}" if PLAIN_ENDING.fullmatch(ending) else new))


def shown_name(words: str, ending: str) -> str:
    """Return the name under which a file is handed out.

    Args:
        words: its title, or whatever someone called it.
        ending: the last part of the name, without its dot; empty: none.

    >>> shown_name("../../Council 5/12\u202e fdp.exe", "pdf"), shown_name("Report.pdf", "pdf"), shown_name("", "csv")
    ('Council 5-12 fdp.exe.pdf', 'Report.pdf', 'file.csv')
    """
    words = OF_PATHS.sub("-", plain_words(words))
    letters = [sign for sign in words if unicodedata.category(sign) != "Cf" or sign in JOINERS]
    name = " ".join("".join(letters).split())
    if ending and name.lower().endswith(f".{ending}"):
        name = name[: -len(ending) - 1]
    name = name.encode()[:MOST_BYTES].decode(errors="ignore").strip(" .-")
    if not name or OF_WINDOWS.fullmatch(name.partition(".")[0]):
        name = f"file {name}".strip()
    return f"{name}.{ending}" if ending else name


def plain_words(words: str) -> str:
    """Return a title as it was typed, without what cannot be seen in it and would mislead.

    >>> plain_words("Ferry\\x00 at\u202e dusk")
    'Ferry at dusk'
    """
    words = TURNING.sub("", unicodedata.normalize("NFC", words))
    return "".join(sign for sign in words if sign.isspace() or unicodedata.category(sign) != "Cc")
