"""Text that is shaped as a newspaper's is: few words are very common, most are rare, no two stories are alike."""

from itertools import accumulate
from random import Random


def words(text: str) -> list[str]:
    """Return what stands between spaces."""
    return text.split()


VOCABULARY = 60_000
# So many of them are short, and common.
SHORT = 4_000
# Long enough that slices of it hardly ever repeat, short enough to be made in half a second.
STREAM = 600_000
COMMON = words("""
the of and to in a for that is on was with he by at it from as be his have are has an not this but they who said
will their more one year its had were about been when two also which first would there new after city county state
town people council school board she her out up years or than all other over last three could can into some time
them most no before only what so if work made week day month million percent plan road river bridge street house
family water tax budget vote member mayor sheriff deputy teacher student team game season coach store farm market
court judge case fire crew hospital church library park summer winter morning night home public local office meeting
""")
ONSETS = words(
    "b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sh sl sp st str t th tr v w wh"
)
VOWELS = words("a e i o u ai ea ee ie oa oo ou")
ENDS = words("b ck d ft g l ld ll m mp n nd ng nt p r rd rk rm rn rt s sh sk ss st t th x")
LAST = words("ed er es ing ion ly ment ness s ton al ity")

WHO = """
Council | School board | County supervisors | Sheriff's office | Library trustees | Fire district | Harbor board |
Water utility | Parks crew | Orchard growers | Dairy co-op | High school band | Ferry operator | Bridge commission |
Planning panel | Hospital trustees | Museum | Food pantry | Town clerk | Swim team | Chess club | Road crews |
Landlords | Shopkeepers | Veterans | Volunteers | Judge | State auditor | Health officer | Grain elevator
"""
DOES = """
approves | delays | questions | weighs | rejects | seeks money for | reopens | defends | revisits | drops | begins |
finishes | outlines | votes on | scales back | praises | counts the cost of | takes over | tests | lines up behind
"""
WHAT = """
bridge levy | sewer plan | new ladder truck | summer hours | downtown parking rules | flood map | skate park |
reading program | wind farm lease | bus routes | airport fence | snow budget | old mill site | river cleanup |
teacher contract | jail roof | county fair changes | broadband line | quarry permit | tree ordinance | senior meals |
water main work | courthouse clock | trail link | stadium lights | housing study | burn ban | ambulance pay |
land swap | school boundary | beach closing | grain rail spur | solar panels | archive move | deer count | noise rules
"""
TAIL = """
| after long debate | for second time | as winter nears | amid rising costs | in split vote | before deadline |
with state's help | despite doubts | for next year | at last
"""


def choices(text: str) -> list[str]:
    """Return what stands between bars.

    >>> choices("ferry |  bridge")
    ['ferry', 'bridge']
    """
    return [" ".join(one.split()) for one in text.split("|")]


class Writer:
    """Writes the same words for the same seed."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)
        vocabulary = COMMON + self._rare_words()
        # Zipf's law, with Mandelbrot's shift: the tenth word is not ten times as rare as the first.
        weights = list(accumulate((rank + 2.7) ** -1.1 for rank in range(len(vocabulary))))
        self._stream = self.random.choices(vocabulary, cum_weights=weights, k=STREAM)
        self._headlines = [choices(text) for text in (WHO, DOES, WHAT, TAIL)]

    def _rare_words(self) -> list[str]:
        choose = self.random.choice
        made: dict[str, None] = dict.fromkeys(COMMON)
        while len(made) < VOCABULARY:
            word = choose(ONSETS) + choose(VOWELS) + choose(ENDS)
            # As in any language, the longer a word the rarer.
            if len(made) > SHORT:
                word += choose(VOWELS) + choose(ENDS) if len(made) % 3 else choose(LAST)
            made[word] = None
        return list(made)[len(COMMON) :]

    def headline(self) -> str:
        """Return a headline of five to ten words."""
        who, does, what, tail = [self.random.choice(some) for some in self._headlines]
        return f"{who} {does} {what} {tail}".strip()

    def sentence(self, least: int = 8, most: int = 26) -> str:
        """Return a sentence of so many words."""
        length = least + int(self.random.random() * (most - least + 1))
        start = int(self.random.random() * (STREAM - length))
        said = " ".join(self._stream[start : start + length])
        return f"{said[0].upper()}{said[1:]}."

    def paragraphs(self) -> list[str]:
        """Return a story's text: 200 to 700 words, 450 on the average, in paragraphs of two to four sentences."""
        count = 4 + int(self.random.random() * 10)
        return [
            " ".join(self.sentence() for _ in range(2 + int(self.random.random() * 3)))
            for _ in range(count)
        ]
