"""Whether what a revision points to still exists: asked once for all of it, where modelcluster reads record after record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Value
from modelcluster.models import get_all_child_relations

Pointers = dict[type[models.Model], set[Any]]


def all_exist(kind: type[models.Model], data: dict[str, Any]) -> bool:
    """Say whether every record exists that a story's data, and that of what belongs to it, point to by a foreign key.

    Args:
        data: what a revision holds (`serializable_data`).
    """
    pointers: Pointers = defaultdict(set)
    _gather(pointers, kind, [data])
    for relation in get_all_child_relations(kind):
        children = data.get(relation.get_accessor_name()) or []
        _gather(pointers, relation.related_model, children)
    found = [
        model._default_manager.filter(pk__in=keys).order_by().values_list(Value(1))
        for model, keys in pointers.items()
    ]
    if not found:
        return True
    return len(found[0].union(*found[1:], all=True)) == sum(map(len, pointers.values()))


def _gather(pointers: Pointers, kind: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        for model, key in _pointers_of(kind, row):
            pointers[model].add(key)


def _pointers_of(
    kind: type[models.Model], row: dict[str, Any]
) -> Iterator[tuple[type[models.Model], Any]]:
    for name, value in row.items():
        try:
            field = kind._meta.get_field(name)
        except FieldDoesNotExist:
            # The revision is older than the program.
            continue
        if value is not None and isinstance(field, models.ForeignKey):
            yield field.related_model, field.target_field.to_python(value)
