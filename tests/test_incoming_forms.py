"""No way in which a file could come into the paper is forgotten: each field, view and record that has to do with files."""

import ast
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import models
from django.urls import get_resolver
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.panels import get_edit_handler
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.documents.forms import get_document_form, get_document_multi_form
from wagtail.images.forms import get_image_form, get_image_multi_form
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

import broadsheet
from broadsheet.incoming.admitting import admit, is_admitted
from broadsheet.incoming.errors import UnseenFileError
from broadsheet.incoming.fields import LookedAt
from broadsheet.incoming.storage import PaperFiles
from broadsheet.incoming.uses import PICTURE, USES
from broadsheet.newsroom.models import PaperDocument
from broadsheet.photos.models import Photo
from tests.town import jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# Each function that takes files out of a request, and the fields of its forms, which the next test reads.
TAKE_FILES = {
    "broadsheet.archive.desk:import_page": "PageForm",
    "broadsheet.donations.importing.screens:import_file": "FileOfGiftsForm",
    "broadsheet.photos.acts_desk:replace_photo": "ReplacementForm",
    "broadsheet.photos.desk.upload:upload_photo": "FileForm",
    "broadsheet.photos.desk.upload:upload_photos": "FileForm",
    "broadsheet.stories.live_desk:_form": "LiveEntryForm",
    "django.views.generic.edit:FormMixin.get_form_kwargs": "every form of a generic view",
    "wagtail.admin.views.account:BaseSettingsPanel.get_form": "every panel of one's own account",
    "wagtail.admin.views.generic.chooser:CreationFormMixin.get_creation_form_kwargs": "choosers",
    "wagtail.admin.views.generic.multiple_upload:AddView.post": "photo's and document's forms",
    "wagtail.admin.views.generic.multiple_upload:CreateFromUploadView.post": "titles of files set aside",
    "wagtail.admin.views.generic.multiple_upload:EditView.post": "titles of files that came in",
    "wagtail.admin.views.workflows:TaskChooserCreateView.post": "no file",
    "wagtail.contrib.redirects.views:process_import": "no file",
    "wagtail.contrib.redirects.views:start_import": "ImportForm",
    "wagtail.embeds.views.chooser:chooser_upload": "no file",
    "wagtail.users.views.groups:PermissionPanelFormsMixin.get_permission_panel_form_kwargs": "no file",
}


def test_every_view_that_takes_files_is_known():
    found = {name for module in modules_of_views() for name in takers_of_files(module)}

    assert found - TAKE_FILES.keys() == set(), "see which form it hands them to, and add it above"
    assert len(found) > 8


def modules_of_views() -> set[str]:
    names = set()
    for callback in callbacks(get_resolver().url_patterns):
        view = inspect.unwrap(callback)
        kind = getattr(view, "view_class", None)
        names |= {view.__module__, *(base.__module__ for base in getattr(kind, "__mro__", ()))}
    return names - {"builtins"}


def callbacks(patterns: list[Any]) -> Iterator[Any]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from callbacks(pattern.url_patterns)
        else:
            yield pattern.callback


def takers_of_files(module: str) -> Iterator[str]:
    def look(node: ast.AST, within: list[str]) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            is_named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if isinstance(child, ast.Attribute) and child.attr == "FILES":
                yield f"{module}:{'.'.join(within)}"
            yield from look(child, [*within, child.name] if is_named else within)

    yield from look(ast.parse(inspect.getsource(sys.modules[module])), [])


def test_every_field_that_asks_for_a_file_looks_at_it():
    load_every_form()

    fields = [
        (form, name, field)
        for form in below(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.FileField)
    ]

    blind = {(form, name) for form, name, field in fields if not isinstance(field, LookedAt)}
    # Ours stands in its place.
    assert blind == {(AvatarPreferencesForm, "avatar")}
    assert issubclass(AvatarSettingsPanel.form_class, AvatarPreferencesForm)
    assert isinstance(AvatarSettingsPanel.form_class.base_fields["avatar"], LookedAt)
    assert {field.use for _form, _name, field in fields if isinstance(field, LookedAt)} == set(USES)


def load_every_form() -> None:
    for module in pkgutil.walk_packages(broadsheet.__path__, "broadsheet."):
        if not {"tests", "migrations", "commands", "asgi"} & set(module.name.split(".")):
            importlib.import_module(module.name)
    for make in (get_image_form, get_image_multi_form):
        make(Photo)
    for make in (get_document_form, get_document_multi_form):
        make(PaperDocument)
    pages = [kind for kind in apps.get_models() if issubclass(kind, Page)]
    for kind in [*pages, *get_snippet_models(), *settings_registry]:
        get_edit_handler(kind).get_form_class()


def below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def test_every_file_of_every_record_lies_in_the_papers_folder():
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FileField)
    ]

    assert len(fields) >= 6
    assert [str(field) for field in fields if field.storage != default_storage] == []
    assert isinstance(default_storage, PaperFiles)


@pytest.mark.parametrize("kind", [Photo, PaperDocument])
def test_a_form_that_forgets_to_look_keeps_nothing(home: Path, kind: type[Any]):
    file = as_sent("a.jpg", jpeg())
    assert not is_admitted(file)

    with pytest.raises(UnseenFileError):
        kind.objects.create(title="Ferry", file=file)

    assert not [path for path in home.rglob("*") if path.is_file()]
    admit(file, PICTURE)
    assert kind.objects.create(title="Ferry", file=file).pk


def as_sent(name: str, raw: bytes) -> InMemoryUploadedFile:
    """Return a file as Django takes it out of a request."""
    return InMemoryUploadedFile(ContentFile(raw), "file", name, "image/jpeg", len(raw), None)
