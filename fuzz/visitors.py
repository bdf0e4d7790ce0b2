"""Who asks: what a visitor has seen so far, and what she asks next."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from random import Random
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from fuzz import requests
from fuzz.asking import Answer, Request
from fuzz.pages import Form, Page
from fuzz.papers import NOBODY, TOKEN
from fuzz.routes import FAILS_ON_PURPOSE, Route, filled, pattern_of, routes

MOST_OF_A_KIND = 12
NEVER_ASKED = ("newsroom/logout/", FAILS_ON_PURPOSE, "static/")
# How often each way of asking is taken.
WAYS = {"read": 22, "form": 38, "address": 14, "headers": 8, "body": 10, "method": 4, "again": 4}


class Visitor:
    """Someone who goes through the paper: signed out, or with a role's session."""

    def __init__(
        self, name: str, cookies: dict[str, str], random: Random, paths: Iterable[str] = ()
    ) -> None:
        self.name, self.cookies, self.random = name, cookies, random
        self.paths: dict[str, list[str]] = defaultdict(list)
        self.forms: dict[tuple[str, str], list[Form]] = defaultdict(list)
        self.known: dict[str, list[str]] = defaultdict(list)
        self.tried: Counter[object] = Counter()
        self._last: Request | None = None
        for path in ("/", "/newsroom/", "/feed/", "/robots.txt", *paths):
            self.note(path)

    # What she asks ------------------------------------------------------------------------------------
    def next_request(self) -> Request:
        """Return what is asked next; what was asked least comes first."""
        way = self.random.choices(list(WAYS), list(WAYS.values()))[0]
        made = self._made(way)
        if way != "headers" and self.random.random() < 0.04:
            made = requests.with_odd_headers(self.random, made)
        self._last = made
        return self.as_sent(made)

    def _made(self, way: str) -> Request:
        random = self.random
        if way == "form" and self.forms:
            form = random.choice(self.forms[self._least(list(self.forms))])
            return requests.sent_form(random, form, TOKEN)
        if way == "again" and self._last:
            return self._last
        path = self._path()
        others: dict[str, Callable[[], Request]] = {
            "address": lambda: requests.odd_address(random, path),
            "headers": lambda: requests.with_odd_headers(random, requests.get(path)),
            "body": lambda: requests.odd_body(random, path, TOKEN),
            "method": lambda: requests.by_another_method(random, path, TOKEN),
        }
        return others.get(way, lambda: requests.get(path))()

    def _path(self) -> str:
        """Return an address of one of the routes that were tried least: one that was seen, else one made up."""
        route: Route = self._least(self._routes())
        seen = self.paths.get(route.pattern)
        return self.random.choice(seen) if seen else filled(route.pattern, self.random, self.known)

    def _routes(self) -> list[Route]:
        wanted = [one for one in routes() if not one.pattern.startswith(NEVER_ASKED)]
        if self.name == NOBODY:
            # Most of the newsroom answers strangers in one and the same way.
            return [
                one
                for one in wanted
                if self.random.random() < 0.2 or "newsroom/" not in one.pattern
            ]
        return wanted

    def _least(self, among: list) -> object:  # type: ignore[type-arg]
        chosen = min(self.random.sample(among, min(6, len(among))), key=lambda one: self.tried[one])
        self.tried[chosen] += 1
        return chosen

    def as_sent(self, request: Request) -> Request:
        """Return a request with this visitor's cookies, unless it brings its own."""
        if any(name.lower() == b"cookie" for name, _ in request.headers):
            return request
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items()).encode()
        return Request(
            request.method, request.target, (*request.headers, (b"Cookie", cookie)), request.body
        )

    # What she sees ------------------------------------------------------------------------------------
    def learn(self, request: Request, answer: Answer) -> None:
        """Take up the links and forms of a page."""
        if answer.status in (301, 302, 303):
            self.note(answer.headers.get("location", ""))
        if answer.status != 200 or request.method not in (b"GET", b"POST"):
            return
        html = self._html(answer)
        if not html:
            return
        page = Page(html, request.target.decode("latin-1"))
        for link in page.links:
            self.note(link)
        for form in page.forms:
            if form.fields:
                put(
                    self.forms[pattern_of(urlsplit(form.action).path), form.method],
                    form,
                    self.random,
                )

    def _html(self, answer: Answer) -> str:
        if answer.is_page:
            return answer.body.decode(errors="replace")
        if answer.headers.get("content-type", "").startswith("application/json"):
            # What opens within a page comes as a text in JSON.
            try:
                held = json.loads(answer.body)
            except ValueError:
                return ""
            return str(held.get("html", "")) if isinstance(held, dict) else ""
        return ""

    def note(self, path: str) -> None:
        """Remember an address, and what stands in the blanks of its route."""
        head = urlsplit(path).path
        if not path.startswith("/") or head.lstrip("/").startswith(NEVER_ASKED):
            return
        put(self.paths[pattern_of(head)], path, self.random)
        try:
            blanks = resolve(head).kwargs
        except (Resolver404, ValueError):
            return
        for name, value in blanks.items():
            put(self.known[name], str(value), self.random)


def put(into: list, one: object, random: Random) -> None:  # type: ignore[type-arg]
    """Put a thing into a list that never grows long; when it is full, another makes room."""
    if one in into:
        return
    if len(into) < MOST_OF_A_KIND:
        into.append(one)
    else:
        into[random.randrange(MOST_OF_A_KIND)] = one
