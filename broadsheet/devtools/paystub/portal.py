"""The portal: where a donor ends, resumes or re-funds her plans herself, behind an address that is good for a while."""

from broadsheet.devtools.paystub import asked
from broadsheet.devtools.paystub.asked import Params
from broadsheet.devtools.paystub.books import Books, Thing
from broadsheet.devtools.paystub.checkout import LOCALES, read_address
from broadsheet.devtools.paystub.clock import HOUR
from broadsheet.devtools.paystub.errors import CallRefusedError

GOOD_FOR = HOUR
FLOWS = ("payment_method_update", "subscription_cancel")


def create(books: Books, params: Params) -> Thing:
    """Make an address at which one customer can look after her plans.

    Errors:
        CallRefusedError: there is no such customer, or the stand-in does not do what is asked.
    """
    customer = books.get("customer", asked.needed(params, "customer"), "customer")
    flow = asked.inner(params, "flow_data")
    session = books.add(
        "billing_portal.session",
        "bps_",
        configuration="bpc_paystub",
        customer=customer["id"],
        customer_account=None,
        flow=read_flow(books, flow) if flow else None,
        livemode=False,
        locale=asked.one_of(params, "locale", LOCALES) if "locale" in params else None,
        on_behalf_of=None,
        return_url=read_address(params, "return_url") if "return_url" in params else None,
        _way_in=books.key_of("test_", 48),
        _over_at=books.now() + GOOD_FOR,
    )
    session["url"] = f"{books.address}/p/session/{session['_way_in']}"
    return session


def read_flow(books: Books, written: Params) -> Thing:
    kind = asked.one_of(written, "type", FLOWS)
    after = asked.inner(written, "after_completion")
    address = asked.inner(after, "redirect").get("return_url")
    cancel = None
    if kind == "subscription_cancel":
        key = asked.needed(asked.inner(written, "subscription_cancel"), "subscription")
        plan = books.get("subscription", key, "flow_data[subscription_cancel][subscription]")
        cancel = {"retention": None, "subscription": plan["id"]}
    return {
        "after_completion": {
            "hosted_confirmation": None,
            "redirect": {"return_url": address} if address else None,
            "type": "redirect" if address else "portal_homepage",
        },
        "subscription_cancel": cancel,
        "subscription_update": None,
        "subscription_update_confirm": None,
        "type": kind,
    }


def let_in(books: Books, way_in: str) -> Thing:
    """Return the portal session behind an address.

    Errors:
        CallRefusedError: there is none, or it is over.
    """
    for session in books.all("billing_portal.session", _way_in=way_in):
        if books.now() < session["_over_at"]:
            return session
    raise CallRefusedError("This address is over. Ask the paper for another.", status=410)
