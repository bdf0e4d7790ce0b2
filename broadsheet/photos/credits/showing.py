"""Showing on the command line what credit lines say, and how the paper prints them."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from broadsheet.masthead.models import Paper
from broadsheet.photos.credits.credit import Credit, Relation
from broadsheet.photos.credits.names import NOBODY
from broadsheet.photos.credits.own import names_of_papers
from broadsheet.photos.credits.printing import PLAIN, Pattern, pattern_of, printed
from broadsheet.photos.credits.reading import read_credit

# As the newsroom's form calls them.
PARTS: dict[str, Any] = {
    "creators": gettext_lazy("made by"),
    "organisation": gettext_lazy("organization"),
    "relation": gettext_lazy("how it came"),
    "for_whom": gettext_lazy("made for"),
    "via": gettext_lazy("through"),
    "platform": gettext_lazy("platform"),
    "account": gettext_lazy("account"),
    "is_video": gettext_lazy("from a video"),
    "is_file": gettext_lazy("from the files"),
    "licence": gettext_lazy("license"),
    "made_from": gettext_lazy("made from a photo by"),
}


def told(lines: Iterable[str], *, with_paper: bool) -> list[tuple[Credit, str]]:
    """Return what each line says, and the line as it is printed by the first paper here, or plainly.

    Args:
        with_paper: whether there is a database that knows of papers.
    """
    paper = Paper.objects.order_by("pk").first() if with_paper else None
    own = names_of_papers() if with_paper else NOBODY
    pattern: Pattern = pattern_of(paper) if paper else PLAIN
    with translation.override(paper.language if paper else get_language()):
        found = [read_credit(line, own) for line in lines]
        return [(credit, printed(credit, pattern)) for credit in found]


def as_json(found: Iterable[tuple[Credit, str]]) -> str:
    """Return a list with each line's parts, as `Credit.parts`, and `printed`."""
    return json.dumps(
        [{**credit.parts(), "printed": line} for credit, line in found],
        ensure_ascii=False,
        indent=2,
    )


def as_text(found: Iterable[tuple[Credit, str]]) -> str:
    return "\n\n".join("\n".join(_lines(credit, line)) for credit, line in found)


def _lines(credit: Credit, line: str) -> Iterable[str]:
    yield line or _("No credit.")
    if not credit.is_read:
        yield "  " + _("Kept as it came: it was not understood.")
        return
    for name, value in credit.parts().items():
        if name in PARTS:
            yield f"  {capfirst(PARTS[name])}: {_in_words(name, value)}"


def _in_words(name: str, value: Any) -> str:
    if name == "relation":
        return str(Relation(value).label)
    if isinstance(value, bool):
        return _("yes")
    return ", ".join(value) if isinstance(value, list) else str(value)
