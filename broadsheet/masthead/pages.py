"""What all pages in the tree have in common: they are sources, know their site, and leave their address politely."""

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import post_page_move, pre_page_move

from broadsheet.masthead.forms import PaperPageForm
from broadsheet.masthead.reserved import refuse_reserved
from broadsheet.press.addresses import end, leave_behind, reclaim
from broadsheet.press.keeping import kept
from broadsheet.press.log import EVERYTHING, note_change
from broadsheet.press.models import Change
from broadsheet.press.recorder import gone_after, is_printing, note_source, remember
from broadsheet.press.sources import Source
from broadsheet.press.twins import edition_template

STEP = Page.steplen
# Wagtail's root is 1, a paper's front 2, sections and standing pages 3, nested sections 4.
FRONT_DEPTH = 2
# Touched by every page of the tree but stories.
PAGES = "list:pages"
Kind = TypeVar("Kind", bound=Page)
# Wagtail's own bookkeeping at each draft: nothing that readers see.
BOOKKEEPING = frozenset(
    [
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "locked",
        "locked_at",
        "locked_by",
        "live_revision",
        "alias_of",
        "wagtail_admin_comments",
    ]
)


class PaperPage(Source, Page):
    """Base of every kind of page but stories, whose address is apart from the tree."""

    not_shown: ClassVar[frozenset[str]] = BOOKKEEPING
    base_form_class = PaperPageForm

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        above = (self.depth or 0) - 1
        if not self.depth and (parent := self.get_parent()):
            above = parent.depth
        if above >= FRONT_DEPTH:
            refuse_reserved(self.slug, under_a_section=above > FRONT_DEPTH)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            stored = type(self)._base_manager.filter(pk=self.pk).first()
            before = tree_address(stored)
            super().save(*args, **kwargs)
            after = tree_address(self)
            if before and after and before != after:
                self.moved(before, after)
            if after and self.live:
                reclaim(*after)
            if stored is not None and stored.live and not self.live:
                self.note_taken_down()

    def note_taken_down(self) -> None:
        """Write the line that has this page leave the shelf at once, whether or not it can be printed anew."""
        self.note("taken down", kind=Change.Kind.HIDDEN)

    def moved(self, before: tuple[str, str], after: tuple[str, str]) -> None:
        """Leave a redirect at the old address."""
        leave_behind(before[0], before[1], moved_to=after[1])

    def touches(self) -> set[str]:
        return {self.source, PAGES}

    def addresses(self) -> set[str]:
        found = tree_address(self)
        return {"".join(found)} if found else set()

    def before_deletion(self) -> None:
        super().before_deletion()
        found = tree_address(self)
        if found and (self.live or self.first_published_at):
            end(*found)

    def get_view_restrictions(self) -> "models.QuerySet[PageViewRestriction]":
        return restrictions_on(self)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return edition_template(request, super().get_template(request, *args, **kwargs))

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # The shelf refuses the page from this second on, with everything else down.
        gone_after(self.expire_at)
        return super().get_context(request, *args, **kwargs)


def refuse_move(page: Page, destination: Page) -> None:
    """Raise if a page's address would be the program's own under another page.

    Errors:
        ValidationError: it would be.
    """
    kind = page.specific_class
    if kind is not None and issubclass(kind, PaperPage) and destination.depth >= FRONT_DEPTH:
        refuse_reserved(page.slug, under_a_section=destination.depth > FRONT_DEPTH)


def before_move(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any
) -> None:
    """Refuse a move that the newsroom's screens did not: from a command, or another program."""
    if parent_page_before.pk != parent_page_after.pk:
        refuse_move(instance, parent_page_after)


def after_move(instance: Page, url_path_before: str, url_path_after: str, **_kwargs: Any) -> None:
    """Leave redirects where a page of the tree stood before Wagtail moved it."""
    page = instance.specific
    before, after = address_at(url_path_before), address_at(url_path_after)
    if isinstance(page, PaperPage) and before and after and before != after:
        page.moved(before, after)


def after_plain_save(instance: Page, update_fields: frozenset[str] | None, **_kwargs: Any) -> None:
    """Wagtail's schedule and its moves save a story as a mere page, past `Story.save`: save it whole."""
    page = instance.specific
    is_bookkeeping = update_fields is not None and update_fields <= BOOKKEEPING
    if isinstance(page, Source) and not is_bookkeeping:
        page.save(clean=False)
        if isinstance(page, PaperPage) and not page.live:
            # Its row says so already, so its own save cannot tell that it has just been taken down.
            page.note_taken_down()


def after_new_address(instance: Site, **_kwargs: Any) -> None:
    """Each page names its own address in full: with another host or port, all are printed anew."""
    note_change(f"site:{instance.pk}", touches=[EVERYTHING], why="address")


def watch_the_tree() -> None:
    post_save.connect(after_new_address, sender=Site, dispatch_uid="masthead:site")
    pre_page_move.connect(before_move, dispatch_uid="masthead:before-move")
    post_page_move.connect(after_move, dispatch_uid="masthead:move")
    # Sent for plain pages alone: a story's own save sends its own kind.
    post_save.connect(after_plain_save, sender=Page, dispatch_uid="masthead:plain-save")


