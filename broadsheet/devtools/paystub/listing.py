"""Lists, page by page, as the library walks through them."""

import operator

from broadsheet.devtools.paystub import asked
from broadsheet.devtools.paystub.asked import Params
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.errors import CallRefusedError, missing
from broadsheet.devtools.paystub.showing import list_of

MOST = 100
COMPARED = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
PAGING = "limit starting_after ending_before created created.gt created.gte created.lt created.lte"


def page(things: list[Thing], params: Params, url: str) -> Thing:
    """Return one page of a list.

    Args:
        things: all that match, newest first.

    Errors:
        CallRefusedError: the page begins after something that is not there, or is larger than pages are.
    """
    limit = asked.whole(params, "limit", default=10)
    if not 1 <= limit <= MOST:
        raise CallRefusedError("Invalid limit: must be between 1 and 100.", param="limit")
    found = [one for one in things if made_when(one, params, "created")]
    keys = [one["id"] for one in found]
    if after := asked.text(params, "starting_after"):
        begin = place_of(after, keys, things, "starting_after") + 1
        return list_of(url, found[begin : begin + limit], more=len(found) > begin + limit)
    if before := asked.text(params, "ending_before"):
        end = place_of(before, keys, things, "ending_before")
        begin = max(0, end - limit)
        return list_of(url, found[begin:end], more=begin > 0)
    return list_of(url, found[:limit], more=len(found) > limit)


def place_of(key: str, keys: list[str], things: list[Thing], param: str) -> int:
    if key not in keys:
        kind = things[0]["object"] if things else "object"
        raise missing(kind, key, param)
    return keys.index(key)


def made_when(thing: Thing, params: Params, name: str) -> bool:
    """Say whether something was made when a call asks for."""
    wanted = params.get(name)
    if wanted is None:
        return True
    if isinstance(wanted, str):
        return bool(thing[name] == asked.whole(params, name))
    return all(
        COMPARED[how](thing[name], asked.whole(wanted, how)) for how in asked.inner(params, name)
    )


def same(things: list[Thing], params: Params, *names: str) -> list[Thing]:
    """Return the things whose fields are as a call asks, of those names that it gives."""
    wanted = {name: params[name] for name in names if params.get(name)}
    return [one for one in things if all(one.get(name) == wanted[name] for name in wanted)]


def listed(books: Books, kind: str, params: Params, url: str, *names: str) -> Thing:
    """Return a page of all things of a kind, some of them picked by fields."""
    return page(same(books.all(kind), params, *names), params, url)
