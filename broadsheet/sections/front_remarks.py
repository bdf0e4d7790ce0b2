"""What the press is told of each front that it prints, in the words that readers see."""

import json
from typing import TYPE_CHECKING, Any

from broadsheet.press.recorder import is_printing, remark
from broadsheet.sections.models import Front
from broadsheet.stories.lists import stories_by_key
from broadsheet.stories.models import Story

if TYPE_CHECKING:
    from broadsheet.sections.fronts import FrontPlan

FRONT = "front:"
CHOSEN, BREAKING, BY_ITSELF = "chosen", "breaking", "itself"


def remark_front(front: Front, plan: "FrontPlan") -> None:
    """Say what leads, what stands beside it and under it, and why."""
    if not is_printing():
        return
    # The cards of these stories are made for the page anyway, from the same records.
    under = stories_by_key([row.key for row in plan.also])
    places = [_of(plan.lead, "1", plan)] if plan.lead else []
    places += [_of(story, "beside", plan) for story in plan.beside_lead]
    places += [_of(story, str(number), plan) for number, story in enumerate(under, 2)]
    words = {"places": places, "arrangement": plan.arrangement}
    remark(f"{FRONT}{front.pk}", json.dumps(words, ensure_ascii=False))


def _of(story: Story, place: str, plan: "FrontPlan") -> dict[str, Any]:
    how = CHOSEN if story.pk in plan.chosen else BY_ITSELF
    if place == "1" and plan.is_breaking:
        how = BREAKING
    return {
        "place": place,
        "story": story.pk,
        "headline": story.title,
        "label": str(story.label),
        "path": story.permalink or "",
        "photo": story.lead_photo_id,
        "how": how,
    }
