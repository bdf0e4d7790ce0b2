"""Where sentences end."""

import re

SENTENCE_END = re.compile(r"[.!?…。！？؟۔।:;,—–-][\"'”“’‘»«›‹)\]」』*_]*$")
SHORTENED = re.compile(
    r"(?:\b[A-Z]\.)+$|\b(?:Jr|Sr|Inc|Co|Corp|Ltd|Ave|Blvd|Rd|No|Dr|Mr|Mrs|Ms|vs|etc|a\.m|p\.m|"
    r"Ala|Ariz|Calif|Colo|Conn|Fla|Ill|Ind|Mass|Mich|Minn|Mont|Okla|Ore|Tenn|Wash|Wis|Wyo|Nr|bzw)\.$"
)


def ends_like_a_sentence(text: str) -> bool:
    """Return whether a line ends as sentences do, and not as headlines or names do."""
    tail = text[-24:]
    return SENTENCE_END.search(tail) is not None and SHORTENED.search(tail) is None
