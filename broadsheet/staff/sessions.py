"""Where someone is signed in, and signing them out there."""

from allauth.usersessions.models import UserSession

from broadsheet.newsroom.models import User


def sessions_of(user: User) -> list[UserSession]:
    """Return where someone is signed in, newest first; what has ended meanwhile is struck off."""
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda one: one.created_at, reverse=True)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign someone out everywhere; return in how many places.

    Args:
        but: the key of a session that goes on.
    """
    ended = [one for one in UserSession.objects.filter(user=user) if one.session_key != but]
    for one in ended:
        one.end()
    return len(ended)
