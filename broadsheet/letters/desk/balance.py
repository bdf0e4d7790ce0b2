"""In election time: how many letters each side of a race has, so that the paper's pages stay fair."""

from collections import Counter
from dataclasses import dataclass

from wagtail.models import Site

from broadsheet.letters.checking import elections_on
from broadsheet.letters.models import Election, Letter, LetterRules
from broadsheet.letters.states import OPEN, State


@dataclass(frozen=True)
class Side:
    """One side of a race: how many of its letters wait, will be printed, were printed, and how many may be."""

    race: str
    name: str
    waiting: int
    scheduled: int
    printed: int
    cap: int

    @property
    def is_full(self) -> bool:
        return self.printed + self.scheduled >= self.cap


def balance_of(site: Site, rules: LetterRules) -> list[tuple[Election, list[Side]]]:
    """Return the sides of each race of the elections that matter today, in the order in which the paper names them."""
    elections = elections_on(rules)
    if not elections:
        return []
    found = Letter.objects.filter(site=site).exclude(race="")
    counted = Counter(found.values_list("race", "side", "state"))
    return [(one, list(_sides(one, counted))) for one in elections]


def _sides(election: Election, counted: "Counter[tuple[str, str, str]]") -> list[Side]:
    return [
        Side(
            race,
            side,
            waiting=sum(counted[race, side, state] for state in OPEN),
            scheduled=counted[race, side, State.SCHEDULED],
            printed=counted[race, side, State.PUBLISHED],
            cap=election.cap,
        )
        for race, sides in election.race_list.items()
        for side in sides
    ]
