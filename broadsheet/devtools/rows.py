"""Putting many rows into the tables of stories at once, as neither Django nor Wagtail can.

Each piece is one short transaction: an editor who saves meanwhile waits for it, and no longer.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from random import Random
from typing import Any

from django.db import connection, models
from wagtail.models import Page


class Rows:
    """Rows for the table of one model; columns that are not given have the model's own defaults."""

    def __init__(self, model: type[models.Model], *, without: Sequence[str] = ()) -> None:
        fields = [field for field in model._meta.local_concrete_fields if field.name not in without]
        # In the columns' order, so that a row is this dictionary with some values changed.
        self._defaults: dict[str, Any] = {
            str(field.column): None
            if field.primary_key
            else field.get_db_prep_save(field.get_default(), connection)
            for field in fields
        }
        name = connection.ops.quote_name(model._meta.db_table)
        columns = ", ".join(connection.ops.quote_name(column) for column in self._defaults)
        holes = ", ".join(["%s"] * len(fields))
        self._insert = f"INSERT INTO {name} ({columns}) VALUES ({holes})"
        self._rows: list[tuple[Any, ...]] = []

    def add(self, values: dict[str, Any]) -> None:
        self._rows.append(tuple({**self._defaults, **values}.values()))

    def insert(self) -> None:
        """Put the rows that were added into the table, in the transaction that is under way."""
        with connection.cursor() as cursor:
            cursor.executemany(self._insert, self._rows)
        self._rows.clear()


def new_page_keys(count: int) -> list[int]:
    """Return keys that no page has or had, and that nobody else is given; call it inside the transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('wagtailcore_page', 'id')) FROM generate_series(1, %s)",
                [count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'wagtailcore_page'")
        row = cursor.fetchone()
    last = row[0] if row else 0
    return list(range(last + 1, last + count + 1))


def last_step(parent: Page) -> int:
    """Return the number of the last child of a page in treebeard's tree; 0 if it has none."""
    children = Page.objects.filter(
        depth=parent.depth + 1, path__range=Page._get_children_path_interval(parent.path)
    )
    # Not `get_last_child()`: it believes the number of children that was read with the parent.
    last = children.order_by("-path").values_list("path", flat=True).first()
    return int(Page._str2int(last[-Page.steplen :])) if last else 0


def child_path(parent_path: str, step: int) -> str:
    """Return the tree path of a page's child by its number.

    >>> child_path("00010001", 36)
    '000100010010'
    """
    return parent_path + str(Page._int2str(step)).rjust(Page.steplen, "0")


def count_children(added: Iterable[tuple[int, int]]) -> None:
    """Raise the number of children of pages: without it, the next page an editor adds would have a path twice."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE wagtailcore_page SET numchild = numchild + %s WHERE id = %s",
            [(count, key) for key, count in added],
        )


def ordered_uuid(when: datetime, random: Random) -> str:
    """Return a UUID of version 7 (RFC 9562): those made in order of time lie side by side in their index."""
    milliseconds = int(when.timestamp() * 1000)
    middle, last = random.getrandbits(12), random.getrandbits(62)
    return f"{milliseconds:012x}7{middle:03x}{0x8000000000000000 | last:016x}"


def learn_about_tables() -> None:
    """Have the database count its tables in full; with limited counts SQLite reads whole archives for one list."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
