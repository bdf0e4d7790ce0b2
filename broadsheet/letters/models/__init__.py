"""Letters, whose they are, and the rules by which they are taken."""

from broadsheet.letters.models.letter import Letter
from broadsheet.letters.models.likeness import Band, Filed, Print
from broadsheet.letters.models.rules import Election, LetterRules, rules_of
from broadsheet.letters.models.trail import Call, Note, Step
from broadsheet.letters.models.writer import KnownWriter, Whereabouts

__all__ = [
    "Band",
    "Call",
    "Election",
    "Filed",
    "KnownWriter",
    "Letter",
    "LetterRules",
    "Note",
    "Print",
    "Step",
    "Whereabouts",
    "rules_of",
]
