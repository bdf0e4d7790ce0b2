"""The standing pages of a new paper: about it, its ethics, corrections, privacy, accessibility, software."""

from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import Page, Site

from broadsheet.masthead.models import Paper, StandingPage
from broadsheet.masthead.policies import ADDRESS_WORDS, words_for
from broadsheet.masthead.reserved import refuse_reserved
from broadsheet.newsroom.models import User
from broadsheet.sections.models import Front


@transaction.atomic
def write_missing_pages(site: Site, *, by: User | None = None) -> list[StandingPage]:
    """Write and publish each standing page that a paper does not have, and return them; touch none that it has.

    A page that was taken down is one that it has.
    """
    paper = Paper.objects.get(site=site)
    front = Front.objects.get(pk=Site.objects.get(pk=site.pk).root_page_id)
    has = set(StandingPage.objects.child_of(front).values_list("purpose", flat=True))
    missing = [purpose for purpose in ADDRESS_WORDS if purpose not in has]
    with translation.override(paper.language), timezone.override(paper.zone):
        return [_write(front, purpose, paper, by) for purpose in missing]


def _write(front: Front, purpose: str, paper: Paper, by: User | None) -> StandingPage:
    words = words_for(purpose, paper)
    page = StandingPage(
        title=words.title,
        slug=_free_slug(front, words.slug),
        purpose=purpose,
        body=words.body,
        live=False,
        owner=by,
    )
    front.add_child(instance=page)
    page.save_revision(user=by).publish(user=by)
    # Publishing works on a copy that it reads from the revision.
    return StandingPage.objects.get(pk=page.pk)


def _free_slug(front: Page, wanted: str) -> str:
    """Return a word that no page under the front has, and that is not the program's own."""
    taken = set(front.get_children().values_list("slug", flat=True))
    for number in count(1):
        slug = wanted if number == 1 else f"{wanted}-{number}"
        if slug not in taken and not _is_reserved(slug):
            break
    return slug


def _is_reserved(slug: str) -> bool:
    try:
        refuse_reserved(slug)
    except ValidationError:
        return True
    return False
