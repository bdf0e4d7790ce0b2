"""What is kept of stories: the story, what stands beside it, what gathers it, its live entries, its corrections."""

from broadsheet.stories.models.story import Story  # isort: skip
from broadsheet.stories.models.beside import Byline, RelatedStory
from broadsheet.stories.models.correction import Correction, KeptCorrections
from broadsheet.stories.models.gathering import Place, Series, Topic
from broadsheet.stories.models.live import LiveEntry, LiveReporter
from broadsheet.stories.models.looked_up import LookedUp

__all__ = [
    "Byline",
    "Correction",
    "KeptCorrections",
    "LiveEntry",
    "LiveReporter",
    "LookedUp",
    "Place",
    "RelatedStory",
    "Series",
    "Story",
    "Topic",
]
