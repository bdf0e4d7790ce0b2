"""Reading the demo paper's files: TOML between two lines of `+++`, then Markdown."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

Fields = dict[str, Any]
# Stories this close to the newest one are "current" and move with the calendar.
CURRENT = timedelta(days=60)


def demo_folder() -> Path:
    """Return the folder of the demo paper: inside the installed program, or beside it in the repository."""
    installed = Path(__file__).parent / "paper"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "demo"


def read_file(path: Path) -> tuple[Fields, str]:
    """Return the heading of fields and the text below it."""
    text = path.read_text(encoding="utf-8")
    if not text.startswith("+++\n"):
        return {}, text.strip()
    heading, _, body = text[4:].partition("\n+++\n")
    return tomllib.loads(heading), body.strip()


@dataclass
class StoryFile:
    """One story of the demo paper; times are aware, and moved to the present if the story is current."""

    stem: str
    fields: Fields
    text: str
    published: datetime
    later: timedelta

    @property
    def slug(self) -> str:
        return self.fields.get("slug") or self.stem[11:]

    @property
    def written_address(self) -> str:
        """The address at which other stories' texts name it."""
        return f"/{self.fields['published']:%Y/%m}/{self.slug}/"

    @property
    def address(self) -> str:
        """The address it is to have."""
        return f"/{self.published:%Y/%m}/{self.slug}/"

    def moment(self, written: datetime) -> datetime:
        """Return a time written in the file, aware and moved like the story."""
        return written.replace(tzinfo=self.published.tzinfo) + self.later


def read_stories(folder: Path, zone: ZoneInfo, now: datetime) -> list[StoryFile]:
    """Return all stories, oldest first.

    Current stories are moved by whole weeks, so that weekdays in their texts stay right, until the newest
    is at most a week old and none lies ahead.
    """
    read = [(path.stem, *read_file(path)) for path in sorted((folder / "stories").glob("*.md"))]
    newest = max(fields["published"] for _, fields, _ in read).replace(tzinfo=zone)
    later = timedelta(weeks=(now - newest) // timedelta(weeks=1))
    stories = []
    for stem, fields, text in read:
        written = fields["published"].replace(tzinfo=zone)
        moved = later if newest - written < CURRENT else timedelta()
        stories.append(StoryFile(stem, fields, text, written + moved, moved))
    return sorted(stories, key=lambda story: story.published)
