"""Who may send much: people who have signed in. Asked before anything of it is taken in."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import close_old_connections
from django.http import parse_cookie


def is_signed_in(cookies: str) -> bool:
    """Say whether a Cookie header belongs to someone who has signed in.

    Errors:
        DatabaseError: nobody can be looked up now.
    """
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    return SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)


def is_signed_in_thread(cookies: str) -> bool:
    """The same for the server, whose threads outlive a request and must let their connections go."""
    close_old_connections()
    try:
        return is_signed_in(cookies)
    finally:
        close_old_connections()
