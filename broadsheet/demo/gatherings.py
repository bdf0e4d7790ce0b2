"""The demo paper's topics and series, by the slugs that stories use."""

import tomllib
from pathlib import Path

from broadsheet.stories.models import Series, Topic


class Gatherings:
    """What gathers the demo's stories beside their sections."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "topics.toml"
        self.topics: dict[str, Topic] = {}
        self.series: dict[str, Series] = {}

    def load(self) -> None:
        written = tomllib.loads(self.file.read_text("utf-8"))
        for fields in written["topics"]:
            self.topics[fields["slug"]] = Topic.objects.create(**fields)
        for fields in written["series"]:
            self.series[fields["slug"]] = Series.objects.create(**fields)
