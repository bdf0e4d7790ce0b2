"""What the papers published here are called in credits."""

from broadsheet.masthead.models import Paper
from broadsheet.photos.credits.names import OwnNames, own_names
from broadsheet.press.recorder import unrecorded


def names_of_papers() -> OwnNames:
    """Return the names of all papers published here; the first paper's is printed."""
    with unrecorded():
        papers = list(Paper.objects.order_by("pk"))
    first = [papers[0].in_credits] if papers else []
    others = [
        name for paper in papers for name in (paper.credit_name, paper.short_name, paper.name)
    ]
    return own_names(*first, *others)
