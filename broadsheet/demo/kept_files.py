"""The demo paper's documents and recordings, and the blocks of stories that show them."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile

from broadsheet.demo.files import Fields
from broadsheet.newsroom.models import PaperDocument
from broadsheet.photos.models import Photo, Recording
from broadsheet.photos.recordings import take_in


class KeptFiles:
    """What has been taken in, by the names that stories use."""

    def __init__(self, folder: Path, photos: dict[str, Photo]) -> None:
        self.folder = folder
        self.photos = photos
        self.documents: dict[str, PaperDocument] = {}
        self.recordings: dict[str, Recording] = {}

    def load(self) -> None:
        for fields in self._listed("documents"):
            self.documents[fields["file"]] = self._document(fields)
        for fields in self._listed("recordings"):
            self.recordings[fields["file"]] = self._recording(fields)

    def _listed(self, kind: str) -> list[Fields]:
        written = (self.folder / kind / f"{kind}.toml").read_text("utf-8")
        listed: list[Fields] = tomllib.loads(written)[kind]
        return listed

    def _document(self, fields: Fields) -> PaperDocument:
        file = self.folder / "documents" / fields["file"]
        document = PaperDocument(title=fields["title"])
        document.file.save(file.name, ContentFile(file.read_bytes()), save=False)
        document._set_document_file_metadata()
        document.save()
        return document

    def _recording(self, fields: Fields) -> Recording:
        file = self.folder / "recordings" / fields["file"]
        captions = file.with_suffix(".vtt")
        recording = Recording(
            title=fields["title"],
            caption=fields.get("caption", ""),
            credit=fields.get("credit", ""),
            nothing_said=fields.get("nothing_said", False),
            poster=self.photos.get(fields.get("poster", "")),
            transcript=file.with_suffix(".txt").read_text("utf-8").strip(),
        )
        copy = ContentFile(file.read_bytes(), name=file.name)
        return take_in(
            recording,
            file=File(copy, name=file.name),
            captions=captions.read_bytes() if captions.exists() else b"",
        )

    def block(self, fields: Fields) -> Fields:
        """Return a fenced block's fields, with photos, documents and recordings in place of their names."""
        made: dict[str, Any] = dict(fields)
        if "document" in made:
            made["document"] = self.documents[made["document"]]
        if "recording" in made:
            made["recording"] = self.recordings[made["recording"]]
        if "poster" in made:
            made["poster"] = self.photos[made["poster"]]
        if "photos" in made:
            made["photos"] = [self._use(use) for use in made["photos"]]
        return made

    def _use(self, use: Fields) -> Fields:
        return {
            "photo": self.photos[use["photo"]],
            "crop": use.get("crop", ""),
            "caption": use.get("caption", ""),
            "alt_text": use.get("alt", ""),
        }
