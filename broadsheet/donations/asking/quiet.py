"""How long a browser is asked for nothing after a promise: while it is on its way, and no longer (issue 8, 6.2).

Whoever has given by card is asked for nothing for sixty days (`masthead/display.py`). A slip, a transfer or a pledge is no gift
yet; but to ask her on the next page, who has just promised one, would be to press her.
"""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse

from broadsheet.masthead.display import keep_quiet

PROMISED: Final = timedelta(days=14)


def keep_quiet_after_promise(request: HttpRequest, response: HttpResponse) -> None:
    """Ask this browser for no gifts for two weeks."""
    keep_quiet(request, response, during=PROMISED)
