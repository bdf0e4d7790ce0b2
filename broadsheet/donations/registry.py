"""What a room that knows a processor lends to rooms that must not know one: each adds its functions when the program starts."""

from collections.abc import Callable

from broadsheet.donations.models import Plan

# By provider. Ends a plan there; refuses with a `DonationError` if that cannot be done now.
ENDS_PLAN: dict[str, Callable[[Plan], None]] = {}
# By provider. Gives a sentence for each thing in which the processor and the books differed when they were compared last.
FINDS_DIFFERENCES: dict[str, Callable[[], list[str]]] = {}
