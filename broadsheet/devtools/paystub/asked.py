"""What a call asks for: read from the form that the library writes, and refused where nobody here would heed it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from broadsheet.devtools.paystub.errors import CallRefusedError

Params = dict[str, Any]
MOST_METADATA = 50
LONGEST_NAME = 40
LONGEST_VALUE = 500


def nested(pairs: Iterable[tuple[str, str]]) -> Params:
    """Return the form's pairs as the library was given them: `a[b][0]=c` is `{"a": {"b": ["c"]}}`.

    >>> nested([("a[b][0]", "c"), ("expand[]", "d"), ("expand[]", "e")])
    {'a': {'b': ['c']}, 'expand': ['d', 'e']}
    """
    found: Params = {}
    for written, value in pairs:
        *outer, last = re.split(r"\]\[|\[", written.removesuffix("]"))
        place = found
        for name in outer:
            place = place.setdefault(name, {})
            if not isinstance(place, dict):
                raise CallRefusedError(f"Invalid form: {written}", param=written)
        place[last or str(len(place))] = value
    return {name: listed(value) for name, value in found.items()}


def listed(value: Any) -> Any:
    """Return what has only numbers for names as a list."""
    if not isinstance(value, dict):
        return value
    inner = {name: listed(one) for name, one in value.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def paths(value: Any, at: str = "") -> Iterator[str]:
    """Yield where each value of a call stands, with dots: `line_items.0.quantity`."""
    if isinstance(value, dict | list) and value:
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for name, one in inner:
            yield from paths(one, f"{at}.{name}" if at else str(name))
    elif at:
        yield at


def refuse_unheeded(params: Params, heeded: str) -> None:
    """Refuse what a call asks for and the stand-in would pass over, so that no test is green for nothing.

    Args:
        heeded: paths with dots, parted by spaces; `*` stands for any one name.

    Errors:
        CallRefusedError: as the processor answers for a parameter that it does not know.
    """
    known = [
        one.replace(".", r"\.").replace("*", r"[^.]+") for one in [*heeded.split(), "expand.*"]
    ]
    pattern = re.compile("|".join(known))
    for path in paths(params):
        if not pattern.fullmatch(path):
            first, *rest = path.split(".")
            written = first + "".join(f"[{one}]" for one in rest)
            raise CallRefusedError(
                f"Received unknown parameter: {written}", param=written, code="parameter_unknown"
            )


def text(params: Params, name: str, *, longest: int = 5000) -> str | None:
    """Return a parameter's words; none where it is not given or emptied.

    Errors:
        CallRefusedError: too long, or not a single value.
    """
    value = params.get(name)
    if value is not None and not isinstance(value, str):
        raise CallRefusedError(f"Invalid string: {name}", param=name)
    if value and len(value) > longest:
        raise CallRefusedError(
            f"Invalid string: {name} must be at most {longest} characters", param=name
        )
    return value or None


def needed(params: Params, name: str, *, at: str = "") -> str:
    """Return a parameter that the call cannot do without.

    Errors:
        CallRefusedError: it is missing.
    """
    value = text(params, name)
    if value is None:
        param = f"{at}[{name}]" if at else name
        raise CallRefusedError(
            f"Missing required param: {param}.", param=param, code="parameter_missing"
        )
    return value


def one_of(params: Params, name: str, choices: Iterable[str], *, default: str | None = None) -> str:
    """Return a parameter that is one of a few words.

    Errors:
        CallRefusedError: it is another, or missing without a default.
    """
    value = text(params, name) or default
    if value is None:
        return needed(params, name)
    if value not in choices:
        raise CallRefusedError(
            f"Invalid {name}: must be one of {', '.join(choices)}",
            param=name,
            code="parameter_invalid",
        )
    return value


def whole(params: Params, name: str, *, default: int | None = None) -> int:
    """Return a whole number.

    Errors:
        CallRefusedError: it is none, or missing without a default.
    """
    value = text(params, name)
    if value is None and default is not None:
        return default
    value = value or needed(params, name)
    if not re.fullmatch(r"-?[0-9]{1,18}", value):
        raise CallRefusedError(
            f"Invalid integer: {value}", param=name, code="parameter_invalid_integer"
        )
    return int(value)


def yes(params: Params, name: str, *, default: bool = False) -> bool:
    """Return a parameter that is yes or no.

    Errors:
        CallRefusedError: it is neither.
    """
    value = text(params, name)
    if value is None:
        return default
    if value.lower() not in ("true", "false"):
        raise CallRefusedError(f"Invalid boolean: {value}", param=name)
    return value.lower() == "true"


def inner(params: Params, name: str) -> Params:
    """Return the parameters within another; none where it is not given.

    Errors:
        CallRefusedError: it is a single value.
    """
    value = params.get(name) or {}
    if not isinstance(value, dict):
        raise CallRefusedError(f"Invalid object: {name}", param=name)
    return value


def entries(params: Params, name: str) -> list[Any]:
    """Return the entries of a list; none where it is not given.

    Errors:
        CallRefusedError: it is no list.
    """
    value = params.get(name) or []
    if not isinstance(value, list):
        raise CallRefusedError(f"Invalid array: {name}", param=name)
    return value


def metadata(params: Params, before: dict[str, str] | None = None) -> dict[str, str]:
    """Return what the paper notes with something; an empty value takes an earlier note away.

    Errors:
        CallRefusedError: more, or longer, than the processor keeps.
    """
    kept = dict(before or {})
    if params.get("metadata") == "":
        return {}
    for name, value in inner(params, "metadata").items():
        if len(name) > LONGEST_NAME or len(value) > LONGEST_VALUE:
            raise CallRefusedError(
                "Metadata names have at most 40 characters and values at most 500.",
                param=f"metadata[{name}]",
            )
        kept[name] = value
    kept = {name: value for name, value in kept.items() if value}
    if len(kept) > MOST_METADATA:
        raise CallRefusedError("Metadata can have up to 50 keys.", param="metadata")
    return kept
