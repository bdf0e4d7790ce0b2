"""Which page a browser gets, and which of its forms are taken."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from broadsheet.devtools.paystub import portal, screen_checkout, screen_desk, screen_portal
from broadsheet.devtools.paystub.answering import Answer
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.markup import STYLE, go, note

Form = dict[str, str]
CSS = Path(__file__).parent / "paystub.css"


class Screens:
    """The stand-in's pages.

    Args:
        advance: lets days pass; it takes the books' lock itself, as what it does is told between.
    """

    def __init__(self, books: Books, advance: Callable[[int], None]) -> None:
        self.books = books
        self.advance = advance

    def answer(self, method: str, target: str, headers: Any, body: bytes) -> Answer:
        path = target.partition("?")[0]
        if path == STYLE:
            return Answer(200, CSS.read_bytes(), {"Content-Type": "text/css; charset=utf-8"})
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        if method == "POST" and headers.get("Origin") not in (
            None,
            f"http://{headers.get('Host')}",
        ):
            return note("This is not possible", "The form is another site's.", status=403)
        if method == "POST" and path == "/" and form.get("act") == "advance":
            self.advance(int(form["days"]) if form.get("days", "").isdigit() else 1)
            return go("/")
        with self.books.lock:
            try:
                return self.find(path, form if method == "POST" else None)
            except CallRefusedError as error:
                return note("This is not possible", str(error), status=error.status)

    def find(self, path: str, form: Form | None) -> Answer:
        """Return the page at a path, or what its form leads to."""
        books = self.books
        match path.split("/")[1:]:
            case [""]:
                return screen_desk.show(books) if form is None else screen_desk.act(books, form)
            case ["c", "pay", key]:
                session = books.get("checkout.session", key)
                if form is None:
                    return screen_checkout.show(books, session)
                return screen_checkout.submit(books, session, form)
            case ["p", "session", way_in]:
                found = portal.let_in(books, way_in)
                if form is None:
                    return screen_portal.show(books, found)
                return screen_portal.submit(books, found, form)
            case _:
                return self.find_payment(path, form)

    def find_payment(self, path: str, form: Form | None) -> Answer:
        books = self.books
        match path.split("/")[1:]:
            case ["secure", key]:
                intent = books.get("payment_intent", key)
                intent["_leads_to"] = self.leads_to(intent)
                if form is None:
                    return screen_checkout.ask_proof(intent)
                return screen_checkout.prove(books, intent, form)
            case ["i", key]:
                invoice = books.get("invoice", key)
                if form is None:
                    return screen_portal.show_invoice(books, invoice)
                return screen_portal.pay_invoice(books, invoice, form)
        return note("Not found", "The stand-in has no such page.", status=404)

    def leads_to(self, intent: Thing) -> str | None:
        page = self.books.things.get(intent["_page"].rpartition("/")[2], {})
        return page.get("success_url")
