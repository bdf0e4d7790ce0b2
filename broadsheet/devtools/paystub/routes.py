"""Every call that the stand-in answers, and which parameters of it are heeded."""

from collections.abc import Callable
from typing import NamedTuple

from broadsheet.devtools.paystub import (
    calls_for_money,
    calls_for_news,
    calls_for_people,
    calls_for_plans,
)
from broadsheet.devtools.paystub.asked import Params
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.errors import CallRefusedError

Call = Callable[..., Thing]


class Route(NamedTuple):
    """A call.

    Args:
        path: with `{name}` for what is given to the function by that name.
        heeded: as `asked.refuse_unheeded` takes it.
    """

    method: str
    path: str
    heeded: str
    call: Call

    def keys(self, path: list[str]) -> dict[str, str] | None:
        """Return what the path names, or none if it is another's."""
        wanted = self.path.split("/")
        if len(wanted) != len(path):
            return None
        keys = {}
        for mine, given in zip(wanted, path, strict=True):
            if mine.startswith("{"):
                keys[mine[1:-1]] = given
            elif mine != given:
                return None
        return keys


ROUTES = [
    Route(*one)
    for one in [
        *calls_for_money.ROUTES,
        *calls_for_plans.ROUTES,
        *calls_for_people.ROUTES,
        *calls_for_news.ROUTES,
    ]
]


def find(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """Return the route of a call, and what its path names.

    Errors:
        CallRefusedError: the stand-in has none.
    """
    parts = path.split("/")
    for route in ROUTES:
        keys = route.keys(parts) if route.method == method else None
        if keys is not None:
            return route, keys
    raise CallRefusedError(
        f"Unrecognized request URL ({method}: {path}). The stand-in does not do this.",
        status=404,
    )


def run(books: Books, route: Route, params: Params, keys: dict[str, str]) -> Thing:
    return route.call(books, params, **keys)
