"""One round: some minutes with one paper, request after request, and what came of it."""

import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from fuzz.asking import Answer, Request, ask
from fuzz.papers import NOBODY, People, people_of
from fuzz.routes import NONE, pattern_of
from fuzz.shorter import shortest
from fuzz.visitors import Visitor
from fuzz.watching import Watch, is_told, kind_of
from tests.running import RunningPaper

# Publishers' screens are the most.
HOW_OFTEN = {NOBODY: 3, "Reporter": 3, "Editor": 3, "Publisher": 5}
LOOKED_AFTER = 400


@dataclass(frozen=True)
class Broken:
    """Something that broke: who asked, for what, what the paper said, and whether asking again breaks it again."""

    visitor: str
    request: Request
    trouble: str
    again: bool


@dataclass
class Tally:
    """What was asked and what came of it: answers by route and status, and what broke, once for each kind."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    visitors: Counter[str] = field(default_factory=Counter)
    broken: dict[str, Broken] = field(default_factory=dict)
    exceptions: int = 0

    @property
    def requests(self) -> int:
        return self.answers.total()

    def add(self, other: "Tally") -> None:
        self.answers += other.answers
        self.visitors += other.visitors
        self.exceptions += other.exceptions
        for kind, one in other.broken.items():
            self.broken.setdefault(kind, one)


class Round:
    """Asks one paper for one thing after the other, all of it decided by a seed and by what the paper answers."""

    def __init__(self, paper: RunningPaper, people: People, seed: int) -> None:
        self.paper, self.random = paper, Random(seed)
        self.tally = Tally()
        self.patterns: set[str] = set()
        self.watch = Watch(paper)
        self.visitors = {
            name: Visitor(name, cookies, self.random, people.paths)
            for name, cookies in people.cookies.items()
        }

    def run(self, seconds: float) -> Tally:
        """Ask for so long, or until there is nobody left who may enter the newsroom."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.paper.process.poll() is None:
            self.step()
            if self.tally.requests % LOOKED_AFTER == 0 and not self.sign_in_again():
                break
        return self.tally

    def step(self) -> None:
        """Ask once."""
        name = self.random.choices(list(HOW_OFTEN), list(HOW_OFTEN.values()))[0]
        visitor = self.visitors[name]
        request = visitor.next_request()
        answer = self.ask(request)
        self.tally.answers[pattern_of(request.path), answer.status] += 1
        self.tally.visitors[name] += 1
        if not self.judge(visitor, request, answer):
            visitor.learn(request, answer)

    def ask(self, request: Request) -> Answer:
        return ask(self.paper.port, request)

    def judge(self, visitor: Visitor, request: Request, answer: Answer) -> str:
        """Return what broke with an answer, having written it down; nothing if all is well."""
        trouble = self.watch.look(answer)
        if trouble:
            self.note(visitor, request, trouble)
        return trouble

    def note(self, visitor: Visitor, request: Request, trouble: str) -> None:
        """Write down what broke; the first of its kind is cut down to what breaks it."""
        self.tally.exceptions += 1
        pattern = pattern_of(request.path)
        # A paper may tell the same failure's place only once in an hour.
        kind = kind_of(trouble) if is_told(trouble) else f"{kind_of(trouble)} at {pattern}"
        if kind in self.tally.broken or (not is_told(trouble) and pattern in self.patterns):
            return

        def breaks(asked: Request) -> bool:
            found = self.watch.look(self.ask(asked))
            return bool(found) and (kind_of(found) == kind or not is_told(found))

        found = shortest(request, breaks)
        self.patterns.add(pattern)
        self.tally.broken[kind] = Broken(visitor.name, found or request, trouble, found is not None)

    def sign_in_again(self) -> bool:
        """Give those a new session who have lost theirs; say whether anyone is in then, for roles can be deleted, too."""
        staff = [one for one in self.visitors.values() if one.name != NOBODY]
        lost = [one for one in staff if not self.is_in(one)]
        if lost:
            cookies = people_of(self.paper).cookies
            for visitor in lost:
                visitor.cookies = cookies[visitor.name]
        return any(self.is_in(one) for one in staff)

    def is_in(self, visitor: Visitor) -> bool:
        answer = self.ask(visitor.as_sent(Request(b"GET", b"/newsroom/account/")))
        return answer.status == 200


def reached(tally: Tally, every: list[str]) -> tuple[list[str], list[str]]:
    """Return the routes that were asked, and those that were not."""
    asked = {pattern for pattern, _status in tally.answers if pattern != NONE}
    return [one for one in every if one in asked], [one for one in every if one not in asked]
