"""Making a paper out of an empty site: its front, its sections, its settings, its navigation."""

import re
import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from broadsheet.lib.demo_mark import take_mark_away
from broadsheet.lib.slugs import slug_of
from broadsheet.masthead.models import LANGUAGES, NavigationItem, Paper, set_up
from broadsheet.masthead.reserved import refuse_reserved
from broadsheet.sections.errors import FoundingError
from broadsheet.sections.models import Front, Section

MOST_SECTIONS = 30
LONGEST_NAME = 80


@transaction.atomic
def found_paper(
    site: Site,
    *,
    name: str,
    town: str,
    region: str,
    time_zone: str,
    language: str,
    sections: list[str],
    legal_kind: str,
    email: str = "",
    phone: str = "",
) -> Front:
    """Make a paper at a site: all of it, or nothing.

    Args:
        region: the home state in full; may be empty.
        sections: the sections' names in the order of the navigation.
        legal_kind: one of `Paper.LegalKind`.
        email, phone: how readers reach the newsroom; the first steps ask for one of them at least.

    Errors:
        FoundingError: a paper stands here already, or something of it is missing or impossible.
    """
    # The row is held until the end: of two who press the button at once, one is refused.
    site = Site.objects.select_for_update().get(pk=site.pk)
    if set_up(site):
        raise FoundingError(_("This paper has been set up already. Change it in Settings, Paper."))
    _refuse_bad_facts(name=name, town=town, time_zone=time_zone)
    _refuse_bad_choices(language=language, legal_kind=legal_kind)
    slugs = section_slugs(sections)
    front = _put_front(site, name.strip())
    made = [
        front.add_child(instance=Section(title=title, slug=slug)) for slug, title in slugs.items()
    ]
    paper = Paper.objects.filter(site=site).first() or Paper(site=site)
    paper.name, paper.town, paper.region = name.strip(), town.strip(), region.strip()
    paper.time_zone, paper.language, paper.legal_kind = time_zone, language, legal_kind
    paper.email, paper.phone = email.strip() or paper.email, phone.strip() or paper.phone
    paper.navigation.set(
        [NavigationItem(page=section, sort_order=place) for place, section in enumerate(made)]
    )
    paper.save()
    # What stands in for money works beside no paper of somebody's own; the demo is marked when it is loaded.
    take_mark_away(settings.HOME)
    return front


def section_slugs(names: list[str]) -> dict[str, str]:
    """Return the address word of each section with its name, in order.

    Errors:
        FoundingError: no section, too many, two of one name, or a name whose address is the program's own.

    >>> section_slugs(["Local News", "Sports"])
    {'local-news': 'Local News', 'sports': 'Sports'}
    """
    wanted = [re.sub(r"\s+", " ", name).strip() for name in names if name.strip()]
    if not wanted:
        raise FoundingError(_("Name at least one section, one on each line."), field="sections")
    if len(wanted) > MOST_SECTIONS:
        raise FoundingError(
            _("Begin with at most %(most)d sections; more can be added later.")
            % {"most": MOST_SECTIONS},
            field="sections",
        )
    slugs: dict[str, str] = {}
    for name in wanted:
        slug = _slug_of(name)
        if slug in slugs:
            raise FoundingError(
                _("“%(name)s” stands here twice, or would have the same address as “%(other)s”.")
                % {"name": name, "other": slugs[slug]},
                field="sections",
            )
        slugs[slug] = name
    return slugs


def _slug_of(name: str) -> str:
    slug = slug_of(name, most=LONGEST_NAME)
    if not slug or len(name) > LONGEST_NAME:
        raise FoundingError(
            _("“%(name)s” cannot be a section's name. Use letters, and at most %(most)d of them.")
            % {"name": name[:LONGEST_NAME], "most": LONGEST_NAME},
            field="sections",
        )
    try:
        refuse_reserved(slug)
    except ValidationError as error:
        raise FoundingError(
            _("“%(name)s” would have an address of the program's own (/%(slug)s/). Choose another.")
            % {"name": name, "slug": slug},
            field="sections",
        ) from error
    return slug


def _refuse_bad_facts(*, name: str, town: str, time_zone: str) -> None:
    if not name.strip():
        raise FoundingError(_("Write the paper's name."), field="name")
    if not town.strip():
        raise FoundingError(_("Write the town where the paper is at home."), field="town")
    if time_zone not in zoneinfo.available_timezones():
        raise FoundingError(
            _("“%(zone)s” is no time zone. Write it as in America/Chicago.") % {"zone": time_zone},
            field="time_zone",
        )


def _refuse_bad_choices(*, language: str, legal_kind: str) -> None:
    if language not in dict(LANGUAGES):
        raise FoundingError(_("Choose a language from the list."), field="language")
    if legal_kind not in Paper.LegalKind.values:
        raise FoundingError(_("Choose who publishes the paper."), field="legal_kind")


def _put_front(site: Site, name: str) -> Front:
    """Put a front where the site's root page stood; Wagtail's own "Welcome" page goes."""
    root = Page.get_first_root_node()
    old = site.root_page
    front: Front = root.add_child(instance=Front(title=name, slug=_free_slug(root, name)))
    site.root_page = front
    site.site_name = name
    site.save()
    is_bare = old.specific_class is Page and old.depth > 1 and not old.get_children().exists()
    if is_bare and not Site.objects.filter(root_page=old).exists():
        # Fetched anew: the tree has changed since it was read.
        Page.objects.get(pk=old.pk).delete()
    return front


def _free_slug(root: Page, name: str) -> str:
    # A front's slug shows nowhere: its address is the site's root.
    wanted = slug_of(name, most=200) or "front"
    slug, number = wanted, 1
    while root.get_children().filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug
