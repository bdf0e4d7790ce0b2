"""The desk's screens as a test reads them: what stands on a page, what its form would send; and where photos stand."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ReferenceIndex

from broadsheet.photos.models import Photo, Run


def page_of(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def words_of(element: Tag) -> str:
    return " ".join(element.get_text().split())


def fields_of(answer: Any, action: str) -> dict[str, Any]:
    """Return what a browser would send with the form that goes to an address, if someone changed nothing."""
    form = page_of(answer).find("form", attrs={"action": action})
    assert isinstance(form, Tag), f"no form goes to {action}"
    sent: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"], attrs={"name": True}):
        for value in values_of(field):
            sent.setdefault(str(field["name"]), []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}


def values_of(field: Tag) -> list[str]:
    """Return what one field of a form would send."""
    if field.name == "textarea":
        # A browser leaves the first end of line out.
        return [field.get_text().removeprefix("\r").removeprefix("\n")]
    if field.name == "select":
        chosen = [one for one in field.find_all("option") if one.has_attr("selected")]
        return [str(one["value"]) for one in chosen or field.find_all("option")[:1]]
    kind = field.get("type", "text")
    if kind in ("file", "submit", "button"):
        return []
    if kind in ("checkbox", "radio"):
        return [str(field.get("value", "on"))] if field.has_attr("checked") else []
    return [str(field.get("value", ""))]


def note_run(photo: Photo, headline: str, **fields: Any) -> Run:
    """Write down that readers saw a photo."""
    said = {"place": Run.Place.LEAD, "address": "/2026/11/ferry/", "began_at": timezone.now()}
    return Run.objects.create(photo=photo, headline=headline, **{**said, **fields})


def name_in_draft(photo: Photo, story: Any) -> None:
    """Have Wagtail's index know that a story shows a photo, as the worker writes it down."""
    photo_type = ContentType.objects.get_for_model(Photo)
    page_type = ContentType.objects.get(app_label="wagtailcore", model="page")
    ReferenceIndex.objects.create(
        content_type=ContentType.objects.get_for_model(story),
        base_content_type=page_type,
        object_id=str(story.pk),
        to_content_type=photo_type,
        to_object_id=str(photo.pk),
        model_path="lead_photo",
        content_path="lead_photo",
        content_path_hash=ReferenceIndex._get_content_path_hash("lead_photo"),
    )
