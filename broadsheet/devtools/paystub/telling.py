"""Writing down that something happened, and telling who should hear of it."""

from typing import Any

from broadsheet.devtools.paystub.books import API_VERSION, Books, Thing
from broadsheet.devtools.paystub.hearing import Event
from broadsheet.devtools.paystub.showing import shown


def tell(books: Books, kind: str, thing: Thing) -> Event:
    """Make an event of what just happened to an object, as the object is now.

    Those of `….updated` say what was otherwise when the object was last told of.
    """
    now = shown(books, thing)
    data: Thing = {"object": now}
    if kind.endswith(".updated") and "_told" in thing:
        data["previous_attributes"] = before(thing["_told"], now)
    thing["_told"] = now
    hearers = [one for one in books.endpoints if one.wants(kind)]
    kept = books.add(
        "event",
        "evt_",
        api_version=API_VERSION,
        data=data,
        livemode=False,
        pending_webhooks=len(hearers),
        request=dict(books.request),
        type=kind,
    )
    event = Event(shown(books, kept), told={one.id: "waiting" for one in hearers})
    for version in {one.api_version for one in hearers if one.api_version}:
        event.older[version] = shown(books, kept, version=version) | {"api_version": version}
    books.events.append(event)
    books.tell(event, hearers)
    return event


def before(then: Thing, now: Thing) -> Thing:
    """Return what was otherwise."""
    names: list[Any] = [name for name in {**then, **now} if then.get(name) != now.get(name)]
    return {name: then.get(name) for name in sorted(names)}
