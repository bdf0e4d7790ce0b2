"""Where tries are counted: in the paper's database, so that server and worker, and every node, count the same ones.

The program has no cache (decision 10). What signs people in counts tries, and remembers the codes that were used, in the
default cache; this one keeps those and nothing else.
"""

from typing import Any

from django.core.cache.backends.db import DatabaseCache

COUNTED = "allauth"


class LimitsCache(DatabaseCache):
    """A cache in the table `staff_limit` for what is counted about signing in; whatever else is put in is not kept."""

    def _is_counted(self, key: Any) -> bool:
        return str(key).startswith(COUNTED)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return super().get(key, default, version) if self._is_counted(key) else default

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return super().get_many([key for key in keys if self._is_counted(key)], version)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        if self._is_counted(key):
            super().set(key, value, *args, **kwargs)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return super().add(key, value, *args, **kwargs) if self._is_counted(key) else True

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return super().touch(key, *args, **kwargs) if self._is_counted(key) else False

    def delete(self, key: Any, version: int | None = None) -> bool:
        return super().delete(key, version) if self._is_counted(key) else False

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return super().has_key(key, version) if self._is_counted(key) else False
