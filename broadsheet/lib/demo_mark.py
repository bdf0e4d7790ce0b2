"""How a paper's folder says that it holds the demo paper: what stands in for money works beside no other."""

from pathlib import Path

NAME = "demo-paper.txt"
WORDS = (
    "This folder holds the demo paper. Its gifts are no gifts: no money moves, and they count in no total.\n"
    "To make a real paper, begin in an empty folder.\n"
)


def mark_as_demo(home: Path) -> None:
    """Say of a paper's folder that the demo was loaded into it."""
    (home / NAME).write_text(WORDS, encoding="utf-8")


def take_mark_away(home: Path) -> None:
    """Say of a paper's folder that what is in it now is a paper of somebody's own."""
    (home / NAME).unlink(missing_ok=True)


def is_demo(home: Path) -> bool:
    return (home / NAME).is_file()
