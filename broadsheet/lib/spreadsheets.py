"""Cells of files that spreadsheets open: what would be run there stands as words."""

from typing import Final

# A program may take the wide signs for the others, and leave out what is blank before them. Source: OWASP, "CSV Injection".
RUN: Final = tuple("=+-@＝＋－＠")
BLANK: Final = ("\t", "\r", "\n")


def inert(words: str) -> str:
    """Return words as a cell that no program for spreadsheets takes for a formula: with an apostrophe before them.

    >>> inert("=HYPERLINK(1)"), inert("The ferry"), inert("-5")
    ("'=HYPERLINK(1)", 'The ferry', "'-5")
    """
    is_run = words.startswith(BLANK) or words.lstrip().startswith(RUN)
    return f"'{words}" if is_run else words
