"""What the photo desk keeps: photos and their sizes, the terms of their use, where they ran, what is to be taken; recordings."""

from broadsheet.photos.models.photo import Named, Photo, Rendition, Words  # isort: skip
from broadsheet.photos.models.assignment import Assignment
from broadsheet.photos.models.glimpse import Glimpse
from broadsheet.photos.models.recording import Recording, name_of_captions, name_of_recording
from broadsheet.photos.models.run import Run
from broadsheet.photos.models.terms import EndTold, Exemption, Terms, Use

__all__ = [
    "Assignment",
    "EndTold",
    "Exemption",
    "Glimpse",
    "Named",
    "Photo",
    "Recording",
    "Rendition",
    "Run",
    "Terms",
    "Use",
    "Words",
    "name_of_captions",
    "name_of_recording",
]
