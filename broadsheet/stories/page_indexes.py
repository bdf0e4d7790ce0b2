"""Indexes on Wagtail's own page table, for papers with a long archive.

Made after every `migrate`, not by a migration: SQLite rebuilds a table that a later migration of Wagtail alters, and
forgets indexes that Wagtail does not know.
"""

from typing import Any

from django.db import connections

# Each names the screen it serves.
INDEXES = {
    # update_aliases() at each publication: nearly all are NULL, and SQLite would walk the table by path.
    "broadsheet_page_alias": "(alias_of_id) WHERE alias_of_id IS NOT NULL",
    # The edit form, the chooser and the newsroom's home ask for the pages of one depth.
    "broadsheet_page_depth": "(depth, path)",
    # "Locked pages", asked on the newsroom's home.
    "broadsheet_page_locked": "(locked_by_id) WHERE locked",
    # "What is mine", newest first.
    "broadsheet_page_latest": "(latest_revision_created_at)",
    # The worker looks every five seconds for what has expired.
    "broadsheet_page_expires": "(expire_at) WHERE expire_at IS NOT NULL",
}


def make_page_indexes(using: str, **_kwargs: Any) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if "wagtailcore_page" not in connection.introspection.table_names(cursor):
            return
        for name, columns in INDEXES.items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON wagtailcore_page {columns}")
