"""What a story lacks: a sentence, and the rule of the paper that it may break."""

from typing import NamedTuple


class Lack(NamedTuple):
    """One thing that a story lacks: the name of the rule it may break, empty if it is advice alone, and a sentence.

    `address` leads to where an editor may decide otherwise; it may be empty.
    """

    rule: str
    sentence: str
    address: str = ""
