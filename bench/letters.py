"""Letters to the editor, in the process that holds a paper: passes for forms that are sent, and what was kept of them."""

import time
from typing import Any

from broadsheet.letters.models import Letter
from broadsheet.letters.views import FORM
from broadsheet.mailbag import passes


def give_passes(count: int) -> list[str]:
    """Return passes as pages give them on which a letter is read over, old enough to be used."""
    made = [passes.page_pass(FORM) for _ in range(count)]
    time.sleep(passes.LEAST.total_seconds())
    return made


def count_letters(headline: str) -> int:
    """Return how many letters are kept whose headline begins so."""
    return Letter.objects.filter(headline__startswith=headline).count()


ACTS: dict[str, Any] = {"give_passes": give_passes, "count_letters": count_letters}
