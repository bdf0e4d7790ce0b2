"""Gifts by card, through Stripe: begun there, told of from there, and always read again there before anything is written.

A delivery of the webhook is a hint and no more (`webhook`, `events`): it names an object, which is read from the processor
(`reading`) and brought into the books (`resolving`, `subscribing`). The donor's way back, the desk's "check now" and the sweep
(`sweeping`), which looks at the processor's own list of movements, go the same way, so that losing every delivery loses no
gift. `starting` begins a gift, `refunding` gives one back, `payouts` compares what reached the bank. `testers` keeps thieves
from trying stolen cards here. What is said to the processor goes through `talking`; nothing else imports its library, and
only when it is used. The states are drawn in docs/developers/gifts.md.
"""
