"""The list of what is checked, and how a check is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Look = Callable[[], Iterator[str]]


@dataclass(frozen=True)
class Check:
    """One thing that is always true. `sentence`: what it is; `look`: gives a sentence for each thing of which it is not."""

    number: int
    name: str
    sentence: Any
    look: Look


CHECKS: dict[int, Check] = {}


def always(number: int, name: str, sentence: Any) -> Callable[[Look], Look]:
    """Add a function to the list under its number."""

    def add(look: Look) -> Look:
        CHECKS[number] = Check(number, name, sentence, look)
        return look

    return add
