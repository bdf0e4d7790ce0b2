"""Calls about what happened, and who is told of it."""

from urllib.parse import urlsplit

from broadsheet.devtools.paystub import asked
from broadsheet.devtools.paystub.asked import Params
from broadsheet.devtools.paystub.books import Books, CallRow, Thing
from broadsheet.devtools.paystub.clock import DAY
from broadsheet.devtools.paystub.errors import CallRefusedError, missing
from broadsheet.devtools.paystub.hearing import Endpoint
from broadsheet.devtools.paystub.listing import PAGING, page
from broadsheet.devtools.paystub.loopback import is_loopback

# How long events can be asked for.
KEPT_FOR = 30 * DAY
ENDPOINT = "url enabled_events.* api_version description metadata metadata.*"


def event(books: Books, _params: Params, key: str) -> Thing:
    found = books.get("event", key)
    if found["created"] < books.now() - KEPT_FOR:
        raise missing("event", key)
    return found


def events(books: Books, params: Params) -> Thing:
    """Return what happened in the last 30 days."""
    found = [one for one in books.all("event") if one["created"] >= books.now() - KEPT_FOR]
    kinds = asked.entries(params, "types")
    if kind := asked.text(params, "type"):
        kinds = [kind]
    if kinds:
        found = [one for one in found if any(fits(one["type"], wanted) for wanted in kinds)]
    if "delivery_success" in params:
        wanted = asked.yes(params, "delivery_success")
        delivered = {one.id for one in books.events if one.delivered}
        found = [one for one in found if (one["id"] in delivered) == wanted]
    return page(found, params, "/v1/events")


def fits(kind: str, wanted: str) -> bool:
    """Say whether an event is of a kind, or of one that `*` stands for.

    >>> fits("charge.refunded", "charge.*"), fits("charge.refunded", "charge"), fits("payout.paid", "payout.paid")
    (True, False, True)
    """
    return kind == wanted or (wanted.endswith("*") and kind.startswith(wanted[:-1]))


def shape(endpoint: Endpoint, kept: Thing) -> Thing:
    """Return an endpoint as the processor shows it; its secret only when it is made."""
    kept.update(
        enabled_events=list(endpoint.enabled_events),
        status="disabled" if endpoint.disabled else "enabled",
        url=endpoint.url,
    )
    return kept


def local_address(address: str) -> str:
    """Return the address of an endpoint.

    Errors:
        CallRefusedError: it is on another machine: the stand-in tells nobody there.
    """
    parts = urlsplit(address)
    if parts.scheme != "http" or not is_loopback(parts.hostname or ""):
        raise CallRefusedError(
            "Invalid URL: the stand-in tells http:// addresses of this machine alone.",
            param="url",
            code="url_invalid",
        )
    return address


def add_endpoint(
    books: Books,
    url: str,
    secret: str,
    kinds: list[str],
    *,
    api_version: str | None = None,
    description: str | None = None,
    notes: dict[str, str] | None = None,
) -> Endpoint:
    """Tell an address from now on.

    Errors:
        CallRefusedError: it is on another machine.
    """
    kept = books.add(
        "webhook_endpoint",
        "we_",
        api_version=api_version,
        application=None,
        description=description,
        enabled_events=kinds,
        livemode=False,
        metadata=notes or {},
        status="enabled",
        url=local_address(url),
    )
    endpoint = Endpoint(kept["id"], url, secret, list(kinds), api_version=api_version)
    books.endpoints.append(endpoint)
    return endpoint


def make_endpoint(books: Books, params: Params) -> Thing:
    kinds = asked.entries(params, "enabled_events")
    if not kinds:
        asked.needed({}, "enabled_events")
    endpoint = add_endpoint(
        books,
        asked.needed(params, "url"),
        books.key_of("whsec_", 32),
        kinds,
        api_version=asked.text(params, "api_version"),
        description=asked.text(params, "description"),
        notes=asked.metadata(params),
    )
    return {**books.things[endpoint.id], "secret": endpoint.secret}


def endpoint_of(books: Books, key: str) -> tuple[Endpoint, Thing]:
    kept = books.get("webhook_endpoint", key)
    for endpoint in books.endpoints:
        if endpoint.id == key:
            return endpoint, kept
    raise missing("webhook_endpoint", key)


def endpoint(books: Books, _params: Params, key: str) -> Thing:
    return shape(*endpoint_of(books, key))


def endpoints(books: Books, params: Params) -> Thing:
    here = {one.id for one in books.endpoints}
    found = [
        shape(*endpoint_of(books, one["id"]))
        for one in books.all("webhook_endpoint")
        if one["id"] in here
    ]
    return page(found, params, "/v1/webhook_endpoints")


def change_endpoint(books: Books, params: Params, key: str) -> Thing:
    found, kept = endpoint_of(books, key)
    if "url" in params:
        found.url = local_address(asked.needed(params, "url"))
    found.enabled_events = asked.entries(params, "enabled_events") or found.enabled_events
    found.disabled = asked.yes(params, "disabled", default=found.disabled)
    kept["metadata"] = asked.metadata(params, kept["metadata"])
    return shape(found, kept)


def delete_endpoint(books: Books, _params: Params, key: str) -> Thing:
    found, _kept = endpoint_of(books, key)
    books.endpoints.remove(found)
    return {"id": key, "object": "webhook_endpoint", "deleted": True}


ROUTES: list[CallRow] = [
    ("GET", "/v1/events", f"{PAGING} type types.* delivery_success", events),
    ("GET", "/v1/events/{key}", "", event),
    ("POST", "/v1/webhook_endpoints", ENDPOINT, make_endpoint),
    ("GET", "/v1/webhook_endpoints", PAGING, endpoints),
    ("GET", "/v1/webhook_endpoints/{key}", "", endpoint),
    (
        "POST",
        "/v1/webhook_endpoints/{key}",
        "url disabled enabled_events.* metadata metadata.*",
        change_endpoint,
    ),
    ("DELETE", "/v1/webhook_endpoints/{key}", "", delete_endpoint),
]
