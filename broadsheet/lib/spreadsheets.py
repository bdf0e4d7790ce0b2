"""Cells of files that spreadsheets open: what would be run there stands as words."""

from typing import Final

# Source: OWASP, "CSV Injection".
RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def inert(cell: str) -> str:
    """Return words as a cell that no spreadsheet takes for a formula.

    >>> inert("=1+1"), inert("A name")
    ("'=1+1", 'A name')
    """
    return f"'{cell}" if cell.startswith(RUN) else cell
