"""Who is asking."""

from django.http import HttpRequest

from broadsheet.newsroom.models import User


def signed_in(request: HttpRequest) -> User:
    """Return the person at the newsroom's screen; nobody else gets as far as one."""
    assert isinstance(request.user, User)
    return request.user
