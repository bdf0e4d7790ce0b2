"""Words for those who reported an error or asked for something: kind, true; an editor may write her own."""

from django.utils.translation import gettext as _

from broadsheet.standards.models import ErrorReport, StandardsRules, UnpublishRequest

Why = ErrorReport.Why
Remedy = UnpublishRequest.Remedy


def policy_of(rules: StandardsRules) -> list[str]:
    """Return how the paper decides on requests, in paragraphs: its own words, or ours."""
    if rules.policy.strip():
        return [line.strip() for line in rules.policy.splitlines() if line.strip()]
    return [
        _(
            "A newspaper is a record, and what was true when it was printed stays in it. But a story can outlast its news, "
            "and do more harm than it informs. We weigh both."
        ),
        _(
            "We may add what came of the matter, keep the story out of search engines, put initials in place of a name, "
            "or, seldom, withdraw the story. More than one editor reads what you write."
        ),
    ]


def words_of_no(why: str) -> str:
    """Return what whoever reported an error is told when there is none; empty where an editor must write it."""
    return {
        Why.RIGHT: _(
            "We looked into it once more, and it is right. We know it from the record and from those who were there."
        ),
        Why.OPINION: _(
            "What you name is a view, and its writer may hold it. If you see it otherwise, we would gladly print your letter."
        ),
        Why.ELSEWHERE: _(
            "It does not stand in this story but in another. If you send us that one's address, we will look at it."
        ),
        Why.UNCONFIRMED: _(
            "We could not confirm it. If you tell us of a document or a person by which we can, we will look at it again."
        ),
        Why.ALREADY: _(
            "You are right. It was corrected already; the story says so above its text."
        ),
    }.get(Why(why), "")


def words_of_thanks() -> str:
    """Return what is told when a slip was put right without a note."""
    return _(
        "You were right. It was a slip that changes nothing in what the story says, so we put it right without a note."
    )


def words_of_correction() -> str:
    """Return what is told when a story was corrected."""
    return _(
        "You were right. We have corrected it; the story says what was wrong and what is right."
    )


def words_of_remedy(remedy: str) -> str:
    """Return what whoever asked about a story is told of the decision."""
    return {
        Remedy.LEAVE: _(
            "We have decided to leave the story as it is. What it says was true when it was printed, and it is still of "
            "public interest. We know that this is not what you hoped for."
        ),
        Remedy.OUTCOME: _(
            "We have added to the story, at its head and with the date, what came of the matter."
        ),
        Remedy.NOINDEX: _(
            "We have asked search engines to leave the story out. It can still be read with us. "
            "It may take them some weeks to follow."
        ),
        Remedy.INITIALS: _(
            "We have put initials in place of the name wherever it stood in the story. "
            "Search engines may show the name for some weeks more."
        ),
        Remedy.WITHDRAW: _(
            "We have withdrawn the story. Its address says that it was taken down, and nothing of it can be read there."
        ),
    }[Remedy(remedy)]
