"""Settings of one paper, each with a sentence that explains it.

A setting is looked for in the environment, then in the paper's own `paper.toml`. The page of settings in the
publishers' manual is checked against `SETTINGS`, so that no setting exists without its explanation.
"""

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


class Setting(NamedTuple):
    """One thing that can be set: its name in the environment, what it means, and what holds without it."""

    name: str
    meaning: str
    default: str | None


SETTINGS: list[Setting] = []


def home() -> Path:
    """Return the folder that holds all that a paper owns: BROADSHEET_HOME, or `paper` where we stand."""
    return Path(os.environ.get("BROADSHEET_HOME", "paper")).expanduser().absolute()


@cache
def paper_file(path: Path) -> dict[str, object]:
    """Return what `paper.toml` says; nothing if there is no such file.

    Errors:
        ImproperlyConfigured: the file cannot be read as TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ImproperlyConfigured(
            f"{path.name} cannot be read: {error}. Mend it, or delete it."
        ) from error


def text(name: str, meaning: str, *, default: str | None = None) -> str:
    """Return the value of a setting; one without a default must be set.

    NAME_FILE, if set, names a file that holds the value instead: this is how
    secrets reach a container.

    Errors:
        ImproperlyConfigured: no value and no default, or an unreadable file.
    """
    SETTINGS.append(Setting(name, meaning, default))
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {error}") from error
    value = os.environ.get(name)
    if value is None:
        written = paper_file(home() / "paper.toml").get(name.lower())
        value = default if written is None else _as_text(written)
    if value is None:
        raise ImproperlyConfigured(f"Set {name}. {meaning}")
    return value


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def flag(name: str, meaning: str, *, default: bool) -> bool:
    """Return a setting that is yes or no.

    Errors:
        ImproperlyConfigured: a value other than yes and no.
    """
    value = text(name, meaning, default="yes" if default else "no")
    if value not in ("yes", "no"):
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value == "yes"


def number(name: str, meaning: str, *, default: int) -> int:
    """Return a setting that is a whole number, 0 or more.

    Errors:
        ImproperlyConfigured: a value that is none.
    """
    value = text(name, meaning, default=str(default))
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"{name} must be a whole number, 0 or more, not {value!r}.")
    return int(value)


def names(name: str, meaning: str, *, default: str = "") -> list[str]:
    """Return a setting that is a list, parted by commas."""
    return [
        word.strip() for word in text(name, meaning, default=default).split(",") if word.strip()
    ]


def secret(name: str, meaning: str) -> str:
    """Return a secret of this paper: from the environment, else from its file in the home's `secrets` folder.

    Before the paper's first run there is no such file; then a random one serves this process alone.
    """
    file = home() / "secrets" / name.lower()
    try:
        kept = file.read_text(encoding="utf-8").strip()
    except OSError:
        kept = get_random_secret_key()
    value = text(name, meaning, default="")
    return value or kept
