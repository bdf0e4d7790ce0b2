"""A paper's own look: a folder outside the program whose templates and styles are found before ours.

Whatever is wrong with a theme is said in a sentence and never takes the paper down: a template that cannot be read or
fails while a page is made gives way to ours; a style file that would spoil the others is left out.
"""

import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template import Origin, Template, TemplateDoesNotExist, TemplateSyntaxError
from django.template.backends.django import DjangoTemplates
from django.template.backends.django import Template as BackendTemplate
from django.template.loaders.filesystem import Loader
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from broadsheet.lib.log_lines import in_words
from broadsheet.press.log import this_shelf
from broadsheet.press.runs import tag

logger = logging.getLogger(__name__)
# Where the shelf, which all processes of this machine share, keeps what failed while a page was made.
STATE = "theme"
MOST_FAULTS = 10


def theme_folder() -> Path | None:
    """Return the folder of this paper's theme; None if it has none."""
    folder = Path(settings.THEME_FOLDER)
    return folder if folder.is_dir() else None


def theme_files() -> Iterator[Path]:
    """Give each file of the theme, in order."""
    folder = theme_folder()
    if folder:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def theme_edition() -> str:
    """Return a name for the state of the theme's files: another one after any change."""
    state = [f"{path}:{path.stat().st_mtime_ns}:{path.stat().st_size}\n" for path in theme_files()]
    return tag("".join(state).encode())[:12] if state else ""


# Templates ----------------------------------------------------------------------------------------
class ThemeLoader(Loader):
    """Finds a theme's templates; one that cannot be read is passed by, and ours is found next."""

    def get_contents(self, origin: Origin) -> str:
        try:
            contents = super().get_contents(origin)
            Template(contents, origin, str(origin.template_name), self.engine)
        except (TemplateSyntaxError, UnicodeDecodeError, OSError) as error:
            raise TemplateDoesNotExist(origin) from error
        return contents


class ThemedTemplates(DjangoTemplates):
    """Django's templates, the theme's before ours; beside them ours alone, for when the theme's fail."""

    def __init__(self, params: dict[str, Any]) -> None:
        ours = "django.template.loaders.app_directories.Loader"
        theme = [("broadsheet.masthead.themes.ThemeLoader", params["DIRS"])]
        self.has_theme = bool(params["DIRS"])
        self.ours = DjangoTemplates({**_copy(params), "DIRS": [], "APP_DIRS": True})
        found_in = [*(theme if self.has_theme else []), ours]
        own = _copy(params)
        own["OPTIONS"]["loaders"] = [("django.template.loaders.cached.Loader", found_in)]
        super().__init__({**own, "DIRS": [], "APP_DIRS": False})

    def get_template(self, template_name: str) -> BackendTemplate:
        found = super().get_template(template_name)
        return ThemedTemplate(found.template, self) if self.has_theme else found


def _copy(params: dict[str, Any]) -> dict[str, Any]:
    return {**params, "OPTIONS": dict(params["OPTIONS"])}


class ThemedTemplate(BackendTemplate):
    """A template that is made again from ours alone if something fails in it, or in what it takes in, of the theme."""

    def __init__(self, template: Template, backend: ThemedTemplates) -> None:
        super().__init__(template, backend)
        self.themed = backend

    def render(
        self, context: dict[str, Any] | None = None, request: HttpRequest | None = None
    ) -> SafeString:
        try:
            return SafeString(super().render(context, request))
        except Exception as error:  # noqa: BLE001 (whatever a theme may do)
            name = str(self.template.name)
            try:
                made = SafeString(self.themed.ours.get_template(name).render(context, request))
            except Exception:  # noqa: BLE001 (ours fails as well: the fault is not the theme's)
                raise error from None
            note_failure(name, error)
            return made


# What failed ----------------------------------------------------------------------------------------
def note_failure(name: str, error: Exception) -> None:
    """Write down that a page, or a part of one, was made without the theme."""
    sentence = _("The theme failed in %(name)s: %(error)s Our own template is used instead.") % {
        "name": name,
        "error": _told_of(error).rstrip(".") + ".",
    }
    known = failures()
    if sentence in known or len(known) >= MOST_FAULTS:
        return
    logger.error(sentence)
    try:
        this_shelf().set_state(STATE, "\n".join([*known, sentence]))
    except (sqlite3.Error, OSError):
        logger.exception("The theme's failure could not be kept")


def _told_of(error: Exception) -> str:
    # Only what the template itself is to blame for: other errors name what it was given.
    if isinstance(error, TemplateSyntaxError | TemplateDoesNotExist):
        return f"{type(error).__name__}: {error}"
    return in_words(error)


def failures() -> list[str]:
    """Return a sentence for each template of the theme that has failed since the shelf was renewed."""
    try:
        return this_shelf().state(STATE).splitlines()
    except (sqlite3.Error, OSError):
        return []
