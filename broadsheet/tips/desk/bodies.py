"""What the desk's script sends, read with bounds: JSON with fields that are known, base64, and age files piece by piece."""

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils.translation import gettext as _

from broadsheet.tips.errors import TipsError

# A list of twenty with what is locked to them is a fifth of it.
MOST_JSON: Final = 1024 * 1024
PIECE: Final = 256 * 1024


def told(request: HttpRequest, required: dict[str, type], **optional: Any) -> dict[str, Any]:
    """Return the fields of a JSON body: all that are required, and none that is not known.

    Args:
        required: of each field the kind.
        optional: of each field the kind, or a tuple of kinds.

    Errors:
        TipsError: it is something else, or too large.
    """
    try:
        if request.content_type != "application/json":
            raise ValueError
        body = request.read(MOST_JSON + 1)
        if len(body) > MOST_JSON:
            raise ValueError
        found = json.loads(body)
        # A half of a letter is no text: no database keeps it.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError, UnreadablePostError, RawPostDataException):
        raise unfit() from None
    kinds = {**required, **optional}
    if type(found) is not dict or not required.keys() <= found.keys() <= kinds.keys():
        raise unfit()
    # `isinstance` would take true for 1.
    if any(type(value) not in as_kinds(kinds[name]) for name, value in found.items()):
        raise unfit()
    return found


def as_kinds(kind: Any) -> tuple[type, ...]:
    return kind if isinstance(kind, tuple) else (kind,)


def unpacked(text: Any) -> bytes:
    """Return what base64 says.

    Errors:
        TipsError: it is none.
    """
    try:
        if type(text) is str and text.isascii():
            return base64.b64decode(text, validate=True)
    except binascii.Error:
        pass
    raise unfit()


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


def pieces_of(request: HttpRequest) -> Iterator[bytes]:
    """Give a body that is no form, piece by piece.

    Errors:
        TipsError: it is a form, or did not come whole.
    """
    if request.content_type != "application/octet-stream":
        raise unfit()
    try:
        while piece := request.read(PIECE):
            yield piece
    except (UnreadablePostError, RawPostDataException):
        raise unfit() from None


def unfit() -> TipsError:
    return TipsError(_("This is not what the page sends. Load the page again, then try once more."))
