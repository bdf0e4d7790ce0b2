"""Reading one row."""

from typing import TypeVar

from django.db.models import Model, QuerySet

Kind = TypeVar("Kind", bound=Model)


def one_of(rows: "QuerySet[Kind]") -> Kind | None:
    """Return the row of a query that has one at most; None if it has none.

    Not `first()`, which sorts: Django then weighs each column of a wide table, which takes longer than reading it.
    """
    return next(iter(rows.order_by()[:1]), None)
