"""What some work writes into the database, kept as SQL: worked once, and written again for each test that needs it."""

from collections.abc import Callable

from django.db import IntegrityError, connection, transaction

# Rows of a table as literals, by their first column, which is the key.
Rows = dict[str, tuple[str, ...]]


class Replayed:
    """Work that is done in the first test that asks for it, and copied in all others.

    Where the copy does not fit, because the test wrote something of its own before, the work is done anew.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self.work = work
        self._statements: list[str] | None = None

    def do(self) -> None:
        if self._statements is None:
            before = every_row()
            self.work()
            self._statements = differences(before, every_row())
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in self._statements:
                    cursor.execute(statement)
        except IntegrityError:
            self.work()


def every_row() -> dict[str, Rows]:
    """Return all that the database holds, by table."""
    literal = "quote({})" if connection.vendor == "sqlite" else "quote_nullable({}::text)"
    held = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = connection.introspection.get_table_description(cursor, table)
            asked = ", ".join(literal.format(f'"{column.name}"') for column in columns)
            cursor.execute(f'SELECT {asked} FROM "{table}"')
            held[table] = {row[0]: row for row in cursor.fetchall()}
    return held


def differences(before: dict[str, Rows], after: dict[str, Rows]) -> list[str]:
    """Return the statements that make the one out of the other."""
    statements = []
    for table, rows in after.items():
        gone = [key for key, row in before[table].items() if rows.get(key) != row]
        come = [row for key, row in rows.items() if before[table].get(key) != row]
        with connection.cursor() as cursor:
            key = connection.introspection.get_table_description(cursor, table)[0].name
        if gone:
            statements.append(f'DELETE FROM "{table}" WHERE "{key}" IN ({", ".join(gone)})')
        if come:
            values = ", ".join(f"({', '.join(row)})" for row in come)
            # No places for parameters: a percent sign is one.
            statements.append(f'INSERT INTO "{table}" VALUES {values}')
    return statements
