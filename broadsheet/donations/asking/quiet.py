"""How long a browser is asked for nothing after a promise: while it is on its way, and no longer (issue 8, 6.2).

Whoever has given by card is asked for nothing for sixty days (`masthead/display.py`). A slip, a transfer or a pledge is no gift
yet; but to ask her on the next page, who has just promised one, would be to press her.
"""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from broadsheet.masthead.display import COOKIE, TWO_YEARS, read_choice

PROMISED: Final = timedelta(days=14)


def keep_quiet_after_promise(request: HttpRequest, response: HttpResponse) -> None:
    """Ask this browser for no gifts for two weeks; one that is asked for none for longer stays so."""
    until = (timezone.localdate() + PROMISED).isoformat()
    before = read_choice(request.COOKIES.get(COOKIE, ""))
    if before.quiet_until >= until:
        return
    words = before._replace(quiet_until=until).words
    response.set_cookie(COOKIE, words, max_age=TWO_YEARS, samesite="Lax", httponly=True)
