"""What others may print of the paper's own stories: which ones, and the plain copy with its credit line."""

import html
import re
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from broadsheet.lib.cleaning import clean_whole
from broadsheet.masthead.models import Paper
from broadsheet.stories.metadata import authors_of
from broadsheet.stories.models import Story
from broadsheet.stories.pictures import absolute

ROOT = "/republish"
# Words and numbers of the paper's own. Pictures, recordings, documents and what comes from elsewhere may be another's.
COPIED = {"paragraph", "subhead", "list", "fact_box", "table", "chart"}
END_OF_LINE = re.compile(r"</(?:p|h\d|li|tr|caption)>\s*")


class Copy(NamedTuple):
    """A story for another paper: as HTML, as plain text, and the address that search engines are to be told."""

    html: str
    plain: str
    url: str


def may_be_republished(story: Story, paper: Paper) -> bool:
    """Say whether others may print this story: the paper's own work, open to everyone.

    A letter is its writer's; what is kept out of search engines here is not to be found elsewhere.
    """
    return (
        paper.may_republish
        and story.source_of_copy == Story.SourceKind.STAFF
        and story.opinion_word.casefold() != Story.OpinionKind.LETTER.label.casefold()
        and story.shown_at is not None
        and not story.noindex
    )


def copy_of(story: Story, paper: Paper, root_url: str) -> Copy:
    """Return a story's words with its credit line, without pictures."""
    url = absolute(root_url, story.permalink)
    names = [author.name for author in authors_of(story, root_url)]
    blocks = list(story.body)
    words = render_to_string(
        "stories/republished.html",
        {
            "story": story,
            "paper": paper,
            "url": url,
            "names": get_text_list(names, _("and")) if names else "",
            "corrections": story.corrections.all(),
            "blocks": [block for block in blocks if block.block_type in COPIED],
            "opening": next((one for one in blocks if one.block_type == "paragraph"), None),
        },
    )
    tidy = re.sub(r"\n\s*", "\n", clean_whole(words, root_url)).strip()
    return Copy(tidy, as_plain_text(tidy), url)


def as_plain_text(markup: str) -> str:
    """Return the words alone, a line to each paragraph with an empty one after it.

    >>> as_plain_text("<h1>Ferry &amp; tide</h1><p>It <b>runs</b>.</p>")
    'Ferry & tide\\n\\nIt runs.'
    """
    return html.unescape(strip_tags(END_OF_LINE.sub("\n\n", markup))).strip()
