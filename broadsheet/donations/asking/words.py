"""What the paper's own words about gifts may not say: looked at before the paper is saved. Stories are never looked at."""

from broadsheet.donations.models.rules import refused_words
from broadsheet.masthead.checked_words import checks_paper
from broadsheet.masthead.models import Paper


@checks_paper
def check_support_text(paper: Paper) -> dict[str, str]:
    """Refuse what only a charity may say, by the legal kind that the paper is about to have."""
    return refused_words(paper, ("support_text",), paper.site, paper=paper)
