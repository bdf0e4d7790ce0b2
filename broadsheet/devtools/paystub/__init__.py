"""A stand-in for the payment processor, as its official library speaks to it: for tests and the demo, and never for money.

    with Paystub() as stub:
        client = stripe.StripeClient(stub.api_key, base_addresses={"api": stub.address})

Read `stand_in` first: what it can be told to do, with `acts`. A call goes from `serving` to `answering`, `routes` and the
`calls_for_…`, which read what is asked and hand it to the subjects: `checkout` and `paying`, `payments`, `refunds`,
`disputes`, `payouts`, `subscriptions` and `invoices`, `portal`. All of it stands in `books`, is told by `telling` and
`delivering`, and shown by `showing`. The pages that people see are the `screen_…`. See docs/developers/paystub.md.
"""

from broadsheet.devtools.paystub.books import API_VERSION, Rules
from broadsheet.devtools.paystub.errors import CallRefusedError, PaystubError
from broadsheet.devtools.paystub.stand_in import KEY, Paystub

__all__ = ["API_VERSION", "KEY", "CallRefusedError", "Paystub", "PaystubError", "Rules"]
