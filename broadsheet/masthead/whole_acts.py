"""Acts of Wagtail's that the paper needs whole or not at all.

Wagtail commits a restriction, a move or a taking down by itself, and only then tells of it. A crash between the two
would leave private words on printed pages: the log would have no line of what happened. So each of these runs in one
transaction, and what we write when we are told of it is part of the act.
"""

from typing import Any

from django.db import transaction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

# A deletion is whole already: Django tells of it inside its own transaction.
ACTS: list[tuple[type[Any], str]] = [
    (PageViewRestriction, "save"),
    (MovePageAction, "execute"),
    # The worker takes down what has expired as a mere page; the story itself is saved when we hear of it.
    (UnpublishPageAction, "execute"),
    (Redirect, "save"),
]


def make_acts_whole() -> None:
    # Wagtail has no setting for this.
    for kind, name in ACTS:
        setattr(kind, name, transaction.atomic(getattr(kind, name)))