def site_roots() -> list[tuple[str, Site]]:
    """Return each site with the place of its front in the tree, the deepest first."""

    def find() -> list[tuple[str, Site]]:
        sites = Site.objects.select_related("root_page").order_by()
        roots = [(site.root_page.url_path, site) for site in sites]
        return sorted(roots, key=lambda root: (-len(root[0]), not root[1].is_default_site))

    return kept("site-roots", find)


def page_at(site: Site, path: str) -> "PaperPage | None":
    """Return the page of the tree that stands at a path, if it is one of ours and live.

    Its route is not walked as Wagtail walks it, two queries a step: such pages are few.
    """

    def places() -> dict[str, tuple[type[PaperPage], int]]:
        note_source(PAGES)
        return {
            place: (kind, key)
            for kind in apps.get_models()
            if issubclass(kind, PaperPage)
            for key, place in kind._default_manager.filter(live=True).values_list("pk", "url_path")
        }

    found = kept("places", places).get(f"{site.root_page.url_path}{path}")
    if found is None:
        return None
    kind, key = found
    return kept(f"page:{key}", lambda: kind._default_manager.get(pk=key))


def site_at_place(url_path: str) -> tuple[str, Site] | None:
    """Return the site that a place in the tree belongs to, and its front's place; None outside every site."""
    return next((root for root in site_roots() if url_path.startswith(root[0])), None)


def site_of(page: Page) -> Site | None:
    """Return the site that a page belongs to; None for one outside every site."""
    found = site_at_place(page.url_path) if page.url_path else None
    return found[1] if found else None


def tree_address(page: Page | None) -> tuple[str, str] | None:
    """Return host and path of a page by its place in the tree."""
    return address_at(page.url_path) if page is not None and page.url_path else None


def address_at(url_path: str) -> tuple[str, str] | None:
    """Return host and path of a place in the tree; None for one outside every site."""
    found = site_at_place(url_path)
    return (found[1].hostname, "/" + url_path[len(found[0]) :]) if found else None


def ancestor_paths(path: str) -> list[str]:
    """Return the tree paths of a page and all above it.

    >>> ancestor_paths("000100020003")
    ['0001', '00010002', '000100020003']
    """
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def at_or_under(path: str, field: str = "path") -> Q:
    """Return what narrows a query of pages to a place in the tree and all below it, by an index, in any database.

    A place is written with 0-9 and A-Z, four to a step. SQLite compares bytes, so all that begins with it stands
    before its successor. PostgreSQL compares as its database's language does, where a punctuation mark may stand
    before every letter and AA after Z: there only the beginning itself is asked for, which Django's second index on
    a unique text answers whatever the language.

    Args:
        field: the name of the page's place in the tree, from the rows that are asked for: "story__path".
    """
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": path})
    return Q(**{f"{field}__gte": path, f"{field}__lt": path[:-1] + chr(ord(path[-1]) + 1)})


def under(path: str, field: str = "path") -> Q:
    """Return the same without the page itself."""
    return at_or_under(path, field) & ~Q(**{field: path})


def restrictions_on(page: Page) -> "models.QuerySet[PageViewRestriction]":
    """Return what keeps a page from some readers, on it or above it, as Wagtail's chain asks for it: in one query."""
    if is_printing() and not page.alias_of_id and not closed_above([page]):
        # Known for all that is printed together: no page of it needs to ask again.
        return PageViewRestriction.objects.none()
    above = PageViewRestriction.objects.filter(page__path__in=ancestor_paths(page.path))
    # What is private stays so where Wagtail shows it a second time.
    return (
        above | PageViewRestriction.objects.filter(page_id=page.alias_of_id)
        if page.alias_of_id
        else above
    )


def is_private(page: Page) -> bool:
    """Say whether this page, or one above it, is for some readers only."""
    return not without_private([page])


def without_private(pages: list[Kind]) -> list[Kind]:
    """Return the pages that no restriction, on them or above them, keeps from some readers."""
    closed = closed_above(pages)
    return [page for page in pages if not closed.intersection(ancestor_paths(page.path))]


def closed_above(pages: Sequence[Page]) -> set[str]:
    """Return the tree paths, of pages or above them, that are for some readers only."""
    above = {path for page in pages for path in ancestor_paths(page.path)}

    # A paper has a handful of private pages, if any: one printing reads them all, once.
    if is_printing():
        return remember("closed", _closed) & above
    restrictions = PageViewRestriction.objects.filter(page__path__in=above)
    return set(restrictions.values_list("page__path", flat=True))


def _closed() -> set[str]:
    """Return the tree paths of all pages that are for some readers only.

    Not by one query: of the empty table SQLite knows nothing, and would look into it for each page of the archive.
    """
    closed = list(PageViewRestriction.objects.values_list("page_id", flat=True))
    pages = Page.objects.filter(pk__in=closed)
    return set(pages.values_list("path", flat=True)) if closed else set()


def open_pages(kind: type[Kind], root: Page, **fields: Any) -> list[Kind]:
    """Return the pages of a kind under a page that any reader may open, in the tree's order.

    Not by Wagtail's `public()`: where no page is private, SQLite takes the empty table for the larger one and reads
    the whole tree instead.
    """
    pages = kind._default_manager.filter(under(root.path), live=True, **fields)
    return without_private(list(pages.order_by("path")))


def is_open(page: Page) -> bool:
    """Say whether any reader may see this page now."""
    expired = page.expire_at is not None and page.expire_at <= timezone.now()
    return bool(page.live) and not expired and not is_private(page)
