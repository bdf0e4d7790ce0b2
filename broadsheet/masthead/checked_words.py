"""What a paper may not say in its own words about gifts: the room that takes them says so, before the paper is saved."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.masthead.models import Paper

Check = Callable[["Paper"], dict[str, str]]
_checks: list[Check] = []


def checks_paper(check: Check) -> Check:
    """Register the function below: it returns what is wrong, a sentence by field, of a paper that is about to be saved."""
    _checks.append(check)
    return check


def wrong_words(paper: "Paper") -> dict[str, str]:
    """Return what is wrong in a paper's words: a sentence by field."""
    return {field: words for check in _checks for field, words in check(paper).items()}
