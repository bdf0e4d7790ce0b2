"""What a room that knows a processor lends to rooms that must not know one: each adds its functions when the program starts."""

from collections.abc import Callable

from broadsheet.donations.models import Plan, ProviderEvent

# By provider. Ends a plan there; refuses with a `DonationError` if that cannot be done now.
ENDS_PLAN: dict[str, Callable[[Plan], None]] = {}
# By provider. Says whether an event is of the paper's own account and mode.
IS_OURS: dict[str, Callable[[ProviderEvent], bool]] = {}
# By provider. Compares the last days at the processor with the books, and gives a sentence for each difference.
FINDS_DIFFERENCES: dict[str, Callable[[], list[str]]] = {}
