"""JSON that can be written in one way only, so that it can be signed."""

import json
from typing import Any


def canonical(value: Any) -> bytes:
    """Return a value as canonical JSON (docs/developers/tips.md).

    >>> canonical({"b": [1, True], "a": "é"}).decode()
    '{"a":"é","b":[1,true]}'
    """
    written = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return written.encode()


def parsed(data: bytes) -> Any:
    """Return what canonical JSON says.

    Errors:
        ValueError: it is no JSON, or was not written in the one way.

    >>> parsed(b'{"a": 1}')
    Traceback (most recent call last):
        ...
    ValueError: not canonical
    """
    try:
        value = json.loads(data)
        if canonical(value) != data:
            raise ValueError("not canonical")
    except RecursionError:
        raise ValueError("too deep") from None
    return value
