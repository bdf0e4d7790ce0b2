"""What a story says to machines of its topics and its series, in the words of schema.org."""

from typing import Any
from urllib.parse import urljoin

from broadsheet.stories.gatherings import series_of, topics_of
from broadsheet.stories.models import Series, Story


def gathered(story: Story, root_url: str) -> dict[str, Any]:
    """Return about, keywords, isPartOf and position; empty where there is nothing to say."""
    topics, series = topics_of(story), series_of(story)
    return {
        "about": [
            {"@type": "Thing", "name": topic.name, "url": urljoin(root_url, topic.path)}
            for topic in topics
        ],
        "keywords": [topic.name for topic in topics],
        "isPartOf": _series(series, root_url),
        "position": story.series_part if series else None,
    }


def _series(series: Series | None, root_url: str) -> dict[str, str]:
    if series is None:
        return {}
    url = urljoin(root_url, series.path)
    return {"@type": "CreativeWorkSeries", "name": series.name, "url": url}
