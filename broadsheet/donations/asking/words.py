"""What the paper's own words about gifts may not say: looked at before the paper is saved. Stories are never looked at."""

from broadsheet.donations.models.rules import refused_words
from broadsheet.donations.tax_words import charitys_words
from broadsheet.donations.texts import OF_PAPER, wrong_beside_paper
from broadsheet.donations.wording import refused_in
from broadsheet.masthead.checked_words import checks_paper, shows
from broadsheet.masthead.models import Paper


@checks_paper
def check_words_about_gifts(paper: Paper) -> dict[str, str]:
    """Refuse what only a charity may say, by the legal kind that the paper is about to have, here and wherever it asks for gifts."""
    return wrong_beside_paper(paper) | refused_words(paper, OF_PAPER, paper.site, paper=paper)


@shows("support_text")
def support_text(paper: Paper, words: str) -> str:
    """Return why a reader should give, if the paper may say so now; however it was saved, nothing if it may not."""
    return "" if charitys_words(words) and refused_in(paper.site, words, paper=paper) else words
