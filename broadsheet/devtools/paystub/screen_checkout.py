"""The hosted page: where a donor pays, in a browser, without scripts."""

from broadsheet.devtools.paystub import payments
from broadsheet.devtools.paystub.amounts import words
from broadsheet.devtools.paystub.answering import Answer
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.cards import read_card
from broadsheet.devtools.paystub.errors import CallRefusedError
from broadsheet.devtools.paystub.markup import NUMBERS, card_fields, field, go, note, page, text
from broadsheet.devtools.paystub.methods import add_account, add_card
from broadsheet.devtools.paystub.paying import pay, way_back

Form = dict[str, str]
VERBS = {"donate": "Donate", "book": "Book", "subscribe": "Subscribe"}
EVERY = {"day": "each day", "week": "each week", "month": "each month", "year": "each year"}


def show(books: Books, session: Thing) -> Answer:
    """Return the page of a session, as it stands."""
    if session["status"] == "complete":
        return note("This is done", "This gift has been made already.", back=way_back(session))
    if session["status"] == "expired":
        return note(
            "This page is over", "Nothing has been paid. Begin again at the paper.",
            status=410, back=session["cancel_url"],
        )  # fmt: skip
    return form_page(books, session, {})


def submit(books: Books, session: Thing, form: Form) -> Answer:
    """Take what a donor typed; a card that is refused leads back to the same page."""
    if session["status"] != "open":
        return go(way_back(session)) if session["status"] == "complete" else show(books, session)
    if "@" not in email_of(books, session, form):
        return form_page(books, session, form, email="Type your e-mail address.", status=400)
    try:
        how = pay(books, session, method_of(books, session, form))
    except CallRefusedError as error:
        return form_page(books, session, form, number=str(error), status=error.status)
    if how == "declined":
        return declined(books, session, form)
    if how == "asks":
        return go(f"/secure/{session['_intent']}")
    return go(way_back(session))


def declined(books: Books, session: Thing, form: Form) -> Answer:
    """Return the page after a card was refused: she may try another."""
    error = books.things[session["_intent"]]["last_payment_error"]
    return form_page(books, session, form, number=error["message"], status=402)


def email_of(books: Books, session: Thing, form: Form) -> str:
    known = books.things.get(session["_customer"] or "", {}).get("email")
    return str(session["customer_email"] or known or form.get("email", "")).strip()


def method_of(books: Books, session: Thing, form: Form) -> Thing:
    email, name = email_of(books, session, form), form.get("name", "").strip() or None
    if (
        form.get("method") == "us_bank_account"
        and "us_bank_account" in session["payment_method_types"]
    ):
        return add_account(books, form.get("account", ""), email=email, name=name)
    card = read_card(form.get("number", ""), form.get("expiry", books.good_expiry()), books.now())
    return add_card(books, card, email=email, name=name)


def form_page(
    books: Books,
    session: Thing,
    form: Form,
    *,
    number: str = "",
    email: str = "",
    status: int = 200,
) -> Answer:
    total = words(session["amount_total"], session["currency"])
    known = bool(email_of(books, session, {}))
    said = session["custom_text"]["submit"]
    after = session["custom_text"]["after_submit"]
    body = [
        bought(session),
        f'<form method="post" action="/c/pay/{session["id"]}">',
        f"<p>E-mail: {text(email_of(books, session, {}))}</p>"
        if known
        else field(
            "email", "E-mail", value=form.get("email", ""), error=email, kind="email",
            more='autocomplete="email"',
        ),
        field("name", "Name", value=form.get("name", ""), more='autocomplete="name"'),
        ways(books, session, form, number),
        f'<p class="said">{text(said["message"])}</p>' if said else "",
        f'<p><button type="submit">{text(label(session, total))}</button></p>',
        f"<p>{text(after['message'])}</p>" if after else "",
        "</form>",
        f'<p><a href="{text(session["cancel_url"])}">Go back without paying</a></p>'
        if session["cancel_url"]
        else "",
        NUMBERS,
    ]  # fmt: skip
    return page(
        title(session, total),
        "\n".join(filter(None, body)),
        status=status,
        leads_to=(session["success_url"], session["cancel_url"]),
    )


def title(session: Thing, total: str) -> str:
    return f"{total} {how_often(session)}".strip()


def how_often(session: Thing) -> str:
    recurring = session["_line_items"][0]["price"]["recurring"]
    if not recurring:
        return ""
    count = recurring["interval_count"]
    return EVERY[recurring["interval"]] if count == 1 else f"every {count} {recurring['interval']}s"


def label(session: Thing, total: str) -> str:
    default = "Subscribe" if session["mode"] == "subscription" else "Pay"
    verb = VERBS.get(session["submit_type"] or "", default)
    return f"{verb} {total} {how_often(session)}".strip()


def bought(session: Thing) -> str:
    rows = "".join(
        f"<dt>{text(one['description'])}</dt><dd>{text(words(one['amount_total'], one['currency']))}</dd>"
        for one in session["_line_items"]
    )
    return f"<dl>{rows}</dl>"


def ways(books: Books, session: Thing, form: Form, error: str) -> str:
    """Return what she can pay with; the first way is a card."""
    by_bank = form.get("method") == "us_bank_account"
    account = field(
        "account", "Account number", value="", error=error if by_bank else "",
        hint="For a bank debit, such as 000123456789.",
        more='inputmode="numeric" autocomplete="off" maxlength="17"',
    )  # fmt: skip
    card = choice("card", "Card", checked=not by_bank) + card_fields(
        books.good_expiry(), "" if by_bank else error
    )
    if "us_bank_account" not in session["payment_method_types"]:
        return f"<fieldset><legend>How to pay</legend>{card}</fieldset>"
    bank = choice("us_bank_account", "Bank debit", checked=by_bank) + account
    return f"<fieldset><legend>How to pay</legend>{card}{bank}</fieldset>"


def choice(value: str, words_for_it: str, *, checked: bool) -> str:
    mark = " checked" if checked else ""
    return (
        f'<p class="choice"><input type="radio" id="by-{value}" name="method" value="{value}"{mark}>'
        f'<label for="by-{value}">{text(words_for_it)}</label></p>'
    )


def ask_proof(intent: Thing) -> Answer:
    """Return the page of a donor's bank that asks for 3-D Secure."""
    if intent["status"] != "requires_action":
        return note("Nothing is asked", "This payment waits for no answer.", back=intent["_page"])
    body = (
        f"<p>Your bank asks whether you pay {text(words(intent['amount'], intent['currency']))}.</p>"
        '<form method="post"><p class="row"><button type="submit" name="answer" value="complete">Complete</button>'
        '<button type="submit" name="answer" value="fail" class="plain">Fail</button></p></form>'
    )
    return page("3-D Secure", body, leads_to=(intent.get("_leads_to"),))


def prove(books: Books, intent: Thing, form: Form) -> Answer:
    """Take her answer, and send her on to where she came from."""
    if intent["status"] != "requires_action":
        return ask_proof(intent)
    how = payments.prove(books, intent, passed=form.get("answer") == "complete")
    key = intent["_page"].rpartition("/")[2]
    session = books.things[key]
    if session["object"] != "checkout.session":
        return go(intent["_page"])
    if how == "succeeded":
        return go(way_back(session))
    whose = books.things[session["_method"]]["billing_details"]
    return declined(books, session, {"email": whose["email"], "name": whose["name"] or ""})
