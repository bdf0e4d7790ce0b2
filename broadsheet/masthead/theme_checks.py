"""What is wrong with a theme, each in a sentence: said when the paper starts, by `broadsheet check-theme`, in the newsroom."""

import gzip
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Engine, Template, TemplateDoesNotExist, TemplateSyntaxError, engines
from django.template.base import FilterExpression, Node
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.templatetags.static import StaticNode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from broadsheet.masthead.styles import MOST_BYTES, joined_styles, links_in, style_fault
from broadsheet.masthead.themes import ThemedTemplates, failures, theme_files, theme_folder

READ_AS_TEMPLATES = {".html", ".svg", ".xml", ".txt"}
# What the pages' Content-Security-Policy would refuse.
FOREIGN = re.compile(
    r"<(?:script|img|iframe|link|source|video|audio)\b[^>]*?\s(?:src|href)=[\"'](?:https?:)?//",
    re.IGNORECASE,
)
INLINE = re.compile(r"<style\b|\sstyle=[\"']|\son[a-z]+=[\"']", re.IGNORECASE)


def theme_faults() -> tuple[str, ...]:
    """Return a sentence for each thing that is wrong with the theme's files."""
    return _faults(get_language())


@cache
def _faults(_language: str | None) -> tuple[str, ...]:
    """A theme is read once, when the paper starts; so is what is wrong with it, in each language that someone asks in."""
    folder = theme_folder()
    if folder is None:
        return tuple(_of_the_missing_folder())
    return (*_of_templates(folder), *_of_styles(folder))


def known_faults() -> list[str]:
    """Return what is wrong with the files, and what has failed while pages were made."""
    return [*theme_faults(), *failures()]


def _of_the_missing_folder() -> Iterator[str]:
    if settings.THEME:
        yield _("There is no folder %(folder)s, which the setting THEME names.") % {
            "folder": settings.THEME_FOLDER
        }


# Templates ----------------------------------------------------------------------------------------
def _of_templates(folder: Path) -> Iterator[str]:
    root = folder / "templates"
    backend = next(one for one in engines.all() if isinstance(one, ThemedTemplates))
    named: set[str] = set()
    own: list[str] = []
    for path in theme_files():
        if not path.is_relative_to(root) or path.suffix not in READ_AS_TEMPLATES:
            continue
        name = path.relative_to(root).as_posix()
        own.append(name)
        try:
            words = path.read_text(encoding="utf-8")
            template = Template(words, name=name, engine=backend.engine)
        except TemplateSyntaxError as error:
            yield _of_syntax(name, error)
            continue
        except UnicodeDecodeError:
            yield _("%(file)s is not UTF-8 text. Our own is used until it is saved as that.") % {
                "file": f"templates/{name}"
            }
            continue
        named |= set(_templates_in(template))
        yield from _of_missing(name, template, backend.engine)
        yield from _of_what_browsers_refuse(name, words)
    for name in own:
        if name not in named and not _exists(name, backend.ours.engine):
            yield _(
                "templates/%(name)s replaces no template of ours, and no other one includes it."
            ) % {"name": name}


def _of_syntax(name: str, error: TemplateSyntaxError) -> str:
    line = getattr(getattr(error, "token", None), "lineno", None)
    return _(
        "templates/%(name)s, line %(line)s: %(error)s. Our own is used until it is mended."
    ) % {"name": name, "line": line or 1, "error": str(error).rstrip(".")}


def _literal(expression: object) -> str:
    """Return a name that stands in a template as it is; nothing if it is worked out while a page is made."""
    if not isinstance(expression, FilterExpression) or expression.filters:
        return ""
    return str(expression.var) if isinstance(expression.var, str) else ""


def _templates_in(template: Template) -> Iterator[str]:
    yield from _named(template, ExtendsNode, "parent_name")
    yield from _named(template, IncludeNode, "template")


def _named(template: Template, kind: type[Node], attribute: str) -> list[str]:
    nodes = template.nodelist.get_nodes_by_type(kind)
    return [_literal(getattr(node, attribute)) for node in nodes]


def _of_missing(name: str, template: Template, engine: Engine) -> Iterator[str]:
    files = _named(template, StaticNode, "path")
    missing = [one for one in _templates_in(template) if one and not _exists(one, engine)]
    missing += [one for one in files if one and finders.find(one) is None]
    for one in missing:
        yield _("templates/%(name)s names %(missing)s, which is not there.") % {
            "name": name,
            "missing": one,
        }


def _exists(name: str, engine: Engine) -> bool:
    try:
        engine.find_template(name)
    except TemplateDoesNotExist:
        return False
    except TemplateSyntaxError:
        return True
    return True


def _of_what_browsers_refuse(name: str, words: str) -> Iterator[str]:
    if FOREIGN.search(words):
        yield _(
            "templates/%(name)s asks another host for something; readers' browsers will refuse it."
        ) % {"name": name}
    if INLINE.search(words):
        yield _(
            "templates/%(name)s holds a style or script of its own; readers' browsers will refuse it. "
            "Put styles into a .css file of the theme."
        ) % {"name": name}


# Styles -------------------------------------------------------------------------------------------
def _of_styles(folder: Path) -> Iterator[str]:
    for path in theme_files():
        if path.suffix != ".css":
            continue
        name = path.relative_to(folder).as_posix()
        fault = style_fault(path)
        if fault:
            yield fault % {"file": name}
            continue
        static_folder = (
            path.parent.relative_to(folder).as_posix().removeprefix("static").strip("./")
        )
        for link in links_in(path.read_text(encoding="utf-8"), static_folder):
            if finders.find(link) is None:
                yield _(
                    "%(file)s names %(missing)s, which is not in the theme's folder static."
                ) % {
                    "file": name,
                    "missing": link,
                }
    size = len(gzip.compress(joined_styles().encode()))
    if size > MOST_BYTES:
        yield _(
            "With the theme, the styles of a page have %(size)s KiB compressed; 12 KiB is the most. "
            "They are used all the same, and every first visit waits for them."
        ) % {"size": f"{size / 1024:.1f}"}
