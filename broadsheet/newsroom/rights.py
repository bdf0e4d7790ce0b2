"""Who is asking, and for which paper they work."""

from django.http import HttpRequest

from broadsheet.masthead.workplaces import EVERYWHERE, places_of, works_at
from broadsheet.newsroom.models import User

__all__ = ["EVERYWHERE", "places_of", "signed_in", "works_at"]


def signed_in(request: HttpRequest) -> User:
    """Return the person at the newsroom's screen; nobody else gets as far as one."""
    assert isinstance(request.user, User)
    return request.user
