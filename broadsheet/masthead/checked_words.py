"""What a paper may not say in its own words about gifts: the room that takes them says so, before the paper is saved and before it is shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.functional import lazy

if TYPE_CHECKING:
    from broadsheet.masthead.models import Paper

Check = Callable[["Paper"], dict[str, str]]
_checks: list[Check] = []
Shown = Callable[["Paper", str], str]
_shown: dict[str, Shown] = {}


def checks_paper(check: Check) -> Check:
    """Register the function below: it returns what is wrong, a sentence by field, of a paper that is about to be saved."""
    _checks.append(check)
    return check


def wrong_words(paper: "Paper") -> dict[str, str]:
    """Return what is wrong in a paper's words: a sentence by field."""
    return {field: words for check in _checks for field, words in check(paper).items()}


def shows(field: str) -> Callable[[Shown], Shown]:
    """Register the function below: it returns what readers are shown of a paper's text, asked each time that it is shown."""

    def register(find: Shown) -> Shown:
        _shown[field] = find
        return find

    return register


def as_shown(paper: "Paper") -> "Paper":
    """Return a paper with its texts as readers are shown them, however they were saved. It is not for saving.

    What else a text depends on is found when it is shown: pages that show only the paper's name do not depend on that.
    """
    for field, find in _shown.items():
        if words := getattr(paper, field):
            setattr(paper, field, lazy(find, str)(paper, words))
    return paper
