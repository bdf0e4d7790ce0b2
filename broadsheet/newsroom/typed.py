"""What someone typed into a form that could not be taken: it is given back with the refusal, to be copied."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest, QueryDict

from broadsheet.masthead.display import is_from_here

# Never shown again, to whomever: passwords, codes, keys, tokens.
SECRET = re.compile(
    r"pass|secret|token|otp|csrf|credential|(?:^|[-_])(?:codes?|keys?|pin)(?:$|[-_\d])",
    re.IGNORECASE,
)
# What forms say to the program, in Django's, Wagtail's and our own words.
TECHNICAL = re.compile(
    r"-(?:id|type|order|deleted|count|ORDER|DELETE|(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$"
    r"|^(?:next|kept-as|put-back|loaded_revision_.*|overwrite_revision_id|action-.*)$"
)
SAID_BY_BOXES = frozenset(["on", "true", "false", "null"])
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
MOST_FIELDS = 200


class Typed(NamedTuple):
    """One field of a form that was not taken: what it is called, and what was typed into it."""

    label: str
    text: str


def typed_words(request: HttpRequest) -> list[Typed]:
    """Return what was typed into the form that was sent with this request, without what nobody may see again.

    Nothing, if the form did not stand on one of our own pages: nobody is shown a stranger's words as their own.
    """
    try:
        if request.method != "POST" or not is_from_here(request):
            return []
        posted = request.POST
    except Exception:  # noqa: BLE001 (a refusal may not fail of the form that it refuses: cut off, too large, no form)
        return []
    return list(_words(posted, hidden_by_view(request)))[:MOST_FIELDS]


def hidden_by_view(request: HttpRequest) -> frozenset[str] | None:
    """Return the fields that the view itself calls sensitive; None if it means all of them."""
    hidden: Any = getattr(request, "sensitive_post_parameters", ())
    return None if hidden == "__ALL__" else frozenset(hidden)


def _words(posted: QueryDict, hidden: frozenset[str] | None) -> Iterator[Typed]:
    if hidden is None:
        return
    for name, values in posted.lists():
        if name in hidden or SECRET.search(name) or TECHNICAL.search(name):
            continue
        text = "\n".join(plain(str(value)) for value in values).strip()
        if is_typed(text):
            yield Typed(label_of(name), text)


def is_typed(text: str) -> bool:
    """Say whether a person may have typed this, and not the program.

    >>> [is_typed(one) for one in ("The ferry", "on", "812", "")]
    [True, False, False, False]
    """
    has_letters = re.search(r"[^\W\d_]", text) is not None
    return has_letters and text not in SAID_BY_BOXES and UUID.fullmatch(text) is None


def plain(value: str) -> str:
    """Return a value as it was typed; of the text editor's own notation the words alone.

    >>> plain('{"blocks": [{"text": "The ferry"}, {"text": "runs."}], "entityMap": {}}')
    'The ferry\\n\\nruns.'
    """
    if not value.startswith('{"'):
        return value
    try:
        blocks = json.loads(value)["blocks"]
        return "\n\n".join(str(block["text"]) for block in blocks)
    except (ValueError, KeyError, TypeError):
        return value


def label_of(name: str) -> str:
    """Return what a field is called, from the name that its form knows it by.

    >>> label_of("body-0-value"), label_of("update_note")
    ('Body 0', 'Update note')
    """
    words = re.sub(r"[-_]+", " ", name.removesuffix("-value")).strip()
    return words[:1].upper() + words[1:]
