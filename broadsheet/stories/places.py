"""A story's numbers in the lists that readers page through: given once, so that no numbered page ever shifts.

A section and a topic each count their stories as readers are first shown them. Thirty numbers make a page: page 3 holds 61
to 90, whatever is printed later. A story that is taken down keeps its number and is not shown; one that leaves the section
or topic leaves a gap. Nothing here ever counts: the last number is one look at an index.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db import connection

from broadsheet.masthead.pages import STEP
from broadsheet.press.recorder import note_source
from broadsheet.stories.cards import Card, cards_of
from broadsheet.stories.lists import section_above
from broadsheet.stories.models import Place, Story

A_PAGE = 30
# A list: of what, and the key of the section or topic.
ListKey = tuple[int, int]
KINDS: dict[int, str] = {Place.Of.SECTION: "section", Place.Of.TOPIC: "topic"}
# Root, front, section, story.
DEPTH_IN_A_SECTION = 4
# Which topics have stories at all.
TOPICS = "list:topics"


class NumberedPage(NamedTuple):
    """One page of a list, newest first; `newer` and `earlier` are the numbers of the pages beside it."""

    number: int
    lines: list[Card]
    newer: int | None
    earlier: int | None


def page_of(number: int) -> int:
    """Return the page that holds a number.

    >>> [page_of(number) for number in (1, 30, 31)]
    [1, 1, 2]
    """
    return (number - 1) // A_PAGE + 1


def list_source(of: int, key: int) -> str:
    """Return the name by which the log knows a list, for example `list:section:7`."""
    return f"list:{KINDS[of]}:{key}"


def page_source(of: int, key: int, page: int) -> str:
    """Return the name by which the log knows a numbered page, for example `list:section:7:page:3`."""
    return f"{list_source(of, key)}:page:{page}"


# For readers ---------------------------------------------------------------------------------------
def last_number(of: int, key: int) -> int:
    """Return the last number given in a list; 0 if it has none."""
    return last_numbers([(of, key)])[0]


def last_numbers(lists: Sequence[ListKey]) -> list[int]:
    """Return the last number given in each of some lists; 0 for those that have none.

    Written out: each publication asks, and putting the same together from parts takes longer than the answer.
    """
    table, of, key, number = map(
        connection.ops.quote_name, ("stories_place", "of", "key", "number")
    )
    one = f"(SELECT MAX({number}) FROM {table} WHERE {of} = %s AND {key} = %s)"  # nosec B608 # names of models; values are bound
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join([one] * len(lists))}", [n for both in lists for n in both]
        )
        return [found or 0 for found in cursor.fetchone()]


def newest_page(of: int, key: int) -> int:
    """Return the number of a list's newest page, which may have just been begun; 0 if nothing ever stood in the list."""
    note_source(list_source(of, key))
    last = last_number(of, key)
    return page_of(last) if last else 0


def numbered_page(of: int, key: int, number: int) -> NumberedPage | None:
    """Return a page of a list; None if it has not been begun."""
    note_source(page_source(of, key, number))
    newest = page_of(last_number(of, key))
    if number > newest:
        return None
    after = A_PAGE * (number - 1)
    places = Place.objects.filter(of=of, key=key, number__gt=after, number__lte=after + A_PAGE)
    rows = places.order_by("-number").values_list("story_id", "story__shown_at")
    keys = [story for story, shown_at in rows if shown_at]
    return NumberedPage(
        number,
        cards_of(keys, "line", template="stories/line.html"),
        newer=number + 1 if number < newest else None,
        earlier=number - 1 if number > 1 else None,
    )


def every_page(of: int, key: int, path: str) -> Iterator[str]:
    """Give the address of each numbered page of the list whose front stands at a path, newest first."""
    for number in range(page_of(last_number(of, key)), 0, -1):
        yield f"{path}page/{number}/"


# When a story is saved -----------------------------------------------------------------------------
def settle_places(story: Story, was: Story | None, wanted: set[ListKey]) -> set[str]:
    """Give a story its number in each list that it has entered, and take it from those it has left.

    Call it in the story's own transaction, once the log is held: two stories never get the same number.

    Args:
        wanted: what `lists_for` said before the story was saved.

    Returns the names of the lists and pages that have changed.
    """
    numbers = numbers_of(story) if was is not None and was.permalink else {}
    left = numbers.keys() - wanted
    entered = wanted - numbers.keys() if story.shown_at else set()
    touched = {name for one in left for name in _names(*one, numbers[one], is_left=True)}
    for of, key in left:
        Place.objects.filter(story_id=story.pk, of=of, key=key).delete()
    for one, number in give_numbers(story, entered).items():
        touched |= _names(*one, number)
    if was is not None and was.shown_at != story.shown_at:
        touched |= {name for one in wanted & numbers.keys() for name in _names(*one, numbers[one])}
    return touched


def names_left(story: Story) -> set[str]:
    """Return the names of the lists and pages that a story leaves when it is deleted."""
    numbers = numbers_of(story)
    return {name for one, number in numbers.items() for name in _names(*one, number, is_left=True)}


def names_of_many(stories: list[int]) -> set[str]:
    """Return the names of the lists and pages that show the numbers of some stories, whether they come or go."""
    places = Place.objects.filter(story_id__in=stories).values_list("of", "key", "number")
    return {name for of, key, number in places for name in _names(of, key, number, is_left=True)}


def leave_section(section: int, stories: list[int]) -> set[str]:
    """Take stories' numbers in a section that theirs is no longer nested in; return the names of what has changed."""
    left = Place.objects.filter(of=Place.Of.SECTION, key=section, story_id__in=stories)
    numbers = list(left.values_list("number", flat=True))
    left.delete()
    of = int(Place.Of.SECTION)
    return {name for number in numbers for name in _names(of, section, number, is_left=True)}


def numbers_of(story: Story) -> dict[ListKey, int]:
    """Return a story's number in each list that it stands in."""
    places = Place.objects.filter(story_id=story.pk).values_list("of", "key", "number")
    return {(of, key): number for of, key, number in places}


def lists_for(story: Story) -> set[ListKey]:
    """Return each list in which a story has a number: its section, the section above that, its topics.

    Before the story is saved this costs nothing: a revision has its topics at hand.
    """
    sections = [story.home_section_id]
    if len(story.path) > DEPTH_IN_A_SECTION * STEP:
        sections.append(section_above(story.path[:-STEP]).pk)
    lists = {(int(Place.Of.SECTION), key) for key in sections if key}
    return lists | {(int(Place.Of.TOPIC), topic.pk) for topic in story.topics.all()}


def give_numbers(story: Story, lists: Iterable[ListKey]) -> dict[ListKey, int]:
    """Give a story the next number in each of some lists: two queries, however many lists and however long."""
    wanted = sorted(lists)
    if not wanted:
        return {}
    given = {one: last + 1 for one, last in zip(wanted, last_numbers(wanted), strict=True)}
    Place.objects.bulk_create(
        [
            Place(of=of, key=key, number=number, story_id=story.pk)
            for (of, key), number in given.items()
        ]
    )
    return given


def _names(of: int, key: int, number: int, *, is_left: bool = False) -> set[str]:
    """Return the names of what shows a number: its list, its page, and the page before if that leads to a new one."""
    page = page_of(number)
    names = {list_source(of, key), page_source(of, key, page)}
    if page > 1 and (is_left or number % A_PAGE == 1):
        names.add(page_source(of, key, page - 1))
    if of == Place.Of.TOPIC:
        names.add(TOPICS)
    return names
